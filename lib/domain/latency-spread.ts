import { z } from "zod";
import { latencyBoundsMs, quantileMs } from "./latency";
import { latencyInput } from "./monitor";
import type { Ms } from "./time";

/** What a run's time is told by; all but the total in the order they happen. */
export const latencyPhases = ["dns", "connect", "tls", "first_byte", "transfer", "total"] as const;
export type LatencyPhase = (typeof latencyPhases)[number];

/** The shares of runs that were at least as fast; null where the phase never took place. */
export type Quantiles = { p50Ms: number | null; p95Ms: number | null; p99Ms: number | null };
export const noQuantiles: Quantiles = { p50Ms: null, p95Ms: null, p99Ms: null };

export type RegionSpread = Quantiles & { region: string; count: number; failures: number };
export type SpreadPoint = Quantiles & { at: Ms };

/**
 * How latency spreads over a window: every phase over all of it, one phase over time and by region. From hourly sums
 * quantiles are upper bounds of a bucket of {@link latencyBoundsMs}.
 */
export type LatencySpread = {
  from: Ms;
  to: Ms;
  stepMs: number;
  source: "outcomes" | "rollups";
  phase: LatencyPhase;
  phases: Readonly<Record<LatencyPhase, Quantiles>>;
  regions: readonly RegionSpread[];
  points: readonly SpreadPoint[];
};

/** Query of `GET /monitors/{id}/latency/spread`. */
export const latencySpreadInput = latencyInput.extend({
  phase: z.enum(latencyPhases).default("total"),
  region: z.string().max(40).optional(),
});
export type LatencySpreadInput = z.output<typeof latencySpreadInput>;

/** One monitor's hour in one region. `cells` are phase × 100 + bucket, with as many `cellRuns` runs each. */
export type HourSpread = {
  hour: Ms;
  region: string;
  up: number;
  degraded: number;
  down: number;
  histogram: readonly number[];
  cells: readonly number[];
  cellRuns: readonly number[];
};

/** Place of a phase in an hour's cells. */
export const cellsPerPhase = 100;

/** The spread of whole hours; steps without a run of the phase have no point. */
export function spreadOfHours(
  hours: readonly HourSpread[],
  window: { from: Ms; stepMs: number; phase: LatencyPhase },
): Pick<LatencySpread, "phases" | "regions" | "points"> {
  const { from, stepMs, phase } = window;
  const over = (some: readonly HourSpread[]) => quantilesOf(histogramOf(some, phase));
  const steps = Map.groupBy(hours, ({ hour }) => from + Math.floor((hour - from) / stepMs) * stepMs);
  const regions = Map.groupBy(hours, ({ region }) => region);
  const each = latencyPhases.map((name) => [name, quantilesOf(histogramOf(hours, name))] as const);
  return {
    phases: Object.fromEntries(each) as Record<LatencyPhase, Quantiles>,
    regions: [...regions]
      .map(([region, own]) => ({ region, ...tally(own), ...over(own) }))
      .sort((a, b) => (a.region < b.region ? -1 : 1)),
    points: [...steps]
      .map(([at, own]) => ({ at, ...over(own) }))
      .filter(({ p50Ms }) => p50Ms !== null)
      .sort((a, b) => a.at - b.at),
  };
}

function tally(hours: readonly HourSpread[]): { count: number; failures: number } {
  return {
    count: hours.reduce((sum, { up, degraded }) => sum + up + degraded, 0),
    failures: hours.reduce((sum, { down }) => sum + down, 0),
  };
}

function quantilesOf(histogram: readonly number[]): Quantiles {
  const at = (share: number) => quantileMs(histogram, share);
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

/** The runs of all hours per bucket of one phase. */
function histogramOf(hours: readonly HourSpread[], phase: LatencyPhase): number[] {
  const counts = Array.from({ length: latencyBoundsMs.length + 1 }, () => 0);
  const add = (bucket: number, runs: number) => {
    if (bucket in counts) counts[bucket] = (counts[bucket] ?? 0) + runs;
  };
  const first = latencyPhases.indexOf(phase) * cellsPerPhase;
  for (const { histogram, cells, cellRuns } of hours) {
    if (phase === "total") for (const [bucket, runs] of histogram.entries()) add(bucket, runs);
    else for (const [index, cell] of cells.entries()) add(cell - first, cellRuns[index] ?? 0);
  }
  return counts;
}
