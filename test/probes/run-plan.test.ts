import { expect, it } from "vitest";
import type { Outcome } from "@/lib/domain/check";
import { type ProbeOrder, probeOrder } from "@/lib/probes/remote/order";
import { RunPlan } from "@/lib/probes/remote/run-plan";

const outcome: Outcome = {
  ...{ startedAt: 0, verdict: "up", ok: true, failure: null, detail: null, httpStatus: null, suspect: false },
  phases: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, transferMs: null, totalMs: 1 },
};

/** A clock that stands until it is moved, and alarms that go off as it passes them. */
function dial() {
  let now = 0;
  const alarms = new Set<{ at: number; work: () => void }>();
  return {
    clock: () => now,
    alarm: (at: number, work: () => void) => {
      const set = { at, work };
      alarms.add(set);
      return () => void alarms.delete(set);
    },
    /** `leap` passes nothing on the way: the process stood still. */
    move(to: number, leap = false) {
      if (leap) now = to;
      for (;;) {
        const due = [...alarms].filter(({ at }) => at <= to).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        alarms.delete(due);
        now = Math.max(now, due.at);
        due.work();
      }
      now = Math.max(now, to);
    },
  };
}

function order(index: number, intervalMs: number): ProbeOrder {
  const at = new Date(Math.floor((index * intervalMs) / 1_000)).toISOString();
  return probeOrder.parse({
    ...{ type: "tcp", monitor_id: `mon_${index}`, region: "fra", monitor_version: 1, target: "a.example:1" },
    ...{ scheduled_for: at, interval_ms: intervalMs, timeout_ms: 1_000, degraded_after_ms: null },
    ...{ assertions: [], settings: {} },
  });
}

it("runs what a pause had gathered spread out, each turn once, and never in a burst", async () => {
  const dialled = dial();
  const startedAt: number[] = [];
  const plan = new RunPlan({
    run: async () => {
      startedAt.push(dialled.clock());
      return outcome;
    },
    keep: () => {},
    isLeftAlone: () => false,
    clock: dialled.clock,
    alarm: dialled.alarm,
  });
  // A thousand monitors of a minute: about seventeen runs a second.
  for (let index = 0; index < 1_000; index += 1) plan.plan(order(index, 60_000));
  const second = async (at: number, leap = false) => {
    const before = startedAt.length;
    dialled.move(at, leap);
    await plan.settled();
    return startedAt.length - before;
  };
  for (let at = 1_000; at <= 20_000; at += 1_000) await second(at);
  const rates = [await second(35_000, true)];
  for (let at = 36_000; at <= 90_000; at += 1_000) rates.push(await second(at));
  expect(startedAt).toHaveLength(1_000);
  expect(Math.max(...rates)).toBeLessThan(2 * 17);
  await plan.stop(Promise.resolve());
});
