import { invalid } from "../errors";
import { type Interval, type Ms, secondMs } from "../time";
import { common } from "./stretches";
import type { IntervalRow } from "./vector";

/** Intervals of one length from `origin` on; the active part lies in those from `first` up to `end`. */
export type Grid = { origin: Ms; sizeMs: number; first: number; end: number };

/** Neighbouring intervals that counted alike; `from` and `to` are places on the grid. */
export type Run = Interval & { total: number; bad: number; excluded: boolean };

export function gridOf(origin: Ms, intervalSeconds: number, active: Interval): Grid {
  const sizeMs = intervalSeconds * secondMs;
  const first = Math.floor((active.from - origin) / sizeMs);
  return { origin, sizeMs, first, end: Math.ceil((active.to - origin) / sizeMs) };
}

/**
 * The counts laid on the grid: every interval of the active part once, in order, those without a row empty. Throws
 * `invalid` for a row off the grid or over another.
 */
export function runsOnGrid(rows: readonly IntervalRow[], grid: Grid): Run[] {
  const placed = rows.map((row, index) => {
    const at = (row.from - grid.origin) / grid.sizeMs;
    if (Number.isInteger(at)) return { index, from: at, to: at + row.repeat, ...countsOf(row) };
    const message = `must lie on the grid of ${grid.sizeMs / secondMs}-second intervals that begins with the period`;
    throw invalid(`intervals.${index}.from`, message);
  });
  placed.sort((a, b) => a.from - b.from);
  const runs: Run[] = [];
  let reached = Number.NEGATIVE_INFINITY;
  let filled = grid.first;
  for (const { index, from, to, ...counts } of placed) {
    if (from < reached) throw invalid(`intervals.${index}.from`, "repeats an interval of another row");
    reached = to;
    const inside = { from: Math.max(from, grid.first), to: Math.min(to, grid.end) };
    if (inside.from >= inside.to) continue;
    if (filled < inside.from) runs.push({ ...nothing, from: filled, to: inside.from });
    runs.push({ ...inside, ...counts });
    filled = inside.to;
  }
  if (filled < grid.end) runs.push({ ...nothing, from: filled, to: grid.end });
  return runs;
}

const nothing = { total: 0, bad: 0, excluded: false };

function countsOf({ total, bad, excluded }: IntervalRow): Omit<Run, "from" | "to"> {
  return { total, bad, excluded: excluded ?? false };
}

/** What of the runs lies in service hours; an interval is out of hours when all of its active part is. */
export function runsInHours(runs: readonly Run[], hours: readonly Interval[], grid: Grid): Run[] {
  const open: Interval[] = [];
  for (const hour of hours) {
    const from = Math.floor((hour.from - grid.origin) / grid.sizeMs);
    const to = Math.ceil((hour.to - grid.origin) / grid.sizeMs);
    const last = open.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else open.push({ from, to });
  }
  const kept: Run[] = [];
  let next = 0;
  for (const { from, to } of common(runs, open)) {
    while ((runs[next]?.to ?? to) <= from) next++;
    const run = runs[next];
    if (run) kept.push({ ...run, from, to });
  }
  return kept;
}
