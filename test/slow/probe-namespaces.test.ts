import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { answerProbe } from "@/lib/api/probe-door";
import type { StoredOutcome } from "@/lib/domain/monitor";
import { type Ms, secondMs } from "@/lib/domain/time";
import { childEnv } from "@/lib/env";
import { listOutages, listOutcomes } from "@/lib/operations/outcomes";
import { verifyLedger } from "@/lib/operations/verify";
import { clientOf, newTenant } from "../api/client";
import { allHistory, newMonitor } from "../operations/checks-rig";
import { chainOf } from "../operations/ledger-rig";
import { closeAll, listen } from "../probes/rig";
import { openDoor } from "../server/door-rig";
import { temporaryFolder } from "../temporary-folder";
import { canMakeNamespaces, makeNamespace, type Namespace } from "./namespaces";

const possible = canMakeNamespaces();
if (!possible) console.warn("Network namespaces cannot be made here (Linux, root and iproute2): not tested.");

const started: ChildProcess[] = [];
const made: Namespace[] = [];
afterAll(async () => {
  await Promise.all(started.map(stop));
  for (const each of made) each.remove();
  await closeAll();
  await closeDatabase();
});

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** The probe's own command, as a person starts it, inside a namespace. */
function startProbe(
  place: Namespace,
  { port, token, region }: { port: number; token: string; region: string },
) {
  const [command = "", ...words] = place.enter;
  const url = `http://${place.control}:${port}`;
  const own = ["--import", "tsx", "lib/server/cli.ts", "probe", "--url", url, "--token", token];
  const env = childEnv({ PROBITY_DATA_DIR: temporaryFolder(), PROBITY_ALLOW_PRIVATE_TARGETS: "10.0.0.0/8" });
  const child = spawn(command, [...words, process.execPath, ...own, "--region", region], {
    env,
    stdio: "ignore",
  });
  started.push(child);
  return child;
}

async function setUp() {
  const places = [makeNamespace(1), makeNamespace(2)];
  made.push(...places);
  const service = { status: 200 };
  const target = createServer((_request, response) => response.writeHead(service.status).end("ok"));
  const targetPort = await listen(target, "0.0.0.0");
  const door = await openDoor(
    (request) =>
      answerProbe(
        new URL(request.url).pathname === "/api/probe/claim" ? "claim" : "report",
        request,
        Date.now(),
      ),
    undefined,
    "0.0.0.0",
  );
  const port = Number(new URL(door.url).port);
  const { organizationId, client } = await newTenant("namespaces");
  const { key: token } = await clientOf(organizationId, ["probe"]);
  return { places, service, targetPort, door, port, token, scope: client.scope };
}

type World = Awaited<ReturnType<typeof setUp>>;

async function outcomesOf({ scope }: World, monitorId: string): Promise<StoredOutcome[]> {
  return (await listOutcomes(scope, monitorId, allHistory)).items.toReversed();
}

/** Waits until it holds; a busy machine is given time. */
async function until(holds: () => Promise<boolean>, limitMs: Ms): Promise<void> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await pause(500))
    if (await holds()) return;
  throw new Error("it did not come to hold in time");
}

describe.skipIf(!possible)("two probes in network namespaces, one cut off during an outage", () => {
  it("R1.2 R3.5 late evidence keeps its times and revises, nothing counts twice, a pulled cable is no outage", async () => {
    const here = await setUp();
    const { places, service, port, token, scope, door } = here;
    const [one, two] = places as [Namespace, Namespace];
    // One address for both: the second reaches the first's target through this machine.
    const target = `http://${one.target}:${here.targetPort}/`;
    two.route(one.target);
    const settings = { regions: ["fra", "nyc"], target, timeout_ms: 2_000 };
    const monitor = await newMonitor(
      scope,
      { ...settings, confirm: { failures: 2, recoveries: 1, quorum: 2 } },
      Date.now(),
    );
    startProbe(one, { port, token, region: "fra" });
    startProbe(two, { port, token, region: "nyc" });
    const of = async (region: string) =>
      (await outcomesOf(here, monitor.id)).filter((each) => each.region === region);
    const seen = (region: string, count: number, ok: boolean) => async () =>
      (await of(region)).filter((each) => each.ok === ok && !each.suspect).length >= count;
    await until(seen("fra", 1, true), 60 * secondMs);
    await until(seen("nyc", 1, true), 60 * secondMs);

    two.bar();
    const cutAt = Date.now();
    service.status = 503;
    await until(seen("fra", 5, false), 90 * secondMs);
    expect(await seen("nyc", 1, false)()).toBe(false);
    expect((await listOutages(scope, monitor.id, allHistory)).items).toEqual([]);
    service.status = 200;
    const before = (await of("fra")).filter((each) => each.ok).length;
    await until(seen("fra", before + 2, true), 60 * secondMs);
    two.unbar();
    const mendedAt = Date.now();
    await until(seen("nyc", 3, false), 60 * secondMs);
    await until(seen("nyc", 2, true), 60 * secondMs);

    const late = (await of("nyc")).filter((each) => !each.ok);
    expect(late.every((each) => each.startedAt > cutAt - 1_000 && each.startedAt < mendedAt)).toBe(true);
    for (const region of ["fra", "nyc"]) {
      const turns = (await of(region)).map((each) => each.scheduledFor);
      expect(new Set(turns).size).toBe(turns.length);
      expect(turns.slice(1).every((turn, index) => turn - (turns[index] ?? 0) === 10_000)).toBe(true);
    }
    await until(
      async () => (await listOutages(scope, monitor.id, allHistory)).items[0]?.endedAt != null,
      30_000,
    );
    const { items } = await listOutages(scope, monitor.id, allHistory);
    const firsts = await Promise.all(
      ["fra", "nyc"].map(async (region) => (await of(region)).find((each) => !each.ok)?.startedAt ?? 0),
    );
    expect(items).toMatchObject([{ startedAt: Math.max(...firsts) }]);
    const kinds = await inTenant(scope, async (tx) =>
      (await chainOf(tx, monitor.componentId)).map((entry) => entry.kind),
    );
    expect(kinds).toContain("revision");

    one.unplug();
    two.unplug();
    await pause(35 * secondMs);
    one.plug();
    two.plug();
    two.route(one.target);
    const suspects = async () => (await of("nyc")).filter((each) => each.suspect).length > 0;
    await until(suspects, 150 * secondMs);
    await until(
      seen("nyc", (await of("nyc")).filter((each) => each.ok && !each.suspect).length + 1, true),
      60_000,
    );
    expect((await listOutages(scope, monitor.id, allHistory)).items).toEqual(items);
    expect((await verifyLedger(scope, {}, Date.now())).ok).toBe(true);
    await Promise.all(started.map(stop));
    await door.close();
  }, 600_000);
});
