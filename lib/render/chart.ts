import { clockTime, exactTime } from "@/lib/domain/duration";
import type { LatencyPoint, LatencySeries } from "@/lib/domain/latency";
import { hourMs, type Interval, type Ms, minuteMs } from "@/lib/domain/time";
import { zonedParts } from "@/lib/domain/zone";

/** Across, a chart counts in thousandths of its width and is stretched where it is drawn; down, in pixels. */
export const chartWidth = 1_000;

/** The phases of a check in the order they happen, which is the order they are stacked in. */
export const chartPhases = ["dnsMs", "connectMs", "tlsMs", "firstByteMs", "transferMs"] as const;
export type ChartPhase = (typeof chartPhases)[number];

export const phaseWords: Record<ChartPhase, string> = {
  dnsMs: "DNS",
  connectMs: "Connect",
  tlsMs: "TLS",
  firstByteMs: "First byte",
  transferMs: "Transfer",
};

type Tick = { at: number; label: string };
type Band = { x: number; width: number };

/** Where everything of a latency chart stands; nothing in it knows how it is coloured. */
export type LatencyChart = {
  height: number;
  /** Down from the top, in pixels; the last is zero. */
  rows: readonly Tick[];
  /** Across, in thousandths. */
  columns: readonly Tick[];
  /** A closed shape per phase that was ever measured, the first phase at the bottom. */
  layers: readonly { phase: ChartPhase; path: string }[];
  /** Stretches in which runs failed, neighbours joined. */
  failures: readonly Band[];
  outages: readonly Band[];
  /** Stretches in which nothing ran, neighbours joined. */
  silent: readonly Band[];
};

/**
 * The geometry of a latency series in a box of `heightPx`; `outages` are cut to the window, `zone` is for the labels.
 * A stretch is silent when it has no run for longer than two of `intervalMs`, the time between runs.
 */
export function latencyChart(
  series: LatencySeries,
  outages: readonly Interval[],
  { heightPx, zone, intervalMs }: { heightPx: number; zone: string; intervalMs: Ms },
): LatencyChart {
  const scale = across(series);
  const highest = Math.max(0, ...series.points.map(stackedMs));
  const values = scaleValues(highest);
  const top = values.at(-1) ?? 1;
  const down = (ms: number) => round(heightPx * (1 - ms / top));
  const band = ({ from, to }: Interval): Band => ({ x: scale(from), width: round(scale(to) - scale(from)) });
  const slots = (points: readonly LatencyPoint[], lengthMs = series.stepMs) =>
    points.flatMap(({ at }) => cut({ from: at, to: at + lengthMs }, series));
  const failed = series.points.filter((point) => point.failures > 0);
  const heard = joined(slots(series.points, Math.max(series.stepMs, 2 * intervalMs)));
  return {
    height: heightPx,
    rows: values.map((ms) => ({ at: down(ms), label: latencyText(ms) })).reverse(),
    columns: timeTicks(series, zone).map(({ at, label }) => ({ at: scale(at), label })),
    layers: layersOf(series.points, (point) => slots([point]).map(band), down),
    failures: joined(slots(failed)).map(band),
    outages: outages.flatMap((outage) => cut(outage, series)).map(band),
    silent: gaps(heard, series).map(band),
  };
}

/** "87 ms", "1.25 s": cut to what the eye can use. */
export function latencyText(ms: number): string {
  if (ms < 1_000) return `${Math.floor(ms)} ms`;
  const seconds = Math.floor(ms / 10) / 100;
  return `${seconds >= 10 ? Math.floor(seconds) : seconds} s`;
}

/** All phases of a point on top of each other, in ms. */
function stackedMs(point: LatencyPoint): number {
  return chartPhases.reduce((sum, phase) => sum + (point[phase] ?? 0), 0);
}

/** From zero in equal round steps (1, 2 or 5 times a power of ten) to the first that is not below `highest`. */
export function scaleValues(highest: number): number[] {
  const wanted = Math.max(highest, 4) / 4;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= wanted) ?? 10 * power;
  const count = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

const dayMinutes = 24 * 60;
const stepsMinutes = [
  ...[10, 20, 30, 60, 120, 180, 240, 360, 720],
  ...[1, 2, 5, 7, 30].map((days) => days * dayMinutes),
];
const columnsMax = 7;

