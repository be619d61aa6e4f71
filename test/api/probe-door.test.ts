import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as claim } from "@/app/api/probe/claim/route";
import { POST as report } from "@/app/api/probe/report/route";
import { closeDatabase } from "@/db/client";
import { outcomeListInput } from "@/lib/domain/monitor";
import { formatInstant, minuteMs } from "@/lib/domain/time";
import { createApiKey, revokeApiKey } from "@/lib/operations/api-keys";
import { listOutcomes } from "@/lib/operations/outcomes";
import { newMonitor } from "../operations/checks-rig";
import { type Door, openDoor } from "../server/door-rig";
import { clientOf, newTenant } from "./client";

let door: Door;
beforeAll(async () => {
  const routes: Record<string, typeof claim> = { "/api/probe/claim": claim, "/api/probe/report": report };
  door = await openDoor((request) => {
    const route = routes[new URL(request.url).pathname];
    return route ? route(request) : Promise.resolve(new Response("", { status: 404 }));
  });
});
afterAll(async () => {
  await door.close();
  await closeDatabase();
});

async function post(act: string, key: string | null, body: unknown, type = "application/json") {
  const response = await fetch(`${door.url}/api/probe/${act}`, {
    method: "POST",
    headers: { "content-type": type, ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

const phases = { dns_ms: 1, connect_ms: 1, tls_ms: null, first_byte_ms: 2, transfer_ms: 1, total_ms: 5 };
const seen = { verdict: "up", failure: null, http_status: 200, phases, suspect: false };

it("gives out a region's runs ahead of their time, and stores what is reported once", async () => {
  const { organizationId, client } = await newTenant("probe-door");
  const { key } = await clientOf(organizationId, ["probe"]);
  const headers = { authorization: "Bearer s3cret" };
  const monitor = await newMonitor(client.scope, { regions: ["fra"], settings: { headers } }, Date.now());
  const claimed = await post("claim", key, { region: "fra", ahead_ms: 30_000 });
  expect(claimed.status).toBe(200);
  expect(claimed.headers.get("cache-control")).toBe("no-store");
  const [run] = claimed.json.runs;
  expect(run).toMatchObject({
    monitor_id: monitor.id,
    region: "fra",
    interval_ms: 10_000,
    settings: { headers },
  });
  const { monitor_id, monitor_version, scheduled_for } = run;
  const started_at = formatInstant(Date.now());
  const line = { monitor_id, monitor_version, scheduled_for, started_at, ...seen };
  const body = { region: "fra", outcomes: [line] };
  expect((await post("report", key, body)).json).toEqual({ accepted: 1 });
  expect((await post("report", key, body)).json).toEqual({ accepted: 0 });
  const { items } = await listOutcomes(client.scope, monitor.id, outcomeListInput.parse({}));
  expect(items).toMatchObject([{ region: "fra", ok: true, httpStatus: 200 }]);
  const future = { ...line, started_at: formatInstant(Date.now() + 5 * minuteMs) };
  const refused = await post("report", key, { region: "fra", outcomes: [line, future] });
  expect(refused.json).toMatchObject({
    status: 400,
    errors: [{ path: "outcomes.1.started_at", message: "lies in the future" }],
  });
});

it("takes at most 500 of a batch, JSON only, and says what is wrong", async () => {
  const { organizationId } = await newTenant("probe-door-limits");
  const { key } = await clientOf(organizationId, ["probe"]);
  const at = formatInstant(Date.now());
  const line = { monitor_id: "mon_x", monitor_version: 1, scheduled_for: at, started_at: at, ...seen };
  const many = Array.from({ length: 501 }, () => line);
  expect((await post("report", key, { region: "fra", outcomes: many })).status).toBe(400);
  expect((await post("report", key, { region: "fra", outcomes: many.slice(1) })).json).toEqual({
    accepted: 0,
  });
  expect((await post("claim", key, { region: "fra", limit: 501 })).status).toBe(400);
  expect((await post("claim", key, { region: "local" })).json.errors).toMatchObject([{ path: "region" }]);
  expect((await post("claim", key, "{", "application/json")).status).toBe(400);
  expect((await post("claim", key, "{}", "text/plain")).status).toBe(415);
});

it("opens to a living key with the scope probe, and to the runs of its own organization", async () => {
  const { client } = await newTenant("probe-door-mine");
  const { organizationId } = await newTenant("probe-door-other");
  const other = await clientOf(organizationId, ["probe"]);
  await newMonitor(client.scope, { regions: ["fra"] }, Date.now());
  const body = { region: "fra", ahead_ms: 30_000 };
  expect((await post("claim", other.key, body)).json.runs).toEqual([]);
  expect((await post("claim", null, body)).status).toBe(401);
  expect((await post("claim", "pb_nobodys", body)).status).toBe(401);
  const reader = await clientOf(organizationId, ["read", "write"]);
  expect((await post("claim", reader.key, body)).status).toBe(403);
  const input = { name: "short", scopes: ["probe" as const], expires_at: null };
  const { id, token } = await createApiKey(other.scope, input, Date.now());
  await revokeApiKey(other.scope, id, Date.now());
  expect((await post("report", token, { region: "fra", outcomes: [] })).status).toBe(401);
});
