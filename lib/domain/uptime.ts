import { assert } from "./errors";
import { type State, states, type TotalsMs } from "./state";
import { dayMs, type Interval, type Ms, startOfUtcDay } from "./time";

/** A stretch of one state; a timeline's segments are such. */
type Stretch = Interval & { state: State };

/** The exact ratio behind every percentage: whole milliseconds on both sides (RULES R2). */
export type Uptime = { totalsMs: TotalsMs; upMs: number; downMs: number };

/** Totals of one UTC day, or of the part of it that the window holds. */
export type DayTotals = { dayStart: Ms; totalsMs: TotalsMs };

export function noTotals(): TotalsMs {
  return {
    operational: 0,
    degraded_performance: 0,
    partial_outage: 0,
    major_outage: 0,
    under_maintenance: 0,
    unknown: 0,
  };
}

/** Milliseconds per state of a timeline; they sum to its window. */
export function totalsOf(segments: Iterable<Stretch>): TotalsMs {
  const totals = noTotals();
  for (const { from, to, state } of segments) totals[state] += to - from;
  return totals;
}

/** Totals of windows that do not overlap, added up. */
export function sumTotals(parts: Iterable<TotalsMs>): TotalsMs {
  const sum = noTotals();
  for (const part of parts) for (const state of states) sum[state] += part[state];
  return sum;
}

/** Up and down of a timeline or its totals; maintenance and unknown count on neither side (RULES R2). */
export function uptimeOf(of: readonly Stretch[] | TotalsMs): Uptime {
  const totalsMs = isTimeline(of) ? totalsOf(of) : of;
  const upMs = totalsMs.operational + totalsMs.degraded_performance;
  return { totalsMs, upMs, downMs: totalsMs.partial_outage + totalsMs.major_outage };
}

function isTimeline(of: readonly Stretch[] | TotalsMs): of is readonly Stretch[] {
  return Array.isArray(of);
}

/**
 * `100 · up / (up + down)` with exactly `digits` decimals, truncated, never rounded: "100" means no failure at all.
 * Null when nothing was measured. Both sides are whole milliseconds ≥ 0.
 */
export function formatPercent(upMs: number, downMs: number, digits: number): string | null {
  assert(Number.isInteger(digits) && digits >= 0 && digits <= 30, "digits is a small whole number");
  const up = BigInt(upMs);
  const whole = up + BigInt(downMs);
  if (whole === 0n) return null;
  const scaled = ((up * 100n * 10n ** BigInt(digits)) / whole).toString().padStart(digits + 1, "0");
  if (digits === 0) return scaled;
  return `${scaled.slice(0, -digits)}.${scaled.slice(-digits)}`;
}

/** Totals per UTC day that the timeline touches, in order (RULES R1.8); days at the edges may be partial. */
export function totalsByUtcDay(segments: Iterable<Stretch>): DayTotals[] {
  const days: DayTotals[] = [];
  for (const { from, to, state } of segments) {
    for (let start = from; start < to; ) {
      const dayStart = startOfUtcDay(start);
      const end = Math.min(to, dayStart + dayMs);
      let day = days.at(-1);
      if (day?.dayStart !== dayStart) {
        day = { dayStart, totalsMs: noTotals() };
        days.push(day);
      }
      day.totalsMs[state] += end - start;
      start = end;
    }
  }
  return days;
}

/** A window as whole UTC days, read from the projection, and at most two edges that are folded (RULES R1.8). */
export function splitAtUtcDays(window: Interval): { days: Interval | null; edges: Interval[] } {
  const from = Math.ceil(window.from / dayMs) * dayMs;
  const to = startOfUtcDay(window.to);
  if (from >= to) return { days: null, edges: window.from < window.to ? [{ ...window }] : [] };
  const edges = [
    { from: window.from, to: from },
    { from: to, to: window.to },
  ];
  return { days: { from, to }, edges: edges.filter((edge) => edge.from < edge.to) };
}

/** From the worst to the best news; what a day's bar is coloured by. */
const loudest: readonly State[] = [
  "major_outage",
  "partial_outage",
  "degraded_performance",
  "under_maintenance",
  "operational",
  "unknown",
];

/** The worst thing that happened at all; `unknown` only when nothing else did. */
export function worstOf(totalsMs: TotalsMs): State {
  return loudest.find((state) => totalsMs[state] > 0) ?? "unknown";
}
