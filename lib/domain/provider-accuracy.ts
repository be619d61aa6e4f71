import { sweep } from "./overlay";
import { isDown, type State } from "./state";
import { dayMs, type Interval, type Ms, startOfUtcDay } from "./time";

/** A stretch in which somebody says a state; what no stretch covers is unknown. */
export type SaidStretch = Interval & { state: State };

/**
 * Whole milliseconds of a window by what a provider declared against what our checks measured. They sum to the window.
 * Maintenance they announced counts as declared trouble: they did say so.
 */
export type AccuracyTotals = {
  /** Trouble that both saw. */
  admittedMs: Ms;
  /** We measured an outage while they declared all well. */
  silentMs: Ms;
  /** They declared trouble that our checks did not meet. */
  unmetMs: Ms;
  /** Both well. */
  agreedMs: Ms;
  /** One of the two did not know. */
  unknownMs: Ms;
};

function noAccuracy(): AccuracyTotals {
  return { admittedMs: 0, silentMs: 0, unmetMs: 0, agreedMs: 0, unknownMs: 0 };
}

/** Exact to the millisecond; a state of ours counts as failing when it is an outage, theirs when it is not operational. */
export function accuracyOf(
  declared: readonly SaidStretch[],
  measured: readonly SaidStretch[],
  window: Interval,
): AccuracyTotals {
  const totals = noAccuracy();
  const tracks = [
    ...declared.map((stretch) => ({ ...stretch, side: "declared" as const })),
    ...measured.map((stretch) => ({ ...stretch, side: "measured" as const })),
  ];
  let covered = 0;
  for (const { from, to, active } of sweep(tracks, window)) {
    const theirs = stateOn(active, "declared");
    const ours = stateOn(active, "measured");
    totals[cellOf(theirs, ours)] += to - from;
    covered += to - from;
  }
  totals.unknownMs += Math.max(0, window.to - window.from) - covered;
  return totals;
}

function stateOn(active: Iterable<SaidStretch & { side: string }>, side: string): State {
  for (const stretch of active) if (stretch.side === side) return stretch.state;
  return "unknown";
}

function cellOf(theirs: State, ours: State): keyof AccuracyTotals {
  if (theirs === "unknown" || ours === "unknown" || ours === "under_maintenance") return "unknownMs";
  const [declared, failing] = [theirs !== "operational", isDown(ours)];
  if (failing) return declared ? "admittedMs" : "silentMs";
  return declared ? "unmetMs" : "agreedMs";
}

export function sumAccuracy(parts: Iterable<AccuracyTotals>): AccuracyTotals {
  const sum = noAccuracy();
  for (const part of parts)
    for (const cell of Object.keys(sum) as (keyof AccuracyTotals)[]) sum[cell] += part[cell];
  return sum;
}

/** Words in force from their instant until the next one's, as stretches of the window. */
export function stretchesOf(words: readonly { from: Ms; state: State }[], window: Interval): SaidStretch[] {
  return words
    .map(({ from, state }, index) => ({
      from: Math.max(from, window.from),
      to: Math.min(words[index + 1]?.from ?? window.to, window.to),
      state,
    }))
    .filter(({ from, to }) => from < to);
}

/** The UTC months that touch the window, the newest first, each cut to it. */
export function utcMonthsOf(window: Interval): (Interval & { month: string })[] {
  const months: (Interval & { month: string })[] = [];
  for (let to = window.to; to > window.from; ) {
    const last = new Date(to - 1);
    const first = Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), 1);
    const from = Math.max(first, window.from);
    months.push({ month: new Date(first).toISOString().slice(0, 7), from, to });
    to = from;
  }
  return months;
}

/** The whole months that an accuracy ledger goes back. */
export function accuracyWindow(now: Ms, months: number): Interval {
  const today = new Date(startOfUtcDay(now));
  const from = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - (months - 1), 1);
  return { from: Math.max(from, now - 800 * dayMs), to: now };
}
