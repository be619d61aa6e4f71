import type { Ms } from "./time";

/**
 * Upper bounds (inclusive, ms) of the latency histogram's buckets; a last bucket holds everything slower. Roughly
 * logarithmic, so a percentile read from it is right to a quarter.
 */
export const latencyBoundsMs = [
  5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000,
  30_000,
] as const;

/** One point of a latency series: means by phase over `count` runs in [at, at + stepMs). */
export type LatencyPoint = {
  at: Ms;
  count: number;
  failures: number;
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
  transferMs: number | null;
  totalMs: number | null;
};

/** `source` says whether points come from outcomes or from hourly rollups, which outlive them. */
export type LatencySeries = {
  from: Ms;
  to: Ms;
  stepMs: number;
  source: "outcomes" | "rollups";
  points: readonly LatencyPoint[];
  /** Of the total time over the whole window; null without a run. */
  p50Ms: number | null;
  p95Ms: number | null;
};

/**
 * The `share`-quantile (0 < share ≤ 1) of a histogram over {@link latencyBoundsMs}: the upper bound of the bucket
 * that holds it; null for an empty one.
 */
export function quantileMs(histogram: readonly number[], share: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [bucket, count] of histogram.entries()) {
    seen += count;
    if (seen >= total * share) return latencyBoundsMs[bucket] ?? latencyBoundsMs.at(-1) ?? null;
  }
  return null;
}
