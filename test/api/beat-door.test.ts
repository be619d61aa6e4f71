import { afterAll, beforeAll, expect, it } from "vitest";
import { GET, POST } from "@/app/api/beat/[token]/[[...kind]]/route";
import { closeDatabase } from "@/db/client";
import { outcomeListInput } from "@/lib/domain/monitor";
import { getMonitor } from "@/lib/operations/monitors";
import { listOutcomes } from "@/lib/operations/outcomes";
import { newMonitor } from "../operations/checks-rig";
import { newScope } from "../operations/ledger-rig";
import { type Door, openDoor } from "../server/door-rig";

let door: Door;
beforeAll(async () => {
  door = await openDoor((request) => {
    const [, , , token = "", ...kind] = new URL(request.url).pathname.split("/");
    const params = Promise.resolve({ token, ...(kind.length > 0 ? { kind } : {}) });
    return request.method === "POST" ? POST(request, { params }) : GET(request, { params });
  });
});
afterAll(async () => {
  await door.close();
  await closeDatabase();
});

async function newHeartbeat() {
  const scope = newScope();
  const monitor = await newMonitor(
    scope,
    { type: "heartbeat", target: "", timeout_ms: 1_000 },
    Date.now() - 1_000,
  );
  const beat = new URL(monitor.beatUrl ?? "").pathname;
  const failures = async () =>
    (await listOutcomes(scope, monitor.id, outcomeListInput.parse({}))).items.map((each) => each.failure);
  return { scope, monitor, beat, failures };
}

it("hears a job by GET and POST, with or without a body, and believes it at once", async () => {
  const { scope, monitor, beat, failures } = await newHeartbeat();
  const got = await fetch(`${door.url}${beat}`);
  expect([got.status, got.headers.get("cache-control"), await got.json()]).toEqual([
    200,
    "no-store",
    { ok: true },
  ]);
  expect((await fetch(`${door.url}${beat}`, { method: "POST", body: "took 3 s" })).status).toBe(200);
  expect(await failures()).not.toContain("heartbeat_failed");
  expect((await getMonitor(scope, monitor.id)).verdict).toBe("up");
});

it("hears a start and a failure; the failure is an outage", async () => {
  const { scope, monitor, beat, failures } = await newHeartbeat();
  expect((await fetch(`${door.url}${beat}/start`)).status).toBe(200);
  expect((await fetch(`${door.url}${beat}/fail`, { method: "POST" })).status).toBe(200);
  expect(await failures()).toContain("heartbeat_failed");
  expect((await getMonitor(scope, monitor.id)).verdict).toBe("down");
});

it("does not know other words, other tokens, or what hides in an address", async () => {
  const { beat, failures } = await newHeartbeat();
  for (const path of [`${beat}/finish`, `${beat}/fail/again`, "/api/beat/nobody", "/api/beat/%00"]) {
    const reply = await fetch(`${door.url}${path}`);
    expect([path, reply.status]).toEqual([path, 404]);
    expect(reply.headers.get("content-type")).toContain("application/problem+json");
  }
  expect(await failures()).toEqual([]);
});
