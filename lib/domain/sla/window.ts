import { assert } from "../errors";
import { dayMs, type Interval, type Ms } from "../time";
import { addDays, dayOfMonth, startOfDate } from "./calendar";
import type { PeriodFields, Window } from "./vector";

/** Which instance of a window; `shift` counts periods onwards from the one the fields pick. */
type Pick = { window: Window; period: PeriodFields; zone: string; shift: number };

/**
 * The period that `period` picks of a window, from local dates turned into instants; boundaries always derive from
 * the anchor, never from the boundary before.
 */
export function periodOf(window: Window, period: PeriodFields, zone: string): Interval {
  return instanceOf({ window, period, zone, shift: 0 });
}

/** Where the n-th period after the picked one ends; for n = 0 the picked one's own end. */
export function endOfFollowing(window: Window, period: PeriodFields, zone: string, n: number): Ms {
  return instanceOf({ window, period, zone, shift: n }).to;
}

function instanceOf(pick: Pick): Interval {
  const { window, period, shift } = pick;
  switch (window.type) {
    case "calendar_month":
      return months(pick, monthOf(period) - 1 + shift, 1, 1);
    case "anchored_month":
      return months(pick, monthOf(period) - 1 + shift, 1, window.anchor_day);
    case "calendar_quarter":
      return months(pick, window.fiscal_start_month - 1 + 3 * (quarterOf(period) - 1 + shift), 3, 1);
    case "calendar_year":
      return months(pick, window.fiscal_start_month - 1 + 12 * shift, 12, 1);
    case "rolling_days":
      return rolling(pick, window);
    case "fixed":
      return fixed(pick);
  }
}

/** `count` months, the first of which begins `first` months after January of the period's year. */
function months({ period: { year }, zone }: Pick, first: number, count: number, day: number): Interval {
  assert(year !== undefined, "the period has a year");
  return {
    from: startOfDate(dayOfMonth(year, first, day), zone),
    to: startOfDate(dayOfMonth(year, first + count, day), zone),
  };
}

function rolling(
  { period: { end_date }, zone, shift }: Pick,
  { days, basis }: Extract<Window, { type: "rolling_days" }>,
): Interval {
  assert(end_date !== undefined, "the period has an end date");
  const end = addDays(end_date, shift * days);
  const to = startOfDate(end, zone);
  return { from: basis === "elapsed" ? to - days * dayMs : startOfDate(addDays(end, -days), zone), to };
}

/** A window without a calendar is followed by others of its own length. */
function fixed({ period: { from, to }, shift }: Pick): Interval {
  assert(from !== undefined && to !== undefined, "the period has two ends");
  const lengthMs = to - from;
  return { from: from + shift * lengthMs, to: to + shift * lengthMs };
}

function monthOf({ month }: PeriodFields): number {
  assert(month !== undefined, "the period has a month");
  return month;
}

function quarterOf({ quarter }: PeriodFields): number {
  assert(quarter !== undefined, "the period has a quarter");
  return quarter;
}
