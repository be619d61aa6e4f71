import { memoryUsage } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { anyAssertion } from "@/lib/domain/assertion";
import type { Outcome } from "@/lib/domain/check";
import { type ProbeType, type SettingsOf, settingsByType } from "@/lib/domain/check-settings";
import { hourMs, minuteMs, secondMs } from "@/lib/domain/time";
import { addressPolicy } from "@/lib/net/address";
import { createProbeDeps, probe } from "@/lib/probes";
import { type ProbeOrder, probeOrder } from "@/lib/probes/remote/order";
import { liveAlarm, RunPlan } from "@/lib/probes/remote/run-plan";
import { cpuSecondsOf } from "./cpu";
import { startProcess } from "./helper-process";
import { atMost, quantile, report, say } from "./report";
import type { Ports } from "./target";

const monitorCount = 10_000;
const perKindMs = 5 * secondMs;
const abreast = 50;

type Deps = ReturnType<typeof createProbeDeps>;

/** The probe by itself, without a database: what each kind costs, and whether ten thousand monitors start in time. */
export async function probing(): Promise<void> {
  const target = startProcess("test/bench/target.ts");
  const ports = await target.hear<Ports>();
  const deps = createProbeDeps(addressPolicy(["127.0.0.0/8"]));
  await kinds(ports, deps);
  await lateness(ports, deps);
  await hourOfTurns();
  deps.stop();
  await target.stop();
}

async function kinds(ports: Ports, deps: Deps): Promise<void> {
  await kind("http", `http://127.0.0.1:${ports.http}/`, {}, deps);
  await kind("http", `https://127.0.0.1:${ports.https}/`, { verify_tls: false }, deps, "https");
  await kind("tcp", `127.0.0.1:${ports.http}`, {}, deps);
  await kind("tls", `127.0.0.1:${ports.https}`, { verify: false }, deps);
  await kind("dns", "www.example.com", { server: `127.0.0.1:${ports.dns}` }, deps);
  await kind("icmp", "127.0.0.1", {}, deps);
}

/**
 * One kind as fast as it goes; a core's worth is what a second of CPU of this process and of those it starts does. Null
 * where the system does not let it be run (`icmp`).
 */
async function kind<T extends ProbeType>(
  type: T,
  target: string,
  given: object,
  deps: Deps,
  name: string = type,
): Promise<void> {
  const settings = settingsByType[type].parse(given) as SettingsOf[T];
  const run = { timeoutMs: 5_000, degradedAfterMs: null, settings, assertions: [] };
  const { signal } = new AbortController();
  const took: number[] = [];
  let failed = 0;
  let last: Outcome | null = null;
  const [began, cpu] = [performance.now(), cpuSecondsOf(process.pid) ?? Number.NaN];
  const lane = async () => {
    while (performance.now() - began < perKindMs) {
      const outcome = await probe(type, target, run, signal, deps);
      last = outcome;
      took.push(outcome.phases.totalMs ?? 0);
      if (!outcome.ok) failed += 1;
      if (outcome.failure === "probe_failed") return;
    }
  };
  await Promise.all(Array.from({ length: abreast }, lane));
  const seconds = (cpuSecondsOf(process.pid) ?? Number.NaN) - cpu;
  const isRun = failed < took.length && !Number.isNaN(seconds);
  report(`probe_${name}_per_core`, isRun ? took.length / seconds : null, "checks/CPU-s", null, {
    checks_per_s: isRun ? took.length / ((performance.now() - began) / secondMs) : null,
    ...{ p50_ms: quantile(took, 0.5), p99_ms: quantile(took, 0.99), failed, why: whyOf(last) },
  });
}

const whyOf = (outcome: Outcome | null): string | null => outcome?.detail ?? outcome?.failure ?? null;

