import { describe, expect, it } from "vitest";
import { inEngine, inTenant } from "@/db/client";
import { claimRuns } from "@/db/queries/schedule";
import { engineScope } from "@/lib/auth/scope";
import type { Outcome } from "@/lib/domain/check";
import type { Monitor } from "@/lib/domain/monitor";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { CheckEngine } from "@/lib/jobs/check-engine";
import { catchUp, sweep } from "@/lib/jobs/verdicts";
import { archiveMonitor, updateMonitor } from "@/lib/operations/monitors";
import { listOutcomes } from "@/lib/operations/outcomes";
import { prepareRun, recordRun } from "@/lib/operations/runs";
import { allHistory, newMonitor, noon, outagesOf, outcome, said, store } from "../operations/checks-rig";
import { newScope, superuser } from "../operations/ledger-rig";

type Answer = (target: string, now: Ms) => Outcome["verdict"];

/** An engine whose clock stands where the test puts it; `answer` is what the world says. */
function engineAt(clock: { now: Ms }, answer: Answer, workerId = "one") {
  const complaints: unknown[] = [];
  const engine = new CheckEngine({
    workerId,
    regions: ["local"],
    clock: () => clock.now,
    run: async (order) => outcome(clock.now, answer(order.target, clock.now)),
    signal: new AbortController().signal,
    claimAheadMs: 0,
    batchWithinMs: 0,
    complain: (_what, error) => complaints.push(error),
  });
  return { engine, complaints };
}

/** Moves the clock second by second; what is due is run, stored and settled before it moves on. */
async function live(clock: { now: Ms }, until: Ms, ...engines: CheckEngine[]): Promise<void> {
  for (; clock.now <= until; clock.now += secondMs) {
    for (const row of await dueNow(clock.now)) clock.now = Math.max(clock.now, row);
    await Promise.all(engines.map((engine) => engine.claim()));
    await Promise.all(engines.map((engine) => engine.drain()));
  }
}

async function dueNow(now: Ms): Promise<Ms[]> {
  return inEngine(engineScope(), async (tx) => {
    const rows = await tx.sql<{ dueAt: Ms }[]>`
      select due_at from schedules where due_at > ${now} and due_at <= ${now + secondMs} and region = 'local'`;
    return rows.map((row) => row.dueAt);
  });
}

/** Makes the organization itself, which the engine's periodic work goes through. */
async function register(scope: TenantScope): Promise<void> {
  const sql = superuser();
  const { organizationId: id } = scope;
  await sql`insert into organizations (id, slug, name, created_at) values (${id}, ${id}, ${id}, ${noon})`;
  await sql.end();
}

const starts = async (scope: TenantScope, monitor: Monitor) =>
  (await listOutcomes(scope, monitor.id, allHistory)).items.map((row) => row.startedAt).reverse();

const turns = async (scope: TenantScope, monitor: Monitor) =>
  (await listOutcomes(scope, monitor.id, allHistory)).items.map((row) => row.scheduledFor).reverse();

