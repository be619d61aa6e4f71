import { addDays, localDate } from "./sla/calendar";
import type { PeriodFields, Window } from "./sla/vector";
import { periodOf } from "./sla/window";
import { dayMs, type Interval, type Ms } from "./time";

/** One period of a commitment: what picks it, when it is, and the month of its last local date. */
export type StatementPeriod = Interval & { pick: PeriodFields; month: string };

type Agreed = { window: Window; timezone: string; startsAt: Ms; endsAt: Ms | null };

/** Most periods that one contract's past may hold. */
export const periodsMax = 1_000;

/**
 * The periods of an agreement that have begun by `now`, in order, of which `after` (null: none) is the end of the last
 * one known. At most `periodsMax` + 1, so that more can be told from enough.
 */
export function periodsBegun(agreed: Agreed, after: Ms | null, now: Ms): StatementPeriod[] {
  const from = Math.max(agreed.startsAt, after ?? agreed.startsAt);
  const until = Math.min(now, (agreed.endsAt ?? Number.POSITIVE_INFINITY) - 1);
  const found: StatementPeriod[] = [];
  for (let index = firstIndex(agreed, from); found.length <= periodsMax; index += 1) {
    const pick = pickAt(agreed, index);
    if (pick === null) break;
    const period = periodOf(agreed.window, pick, agreed.timezone);
    if (period.from > until) break;
    if (period.to <= from) continue;
    found.push({ ...period, pick, month: localDate(period.to - 1, agreed.timezone).slice(0, 7) });
  }
  return found;
}

/** An index at or before that of the period which holds `instant`. */
function firstIndex({ window, timezone, startsAt }: Agreed, instant: Ms): number {
  const [year = 0, month = 1] = localDate(instant, timezone).split("-").map(Number);
  switch (window.type) {
    case "calendar_month":
    case "anchored_month":
      return year * 12 + month - 2;
    case "calendar_quarter":
      return (year - 1) * 4;
    case "calendar_year":
      return year - 1;
    case "rolling_days":
      return Math.max(0, Math.floor((instant - startsAt) / (window.days * dayMs)) - 1);
    case "fixed":
      return 0;
  }
}

/** What picks the period of an index; null when there is none any more. */
function pickAt({ window, timezone, startsAt, endsAt }: Agreed, index: number): PeriodFields | null {
  switch (window.type) {
    case "calendar_month":
    case "anchored_month":
      return { year: Math.floor(index / 12), month: (index % 12) + 1 };
    case "calendar_quarter":
      return { year: Math.floor(index / 4), quarter: (index % 4) + 1 };
    case "calendar_year":
      return { year: index };
    case "rolling_days":
      return { end_date: addDays(localDate(startsAt, timezone), window.days * (index + 1)) };
    case "fixed":
      return index === 0 && endsAt !== null ? { from: startsAt, to: endsAt } : null;
  }
}
