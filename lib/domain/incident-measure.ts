import { z } from "zod";
import type { FailureWord } from "./check";
import { dayMs, type Interval, type Ms } from "./time";

/** When an incident's milestones were reached; null: not yet, or not known. */
export type Milestones = {
  startedAt: Ms;
  detectedAt: Ms | null;
  publishedAt: Ms | null;
  notifiedAt: Ms | null;
  resolvedAt: Ms | null;
};

/** From the beginning to each milestone, in ms; never below zero. */
export type Measures = {
  detectMs: Ms | null;
  firstWordMs: Ms | null;
  notifyMs: Ms | null;
  restoreMs: Ms | null;
};

/** Time to detect, to the first public word, to the first mail, to restored (DESIGN §6). */
export function measuresOf(milestones: Milestones): Measures {
  const { startedAt, detectedAt, publishedAt, notifiedAt, resolvedAt } = milestones;
  const after = (instant: Ms | null) => (instant === null ? null : Math.max(0, instant - startedAt));
  return {
    detectMs: after(detectedAt),
    firstWordMs: after(publishedAt),
    notifyMs: after(notifiedAt),
    restoreMs: after(resolvedAt),
  };
}

/** What failed: the component and the failure word, by which a repetition is known. */
type Failed = { componentId: string; failure: FailureWord | null };

export type MeasuredIncident = Milestones & { id: string; title: string; failed: readonly Failed[] };

/** An incident repeats one that began this long before it, or later. */
export const repeatWithinMs = 90 * dayMs;

/** Whether an earlier incident failed at the same component with the same word. `all` holds those of 90 days before too. */
export function isRepeat(incident: MeasuredIncident, all: readonly MeasuredIncident[]): boolean {
  const before = all.filter(
    ({ id, startedAt }) =>
      id !== incident.id &&
      startedAt < incident.startedAt &&
      startedAt >= incident.startedAt - repeatWithinMs,
  );
  const keys = new Set(before.flatMap(({ failed }) => failed.map(keyOf)));
  return incident.failed.some((each) => keys.has(keyOf(each)));
}

const keyOf = ({ componentId, failure }: Failed) => `${componentId} ${failure ?? ""}`;

/** A quarter in figures: medians, for one long incident says little about the others. */
export type QuarterMeasures = {
  incidents: number;
  median: Measures;
  /** Mean time from one beginning to the next; null with fewer than two. */
  betweenMs: Ms | null;
  repeats: number;
};

/** Figures of the incidents that began within `quarter`; `all` holds those of 90 days before too. */
export function quarterMeasures(quarter: Interval, all: readonly MeasuredIncident[]): QuarterMeasures {
  const own = all.filter(({ startedAt }) => startedAt >= quarter.from && startedAt < quarter.to);
  const measured = own.map(measuresOf);
  const starts = own.map(({ startedAt }) => startedAt).sort((a, b) => a - b);
  const span = (starts.at(-1) ?? 0) - (starts[0] ?? 0);
  return {
    incidents: own.length,
    median: {
      detectMs: median(measured.map(({ detectMs }) => detectMs)),
      firstWordMs: median(measured.map(({ firstWordMs }) => firstWordMs)),
      notifyMs: median(measured.map(({ notifyMs }) => notifyMs)),
      restoreMs: median(measured.map(({ restoreMs }) => restoreMs)),
    },
    betweenMs: starts.length < 2 ? null : Math.floor(span / (starts.length - 1)),
    repeats: own.filter((incident) => isRepeat(incident, all)).length,
  };
}

/** The middle of what is known, the lower of two middles; null when nothing is. */
export function median(values: readonly (Ms | null)[]): Ms | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor((known.length - 1) / 2)] ?? null;
}

const quarterText = /^(\d{4})-Q([1-4])$/;

/** "2026-Q4" as an interval in UTC, or null. */
export function quarterOf(text: string): Interval | null {
  const [, year, number] = quarterText.exec(text) ?? [];
  if (!year || !number) return null;
  const month = (Number(number) - 1) * 3;
  return { from: Date.UTC(Number(year), month, 1), to: Date.UTC(Number(year), month + 3, 1) };
}

/** The quarter that holds `instant`. */
export function quarterNameAt(instant: Ms): string {
  const date = new Date(instant);
  return `${date.getUTCFullYear()}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
}

/** The quarter before one of this name. */
export function quarterBefore(name: string): string {
  return quarterNameAt((quarterOf(name)?.from ?? 0) - 1);
}

/** Query of `GET /incidents/measures`; the running quarter when left out. */
export const measuresInput = z.strictObject({
  quarter: z.string().regex(quarterText, "must be a quarter, as in 2026-Q4").optional(),
});