describe("the check engine", () => {
  it("R3.2 a target that fails from T on makes one outage that starts with the first failed run", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    const clock = { now: noon };
    const failing: [Ms, Ms] = [noon + 45_000, noon + 95_000];
    const { engine, complaints } = engineAt(clock, (_target, now) =>
      now >= failing[0] && now < failing[1] ? "down" : "up",
    );
    await live(clock, noon + 150_000, engine);
    const runs = await starts(scope, monitor);
    const firstFailed = runs.find((at) => at >= failing[0]) ?? 0;
    const firstGood = runs.find((at) => at >= failing[1]) ?? 0;
    expect(await outagesOf(scope, monitor)).toEqual([
      [(firstFailed - noon) / 1_000, (firstGood - noon) / 1_000],
    ]);
    expect(complaints).toEqual([]);
  });

  it("keeps each monitor's phase, and catches nothing up after a stop", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    const clock = { now: noon };
    const { engine } = engineAt(clock, () => "up");
    await live(clock, noon + 30_000, engine);
    const before = await turns(scope, monitor);
    const phase = (before[0] ?? 0) % 10_000;
    clock.now = noon + 10 * minuteMs;
    await catchUp(() => clock.now);
    await live(clock, clock.now + 25_000, engine);
    const after = (await turns(scope, monitor)).slice(before.length);
    expect([...before, ...after].every((at) => at % 10_000 === phase)).toBe(true);
    expect(after.length).toBeLessThanOrEqual(3);
    const words = (await said(scope, monitor)).map(([state]) => state);
    expect(words).toEqual(["unknown", "operational", "unknown", "operational"]);
  });

  it("R3.3 a silence is known also when new outcomes are stored before the worker has caught up", async () => {
    const scope = newScope();
    await register(scope);
    const monitor = await newMonitor(scope);
    const clock = { now: noon };
    const { engine } = engineAt(clock, () => "up");
    await live(clock, noon + 25_000, engine);
    const last = (await starts(scope, monitor)).at(-1) ?? 0;
    clock.now = noon + 10 * minuteMs;
    await live(clock, clock.now + 15_000, engine);
    await catchUp(() => clock.now);
    const first = (await starts(scope, monitor)).find((at) => at > last) ?? 0;
    expect((await said(scope, monitor)).slice(-2)).toEqual([
      ["unknown", (last - noon) / 1_000],
      ["operational", (first - noon) / 1_000],
    ]);
  });

  it("two workers at once run every turn once", async () => {
    const scope = newScope();
    const monitors: Monitor[] = [];
    for (let index = 0; index < 20; index += 1) monitors.push(await newMonitor(scope, { name: `m${index}` }));
    const clock = { now: noon };
    let ran = 0;
    const count = () => {
      ran += 1;
      return "up" as const;
    };
    const engines = [engineAt(clock, count, "one"), engineAt(clock, count, "two")].map((each) => each.engine);
    await live(clock, noon + 35_000, ...engines);
    let stored = 0;
    for (const monitor of monitors) {
      const at = await turns(scope, monitor);
      stored += at.length;
      expect(new Set(at).size).toBe(at.length);
    }
    expect(stored).toBe(ran);
    expect(stored).toBeGreaterThanOrEqual(60);
  });

  it("runs again what a killed worker had claimed, and stores a repetition once", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { interval_seconds: 3_600 });
    const clock = { now: noon + minuteMs };
    const request = {
      regions: ["local"],
      organizationId: scope.organizationId,
      aheadMs: 0,
      limit: 10,
      graceMs: 10_000,
    };
    const claimed = await inEngine(engineScope(), (tx) =>
      claimRuns(tx, { ...request, now: clock.now, claimedBy: "killed" }),
    );
    expect(claimed).toHaveLength(1);
    const { engine } = engineAt(clock, () => "up");
    clock.now += 14_000;
    await sweep(() => clock.now);
    await live(clock, clock.now, engine);
    expect(await turns(scope, monitor)).toEqual([]);
    clock.now += 2_000;
    await sweep(() => clock.now);
    await live(clock, clock.now, engine);
    expect(await turns(scope, monitor)).toEqual([claimed[0]?.scheduledFor]);
    await store(scope, monitor, [outcome(claimed[0]?.scheduledFor ?? 0, "down")]);
    expect(await turns(scope, monitor)).toHaveLength(1);
    await sweep(() => clock.now + minuteMs);
    expect(await turns(scope, monitor)).toHaveLength(1);
  });

  it("a crash between storing and believing is made good at the next start", async () => {
    const scope = newScope();
    await register(scope);
    const monitor = await newMonitor(scope);
    await store(
      scope,
      monitor,
      [5, 15].map((each) => outcome(noon + each * secondMs)),
    );
    await store(
      scope,
      monitor,
      [25, 35].map((each) => outcome(noon + each * secondMs, "down")),
    );
    expect(await said(scope, monitor)).toEqual([["unknown", 0]]);
    await catchUp(() => noon + 40_000);
    expect(await outagesOf(scope, monitor)).toEqual([[25, null]]);
    await catchUp(() => noon + 41_000);
    expect(await outagesOf(scope, monitor)).toEqual([[25, null]]);
  });

  it("R3.3 the sweep finds a region that fell silent, once", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    const clock = { now: noon };
    await live(clock, noon + 25_000, engineAt(clock, () => "up").engine);
    const last = (await starts(scope, monitor)).at(-1) ?? 0;
    await sweep(() => last + 25_000);
    expect((await said(scope, monitor)).at(-1)?.[0]).toBe("operational");
    await sweep(() => last + 31_000);
    await sweep(() => last + 36_000);
    expect((await said(scope, monitor)).slice(-1)).toEqual([["unknown", (last - noon) / 1_000]]);
  });

  it("goes on after the clock went back an hour", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    const clock = { now: noon };
    const { engine } = engineAt(clock, () => "up");
    await live(clock, noon + 25_000, engine);
    const before = (await turns(scope, monitor)).length;
    clock.now = noon - hourMs;
    await sweep(() => clock.now);
    await live(clock, clock.now + 25_000, engine);
    expect((await turns(scope, monitor)).length).toBeGreaterThanOrEqual(before + 2);
  });

  it("runs neither a paused nor an archived monitor", async () => {
    const scope = newScope();
    const [paused, archived] = [await newMonitor(scope), await newMonitor(scope)];
    await updateMonitor(scope, { id: paused.id, change: { paused: true } }, noon);
    await archiveMonitor(scope, { id: archived.id }, noon);
    const clock = { now: noon };
    await live(clock, noon + 20_000, engineAt(clock, () => "up").engine);
    expect(await turns(scope, paused)).toEqual([]);
    expect(await turns(scope, archived)).toEqual([]);
  });
});

