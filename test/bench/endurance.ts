import { join } from "node:path";
import { memoryUsage } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { hourMs, minuteMs, secondMs } from "@/lib/domain/time";
import { addressPolicy } from "@/lib/net/address";
import { createProbeDeps, probe } from "@/lib/probes";
import { ControlPlane } from "@/lib/probes/remote/control-plane";
import type { ProbeOrder } from "@/lib/probes/remote/order";
import { keepProbing } from "@/lib/probes/remote/pace";
import { RemoteProbe } from "@/lib/probes/remote/remote-probe";
import { liveAlarm } from "@/lib/probes/remote/run-plan";
import { Spool } from "@/lib/probes/remote/spool";
import type { Ground } from "./ground";
import { type HelperProcess, startProcess } from "./helper-process";
import type { PlaneTask, Reported } from "./plane";
import { atMost, report, say } from "./report";
import type { Ports } from "./target";

const monitors = 10_000;
/** An hour of monitors of a minute in a quarter of an hour. */
const hastened = 4;
const lengthMs = hourMs / hastened;
/** Compiling, pools and tables grow at first; what is left is looked at from here on. */
const warmMs = 3 * minuteMs;

/** A whole probe over its one connection, for as many runs as an hour holds: what it keeps that it does not need. */
export async function endurance(ground: Ground): Promise<void> {
  const [target, plane] = [startProcess("test/bench/target.ts"), startProcess("test/bench/plane.ts")];
  const [ports, port] = await Promise.all([target.hear<Ports>(), plane.hear<number>()]);
  const task: PlaneTask = { monitors, intervalMs: minuteMs / hastened, targetPort: ports.http };
  await plane.ask(task);
  const stop = new AbortController();
  const running = runProbe(port, join(ground.folder, "spool"), stop.signal);
  say(`${monitors} monitors, ${hastened} times as fast as in life, for ${lengthMs / minuteMs} minutes ...`);
  await watch(plane);
  stop.abort();
  await running;
  await Promise.all([target.stop(), plane.stop()]);
}

async function runProbe(port: number, folder: string, signal: AbortSignal): Promise<void> {
  const clock = Date.now;
  const deps = createProbeDeps(addressPolicy(["127.0.0.0/8"]));
  const place = { url: `http://127.0.0.1:${port}`, token: "bench", region: "bench" };
  const plane = new ControlPlane({ ...place, name: "bench", version: "0.0.0", clock });
  const run = (order: ProbeOrder, stopped: AbortSignal) => {
    const { timeout_ms: timeoutMs, degraded_after_ms: degradedAfterMs, settings, assertions } = order;
    const asked = { timeoutMs, degradedAfterMs, settings, assertions };
    return probe(order.type, order.target, asked, stopped, deps);
  };
  const spool = new Spool(folder);
  const remote = new RemoteProbe({ plane, spool, run, clock, alarm: liveAlarm(clock), tell: say });
  await keepProbing(remote, signal, (error) => say(String(error)));
  await remote.stop(pause(5 * secondMs));
  plane.close();
  deps.stop();
}

type Sample = { atMs: number; heap: number; rss: number };

async function watch(plane: HelperProcess): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const began = performance.now();
  const samples: Sample[] = [];
  for (let atMs = 0; atMs < lengthMs; ) {
    await pause(minuteMs / 2);
    atMs = performance.now() - began;
    collect();
    const { heapUsed, external, arrayBuffers, rss } = memoryUsage();
    const sample = { atMs, heap: heapUsed + external + arrayBuffers, rss };
    say(
      `${(atMs / minuteMs).toFixed(1)} min: ${megabytes(sample.heap)} MB in use, ${megabytes(rss)} MB resident`,
    );
    if (atMs >= warmMs) samples.push(sample);
  }
  const { runs, latenessP50Ms, latenessP99Ms, bad } = await plane.ask<Reported>({ seen: true });
  const [first, last] = [samples[0], samples.at(-1)];
  const hour = hourMs / hastened;
  report("endurance_growth", slope(samples, "heap") * hour, "MB per hour's runs", atMost(5), {
    ...{ runs, heap_mb_first: megabytes(first?.heap ?? 0), heap_mb_last: megabytes(last?.heap ?? 0) },
    ...{ rss_mb_first: megabytes(first?.rss ?? 0), rss_mb_last: megabytes(last?.rss ?? 0) },
    rss_mb_per_hour: slope(samples, "rss") * hour,
  });
  report("endurance_lateness_p99", latenessP99Ms, "ms", null, { p50_ms: latenessP50Ms, bad });
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;

/** Megabytes per millisecond, by least squares: one large collection more or less says nothing. */
function slope(samples: readonly Sample[], of: "heap" | "rss"): number {
  const mean = (pick: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const [meanAt, meanSize] = [mean(({ atMs }) => atMs), mean((sample) => sample[of])];
  const above = samples.reduce((sum, { atMs, ...each }) => sum + (atMs - meanAt) * (each[of] - meanSize), 0);
  const below = samples.reduce((sum, { atMs }) => sum + (atMs - meanAt) ** 2, 0);
  return above / below / 1e6;
}