/** At most seven round times or midnights of `zone` inside the window, as its clock shows them. */
export function timeTicks(window: Interval, zone: string): { at: Ms; label: string }[] {
  const length = (window.to - window.from) / minuteMs;
  const step = stepsMinutes.find((minutes) => length / minutes <= columnsMax) ?? 30 * dayMinutes;
  const strideMs = Math.min(step * minuteMs, hourMs);
  const ticks: { at: Ms; label: string }[] = [];
  let midnights = 0;
  for (let at = firstFullHour(window.from - hourMs, zone); at < window.to; at += strideMs) {
    if (at < window.from) continue;
    const { day, month, hour, minute } = zonedParts(at, zone);
    const ofDay = Number(hour) * 60 + Number(minute);
    const isMidnight = ofDay === 0;
    const isDue =
      step < dayMinutes ? ofDay % step === 0 : isMidnight && midnights % (step / dayMinutes) === 0;
    if (isMidnight) midnights += 1;
    if (isDue) ticks.push({ at, label: isMidnight ? `${day} ${month}` : `${hour}:${minute}` });
  }
  return ticks;
}

/** One line of the table behind a chart. */
export type LatencyRow = {
  at: Ms;
  when: string;
  runs: number;
  failures: number;
  phases: readonly (number | null)[];
  totalMs: number | null;
};

/** What the chart shows, in words and numbers, newest first. Phases are means of the runs that succeeded. */
export function latencyRows(series: LatencySeries, zone: string): LatencyRow[] {
  const when = (at: Ms) => (series.stepMs < minuteMs ? exactTime(at, zone) : clockTime(at, zone, series.to));
  return series.points
    .map((point) => ({
      at: point.at,
      when: when(Math.max(point.at, series.from)),
      runs: point.count + point.failures,
      failures: point.failures,
      phases: chartPhases.map((phase) => point[phase]),
      totalMs: point.totalMs,
    }))
    .reverse();
}

/** The step-shaped area of every phase that was measured at all: a mean holds for its whole slot and no longer. */
function layersOf(
  points: readonly LatencyPoint[],
  bandsOf: (point: LatencyPoint) => readonly Band[],
  down: (ms: number) => number,
): LatencyChart["layers"] {
  const used = chartPhases.filter((phase) => points.some((point) => (point[phase] ?? 0) > 0));
  const floors = points.map(() => 0);
  return used.map((phase) => {
    const boxes = points.map((point, index) => {
      const floor = floors[index] ?? 0;
      const ceiling = floor + (point[phase] ?? 0);
      floors[index] = ceiling;
      if (ceiling === floor) return "";
      return bandsOf(point)
        .map(({ x, width }) => `M${x} ${down(floor)}V${down(ceiling)}h${width}V${down(floor)}z`)
        .join("");
    });
    return { phase, path: boxes.join("") };
  });
}

function across({ from, to }: Interval): (at: Ms) => number {
  return (at) => round(((at - from) / (to - from)) * chartWidth);
}

function cut(interval: Interval, window: Interval): Interval[] {
  const from = Math.max(interval.from, window.from);
  const to = Math.min(interval.to, window.to);
  return from < to ? [{ from, to }] : [];
}

/** Neighbours that touch become one; the intervals come in order. */
function joined(intervals: readonly Interval[]): Interval[] {
  const found: Interval[] = [];
  for (const { from, to } of intervals) {
    const last = found.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

function gaps(covered: readonly Interval[], window: Interval): Interval[] {
  const edges = [window.from, ...covered.flatMap(({ from, to }) => [from, to]), window.to];
  return edges.flatMap((from, index) => {
    const to = edges[index + 1];
    return index % 2 === 0 && to !== undefined && from < to ? [{ from, to }] : [];
  });
}

/** The first instant from `at` on at which a clock in `zone` shows a full hour; zones differ by quarters at the finest. */
function firstFullHour(at: Ms, zone: string): Ms {
  const quarterMs = hourMs / 4;
  let candidate = Math.ceil(at / quarterMs) * quarterMs;
  while (zonedParts(candidate, zone).minute !== "00") candidate += quarterMs;
  return candidate;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