describe("run now", () => {
  it("keeps the outcome, counts it for nothing, and never takes a turn's place", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    const order = await prepareRun(scope, monitor.id, noon);
    expect(order).toMatchObject({ monitorId: monitor.id, type: "http", region: "local", timeoutMs: 5_000 });
    const onTurn = order.scheduledFor + 10 * order.intervalMs;
    const kept = await recordRun(scope, order, outcome(onTurn, "down"));
    expect(kept).toMatchObject({ runNow: true, startedAt: onTurn, scheduledFor: onTurn + 1 });
    expect(await outagesOf(scope, monitor)).toEqual([]);
  });

  it.each([
    ["http", "https://example.com/"],
    ["tcp", "example.com:443"],
    ["dns", "example.com"],
    ["tls", "example.com:443"],
    ["icmp", "example.com"],
  ])("runs a check of the kind %s", async (type, target) => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { type, target });
    expect(await prepareRun(scope, monitor.id, noon)).toMatchObject({ monitorId: monitor.id, type, target });
  });

  it("refuses a heartbeat and what is archived", async () => {
    const scope = newScope();
    const beat = await newMonitor(scope, { type: "heartbeat", target: "" });
    await expect(prepareRun(scope, beat.id, noon)).rejects.toMatchObject({ code: "conflict" });
    const gone = await newMonitor(scope);
    await archiveMonitor(scope, { id: gone.id }, noon);
    await expect(prepareRun(scope, gone.id, noon)).rejects.toMatchObject({ code: "conflict" });
    await expect(prepareRun(newScope(), gone.id, noon)).rejects.toMatchObject({ code: "not_found" });
  });

  it("law 3: a tenant's outcomes are nobody else's", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [outcome(noon)]);
    const other = newScope();
    await expect(listOutcomes(other, monitor.id, allHistory)).rejects.toMatchObject({ code: "not_found" });
    const seen = await inTenant(other, (tx) => tx.sql`select 1 from outcomes`);
    expect(seen).toHaveLength(0);
  });
});
