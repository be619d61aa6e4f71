import { clockTime, exactTime } from "@/lib/domain/duration";
import type { LatencySpread, SpreadPoint } from "@/lib/domain/latency-spread";
import { type Interval, type Ms, minuteMs } from "@/lib/domain/time";
import { chartWidth, latencyText, scaleValues, timeTicks } from "./chart";

export const spreadLines = ["p50Ms", "p95Ms", "p99Ms"] as const;
export type SpreadLine = (typeof spreadLines)[number];
export const spreadWords: Record<SpreadLine, string> = { p50Ms: "p50", p95Ms: "p95", p99Ms: "p99" };

/** What happened beside the measurements: an incident over its time, or the moment of a change, as a deployment. */
export type Annotation = {
  kind: "incident" | "change";
  label: string;
  href: string | null;
  from: Ms;
  to: Ms;
};

export type SpreadChart = {
  height: number;
  /** Down from the top, in pixels; the last is zero. */
  rows: readonly { at: number; label: string }[];
  /** Across, in thousandths. */
  columns: readonly { at: number; label: string }[];
  lines: readonly { line: SpreadLine; path: string }[];
  marks: readonly { kind: Annotation["kind"]; x: number; width: number; number: number }[];
};

/** The geometry of percentiles over time in a box of `heightPx`: a step per slot, gaps where nothing ran. */
export function spreadChart(
  spread: LatencySpread,
  annotations: readonly Annotation[],
  { heightPx, zone }: { heightPx: number; zone: string },
): SpreadChart {
  const { points, from, to } = spread;
  const across = (at: Ms) => round(((Math.min(Math.max(at, from), to) - from) / (to - from)) * chartWidth);
  const values = scaleValues(Math.max(0, ...points.map(({ p99Ms }) => p99Ms ?? 0)));
  const top = values.at(-1) ?? 1;
  const down = (ms: number) => round(heightPx * (1 - ms / top));
  return {
    height: heightPx,
    rows: values.map((ms) => ({ at: down(ms), label: latencyText(ms) })).reverse(),
    columns: timeTicks(spread, zone).map(({ at, label }) => ({ at: across(at), label })),
    lines: spreadLines.map((line) => ({ line, path: pathOf(points, line, spread.stepMs, across, down) })),
    marks: annotationsIn(annotations, spread).map((each, index) => ({
      kind: each.kind,
      x: across(each.from),
      width: round(across(each.to) - across(each.from)),
      number: index + 1,
    })),
  };
}

/** Those that touch the window, in order; the number on the chart is the place in this list. */
export function annotationsIn(annotations: readonly Annotation[], window: Interval): Annotation[] {
  return annotations
    .filter((each) => each.from < window.to && each.to >= window.from)
    .sort((a, b) => a.from - b.from);
}

/** A level per slot; neighbouring slots are joined by a rise or fall. */
function pathOf(
  points: readonly SpreadPoint[],
  line: SpreadLine,
  stepMs: number,
  across: (at: Ms) => number,
  down: (ms: number) => number,
): string {
  let path = "";
  let reached: Ms | null = null;
  for (const point of points) {
    const ms = point[line];
    if (ms === null) continue;
    path += point.at === reached ? `V${down(ms)}` : `M${across(point.at)} ${down(ms)}`;
    reached = point.at + stepMs;
    path += `H${across(reached)}`;
  }
  return path;
}

/** The table behind the chart, newest first. */
export function spreadRows(spread: LatencySpread, zone: string): (SpreadPoint & { when: string })[] {
  const isFine = spread.stepMs < minuteMs;
  const when = (at: Ms) => (isFine ? exactTime(at, zone) : clockTime(at, zone, spread.to));
  return spread.points.map((each) => ({ ...each, when: when(Math.max(each.at, spread.from)) })).reverse();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
