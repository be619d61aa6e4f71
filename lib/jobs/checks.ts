import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { minuteMs, secondMs } from "@/lib/domain/time";
import { logger } from "@/lib/log";
import { CheckEngine } from "./check-engine";
import { makePartitions } from "./partitions";
import { builtInProbe } from "./probe-run";
import type { Service } from "./services";
import { catchUp, judgeBeats, refresh, sweep } from "./verdicts";

/** Half of how far ahead runs are claimed, so that one slow turn makes none late. */
const claimEveryMs = secondMs / 2;

/** Runs the checks of the built-in region and keeps every verdict up to date. */
export const checks: Service = {
  name: "checks",
  async run(signal) {
    const log = logger("checks");
    const complain = (what: string, error: unknown) => log.error({ err: error, what }, "checks go on");
    await makePartitions(Date.now());
    const probe = await builtInProbe();
    const workerId = `${hostname()}:${process.pid}`;
    const clock = Date.now;
    const engine = new CheckEngine({ workerId, regions: ["local"], clock, run: probe, signal, complain });
    const repeat = (everyMs: number, work: () => Promise<unknown>) =>
      repeating(everyMs, signal, work, complain);
    await Promise.all([
      // Beside the runs, not before them: thousands of monitors take longer to look at than their silence may last.
      catchUp(clock).catch((error) => complain("catch up", error)),
      repeat(claimEveryMs, async () => {
        while (!signal.aborted && (await engine.claim())) {}
      }),
      repeat(5 * secondMs, () => sweep(clock)),
      repeat(secondMs, () => judgeBeats(clock())),
      repeat(minuteMs, () => refresh(clock)),
    ]);
    await engine.stop();
    probe.stop();
  },
};

/** Works every `everyMs` until told to stop; a failure is told and the next turn tries again. */
async function repeating(
  everyMs: number,
  signal: AbortSignal,
  work: () => Promise<unknown>,
  complain: (what: string, error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    const startedAt = performance.now();
    await work().catch((error: unknown) => complain("loop", error));
    const restMs = Math.max(10, everyMs - (performance.now() - startedAt));
    await pause(restMs, undefined, { signal }).catch(() => {});
  }
}
