import { describe, expect, it } from "vitest";
import type { Outcome } from "@/lib/domain/check";
import { latencySpreadInput } from "@/lib/domain/latency-spread";
import { dayMs, hourMs, type Ms } from "@/lib/domain/time";
import { rollHours } from "@/lib/jobs/rollups";
import { latencySpread } from "@/lib/operations/latency-spread";
import { newMonitor, noon, outcome, store } from "../operations/checks-rig";
import { newScope } from "../operations/ledger-rig";

const { signal } = new AbortController();

function took(at: Ms, dnsMs: number | null, totalMs: number, verdict: Outcome["verdict"] = "up"): Outcome {
  const each = outcome(at, verdict);
  return { ...each, phases: { ...each.phases, dnsMs, totalMs } };
}

/** A hundred runs: of every hundred ms one, from 10 ms up; in `slow` twice as long. */
async function newRuns(slow: string) {
  const scope = newScope();
  const monitor = await newMonitor(scope, { regions: ["fra", slow] });
  const runs = (factor: number) =>
    Array.from({ length: 100 }, (_, index) => took(noon + index * 10_000, index, (index + 1) * 10 * factor));
  await store(scope, monitor, [...runs(1), took(noon + 1_100_000, 9_000, 9_000, "down")], { region: "fra" });
  await store(scope, monitor, runs(2), { region: slow });
  await store(scope, monitor, [took(noon + 5, 1, 30_000)], { region: slow, runNow: true });
  const read = (query: object, now = noon + hourMs) =>
    latencySpread(scope, monitor.id, latencySpreadInput.parse(query), now);
  return { read };
}

describe("the spread of latency", () => {
  it("tells p50, p95 and p99 of every phase, by region and over time, from the outcomes of a day", async () => {
    const { read } = await newRuns("nyc");
    const spread = await read({ phase: "total" });
    expect(spread.source).toBe("outcomes");
    expect(spread.regions).toEqual([
      { region: "fra", count: 100, failures: 1, p50Ms: 500, p95Ms: 950, p99Ms: 990 },
      { region: "nyc", count: 100, failures: 0, p50Ms: 1_000, p95Ms: 1_900, p99Ms: 1_980 },
    ]);
    expect(spread.phases.dns).toEqual({ p50Ms: 49, p95Ms: 94, p99Ms: 98 });
    expect(spread.points.length).toBeGreaterThan(0);
    const one = await read({ phase: "dns", region: "nyc" });
    expect(one.regions).toMatchObject([{ region: "nyc", p50Ms: 49 }]);
  });

  it("tells the same from hourly sums, to the bucket, long after the outcomes", async () => {
    const { read } = await newRuns("syd");
    await rollHours(noon, noon + hourMs, signal);
    await rollHours(noon, noon + hourMs, signal);
    const spread = await read({ from: new Date(noon - 2 * dayMs).toISOString(), phase: "dns" });
    expect(spread.source).toBe("rollups");
    expect(spread.regions).toEqual([
      { region: "fra", count: 100, failures: 1, p50Ms: 50, p95Ms: 100, p99Ms: 100 },
      { region: "syd", count: 100, failures: 0, p50Ms: 50, p95Ms: 100, p99Ms: 100 },
    ]);
    expect(spread.phases.total).toEqual({ p50Ms: 750, p95Ms: 2_000, p99Ms: 2_000 });
    expect(spread.phases.tls).toEqual({ p50Ms: 5, p95Ms: 5, p99Ms: 5 });
    expect(spread.points).toMatchObject([{ p50Ms: 50, p99Ms: 100 }]);
  });

  it("knows nothing of a phase that never took place, and refuses what is no window", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [took(noon, null, 10)]);
    const read = (query: object) =>
      latencySpread(scope, monitor.id, latencySpreadInput.parse(query), noon + hourMs);
    const spread = await read({ phase: "dns" });
    expect(spread).toMatchObject({ points: [], phases: { dns: { p50Ms: null, p95Ms: null, p99Ms: null } } });
    const at = new Date(noon).toISOString();
    await expect(read({ from: at, to: at })).rejects.toMatchObject({ code: "invalid" });
  });
});