/** Ten thousand monitors of a minute, spread over it, followed as a probe that is left alone follows them. */
async function lateness(ports: Ports, deps: Deps): Promise<void> {
  say(`Following ${monitorCount} monitors of a minute ...`);
  const lates: { at: number; lateMs: number }[] = [];
  const { signal } = new AbortController();
  const plan = planOf(async (order) => {
    lates.push({ at: Date.now(), lateMs: Date.now() - order.scheduled_for });
    const { timeout_ms: timeoutMs, degraded_after_ms: degradedAfterMs, settings, assertions } = order;
    return probe(
      order.type,
      order.target,
      { timeoutMs, degradedAfterMs, settings, assertions },
      signal,
      deps,
    );
  });
  const begin = Date.now() + secondMs;
  for (let index = 0; index < monitorCount; index += 1)
    plan.plan(orderOf(index, begin + Math.floor((index * minuteMs) / monitorCount), minuteMs, ports.http));
  await pause(75 * secondMs);
  const values = lates.map(({ lateMs }) => lateMs);
  report("probe_lateness_p99", quantile(values, 0.99), "ms", atMost(1_000), {
    ...{ monitors: monitorCount, runs: values.length },
    ...{ p50_ms: quantile(values, 0.5), max_ms: Math.max(...values) },
  });
  await afterPause(lates);
  await plan.stop(pause(5 * secondMs));
}

const stillMs = 15 * secondMs;

/** The process stands still as a suspended machine does; each monitor it missed runs once, and no faster than before. */
async function afterPause(lates: { at: number; lateMs: number }[]): Promise<void> {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stillMs);
  const woke = Date.now();
  await pause(10 * secondMs);
  const perSecond = Array.from({ length: 10 }, (_, second) => {
    const from = woke + second * secondMs;
    return lates.filter(({ at }) => at >= from && at < from + secondMs).length;
  });
  const usual = monitorCount / (minuteMs / secondMs);
  report("probe_after_pause_peak", Math.max(...perSecond), "checks/s", null, {
    ...{ stood_still_ms: stillMs, usual_per_s: usual, missed: (usual * stillMs) / secondMs },
    ...{ settled_after_s: perSecond.findIndex((count) => count <= usual * 1.2) },
  });
}

const hastened = 60;

/** An hour of turns in a minute, with runs that cost nothing: what is left over is what the plan itself keeps. */
async function hourOfTurns(): Promise<void> {
  say("An hour of turns, sixty times as fast ...");
  let ran = 0;
  const plan = planOf(async () => {
    ran += 1;
    return nothing;
  });
  const begin = Date.now() + secondMs;
  const intervalMs = minuteMs / hastened;
  for (let index = 0; index < monitorCount; index += 1)
    plan.plan(orderOf(index, begin + Math.floor((index * intervalMs) / monitorCount), intervalMs, 80));
  const early = await leastHeap(20 * secondMs);
  await leastHeap(hourMs / hastened - 40 * secondMs);
  const late = await leastHeap(20 * secondMs);
  await plan.stop(Promise.resolve());
  report("probe_hour_growth", (late - early) / 1e6, "MB of heap", atMost(10), {
    ...{
      monitors: monitorCount,
      turns: ran,
      heap_mb: late / 1e6,
      rss_mb: memoryUsage().rss / 1e6,
      wanted: monitorCount * 60,
    },
  });
}

/** The least that was in use over a while: what no collection can free. */
async function leastHeap(forMs: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (const end = Date.now() + forMs; Date.now() < end; await pause(250))
    least = Math.min(least, memoryUsage().heapUsed);
  return least;
}

const nothing: Outcome = {
  ...{ startedAt: 0, verdict: "up", ok: true, failure: null, detail: null, httpStatus: 200, suspect: false },
  phases: { dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: 1, transferMs: 1, totalMs: 3 },
};

function planOf(run: (order: ProbeOrder) => Promise<Outcome>): RunPlan {
  const clock = () => Date.now();
  return new RunPlan({ run, keep: () => {}, isLeftAlone: () => true, clock, alarm: liveAlarm(clock) });
}

function orderOf(index: number, at: number, intervalMs: number, port: number): ProbeOrder {
  return probeOrder.parse({
    ...{ monitor_id: `mon_${index}`, region: "bench", scheduled_for: new Date(at).toISOString() },
    ...{ monitor_version: 1, interval_ms: intervalMs, timeout_ms: 10_000, type: "http" },
    ...{ target: `http://127.0.0.1:${port}/m/${index}`, degraded_after_ms: null, settings: {} },
    assertions: [anyAssertion.parse({ type: "status", in: [200] })],
  });
}
