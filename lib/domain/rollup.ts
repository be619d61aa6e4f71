import type { LatencyPoint } from "./latency";
import { latencyBoundsMs } from "./latency";
import type { Ms } from "./time";

/** One monitor's hour in one region, as summed from its outcomes. */
export type HourSum = {
  hour: Ms;
  up: number;
  degraded: number;
  down: number;
  /** dns, connect, tls, first byte, transfer, total. */
  phaseSumsMs: readonly number[];
  histogram: readonly number[];
};

/** Points of `stepMs` (whole hours) from hourly sums of all regions; steps without a run have no point. */
export function pointsOf(sums: readonly HourSum[], from: Ms, stepMs: number): LatencyPoint[] {
  const steps = Map.groupBy(sums, (sum) => from + Math.floor((sum.hour - from) / stepMs) * stepMs);
  return [...steps]
    .map(([at, hours]) => pointOf(at, hours))
    .filter((point) => point.count + point.failures > 0)
    .sort((a, b) => a.at - b.at);
}

/** The histograms of all hours as one. */
export function histogramOf(sums: readonly HourSum[]): number[] {
  return Array.from({ length: latencyBoundsMs.length + 1 }, (_, bucket) =>
    sums.reduce((total, sum) => total + (sum.histogram[bucket] ?? 0), 0),
  );
}

function pointOf(at: Ms, hours: readonly HourSum[]): LatencyPoint {
  const count = hours.reduce((total, hour) => total + hour.up + hour.degraded, 0);
  const failures = hours.reduce((total, hour) => total + hour.down, 0);
  const mean = (phase: number): number | null => {
    const sumMs = hours.reduce((total, hour) => total + (hour.phaseSumsMs[phase] ?? 0), 0);
    return count === 0 ? null : Math.round(sumMs / count);
  };
  return {
    at,
    count,
    failures,
    dnsMs: mean(0),
    connectMs: mean(1),
    tlsMs: mean(2),
    firstByteMs: mean(3),
    transferMs: mean(4),
    totalMs: mean(5),
  };
}
