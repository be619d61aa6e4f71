import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { answerProbe } from "@/lib/api/probe-door";
import type { StoredOutcome } from "@/lib/domain/monitor";
import { layOver } from "@/lib/domain/overlay";
import { type Ms, minuteMs, secondMs } from "@/lib/domain/time";
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

const intervalMs = 10 * secondMs;
const cutMs = 10 * minuteMs;

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

/** All that was stored of the monitor, oldest first. */
async function outcomesOf({ scope }: World, monitorId: string): Promise<StoredOutcome[]> {
  const found: StoredOutcome[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listOutcomes(scope, monitorId, { ...allHistory, cursor });
    found.push(...page.items);
    if (page.nextCursor === null) return found.toReversed();
    cursor = page.nextCursor;
  }
}

/** How long a busy machine is given for what a quiet one does within seconds. */
const patienceMs = 4 * minuteMs;

/** Waits until it holds. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(500))
    if (await holds()) return;
  throw new Error(`it did not come to hold in time: ${what}`);
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
    const outages = async () => (await listOutages(scope, monitor.id, allHistory)).items;
    const seen = (region: string, count: number, ok: boolean, since: Ms = 0) =>
      until(`${count} runs of ${region} that are ${ok ? "well" : "not"}`, async () => {
        const own = (await of(region)).filter((each) => !each.suspect && each.startedAt >= since);
        return own.filter((each) => each.ok === ok).length >= count;
      });
    await seen("fra", 2, true);
    await seen("nyc", 2, true);

    // Ten minutes without the way to the server, for the most part of which the target is down.
    two.bar();
    const cutAt = Date.now();
    await seen("fra", 1, true, cutAt);
    service.status = 503;
    await seen("fra", 5, false);
    expect((await of("nyc")).filter((each) => !each.ok)).toEqual([]);
    expect(await outages()).toEqual([]);
    await pause(cutAt + cutMs - minuteMs - Date.now());
    service.status = 200;
    const wellAt = Date.now();
    await seen("fra", 2, true, wellAt);
    await pause(Math.max(0, cutAt + cutMs - Date.now()));
    expect(await outages()).toEqual([]);
    two.unbar();
    const mendedAt = Date.now();
    await seen("nyc", 3, false);
    await seen("nyc", 2, true, mendedAt);

    // What it spooled has its own times: all of the outage, and nothing but the turns it had.
    const late = (await of("nyc")).filter((each) => each.startedAt >= cutAt && each.startedAt < mendedAt);
    expect(late.length).toBeGreaterThan((0.8 * cutMs) / intervalMs);
    expect(late.filter((each) => !each.ok).length).toBeGreaterThan((0.7 * cutMs) / intervalMs);
    expect(late.filter((each) => each.suspect)).toEqual([]);
    for (const region of ["fra", "nyc"]) {
      const turns = (await of(region)).map((each) => each.scheduledFor).sort((a, b) => a - b);
      expect(new Set(turns).size).toBe(turns.length);
      expect(turns.filter((turn) => (turn - (turns[0] ?? 0)) % intervalMs !== 0)).toEqual([]);
    }

    // One outage, jointly seen by both, from the later first failure to the earlier first success after it.
    await until("the outage is over", async () => (await outages())[0]?.endedAt != null);
    const items = await outages();
    const edges = await Promise.all(
      ["fra", "nyc"].map(async (region) => {
        const own = (await of(region)).filter((each) => !each.suspect);
        const from = own.find((each) => !each.ok)?.startedAt ?? 0;
        return { from, to: own.find((each) => each.ok && each.startedAt > from)?.startedAt ?? 0 };
      }),
    );
    expect(items).toMatchObject([
      {
        startedAt: Math.max(...edges.map(({ from }) => from)),
        endedAt: Math.min(...edges.map(({ to }) => to)),
      },
    ]);
    const entries = await inTenant(scope, (tx) => chainOf(tx, monitor.componentId));
    expect(entries.map((entry) => entry.kind)).toContain("revision");
    const down = layOver(
      entries.map((entry) => ({
        ...{ from: entry.effectiveFrom, to: entry.effectiveTo ?? Number.POSITIVE_INFINITY },
        state: entry.state,
      })),
    ).filter(({ item }) => item.state === "major_outage");
    const lastedMs = (items[0]?.endedAt ?? 0) - (items[0]?.startedAt ?? 0);
    expect(down.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(lastedMs);

    // Both cables pulled: nothing can be known, and nothing of it is the customer's outage.
    one.unplug();
    two.unplug();
    const pulledAt = Date.now();
    await pause(35 * secondMs);
    one.plug();
    two.plug();
    two.route(one.target);
    const pluggedAt = Date.now();
    await until("what the pulled cable made fail is suspect", async () =>
      (await of("nyc")).some((each) => each.suspect && each.startedAt >= pulledAt),
    );
    for (const region of ["fra", "nyc"]) await seen(region, 1, true, pluggedAt);
    expect(await outages()).toEqual(items);
    expect((await verifyLedger(scope, {}, Date.now())).ok).toBe(true);
    await Promise.all(started.map(stop));
    await door.close();
  }, 3_000_000);
});
