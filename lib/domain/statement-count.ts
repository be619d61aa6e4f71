import type { TermsVersion } from "./contract";
import type { Count } from "./count";
import { AppError } from "./errors";
import type { Measurement } from "./sla/terms";
import type { IntervalRow } from "./sla/vector";
import { type Interval, secondMs } from "./time";

/** Requests of one interval of one member. */
export type MemberCount = Count & { intervalSeconds: number };

/** The length of the intervals that these terms count requests by, or null when they measure time. */
export function intervalSecondsOf(versions: readonly TermsVersion[]): number | null {
  const lengths = new Set(versions.map(({ terms }) => secondsOf(terms.measurement)));
  if (lengths.size > 1)
    throw new AppError("conflict", "Amendments inside one period must count requests by the same interval.");
  return [...lengths][0] ?? null;
}

function secondsOf(measurement: Measurement): number | null {
  return "interval_seconds" in measurement ? measurement.interval_seconds : null;
}

/**
 * Sums the members' counts into the intervals of the terms, aligned to the period (RULES R4.7). Throws `conflict` when
 * a count does not lie inside one of them.
 */
export function intervalRowsOf(
  counts: readonly MemberCount[],
  period: Interval,
  intervalSeconds: number,
): IntervalRow[] {
  const sizeMs = intervalSeconds * secondMs;
  const cells = new Map<number, { total: number; bad: number }>();
  for (const count of counts) {
    if (count.from < period.from || count.from >= period.to) continue;
    const offset = count.from - period.from;
    const place = Math.floor(offset / sizeMs);
    if ((offset % sizeMs) + count.intervalSeconds * secondMs > sizeMs) throw misfit(count, intervalSeconds);
    const cell = cells.get(place) ?? { total: 0, bad: 0 };
    cells.set(place, { total: cell.total + count.total, bad: cell.bad + count.bad });
  }
  return [...cells]
    .sort(([a], [b]) => a - b)
    .map(([place, cell]) => ({ from: period.from + place * sizeMs, repeat: 1, ...cell }));
}

function misfit({ intervalSeconds }: MemberCount, wanted: number): AppError {
  return new AppError(
    "conflict",
    `Counts of ${intervalSeconds} seconds do not fill the terms' intervals of ${wanted} seconds.`,
  );
}
