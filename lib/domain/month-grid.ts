import { Temporal } from "temporal-polyfill";
import type { Interval, Ms } from "./time";

/** A day of a calendar: its date on the reader's clock and the instants it lasts. */
export type CalendarDay = Interval & { date: string; day: number; isInMonth: boolean };

/** "2026-11": the month that a clock in `zone` shows at `instant`. */
export function monthAt(instant: Ms, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return local.toPlainDate().toPlainYearMonth().toString();
}

/** The month `months` after this one. */
export function monthAfter(month: string, months: number): string {
  return Temporal.PlainYearMonth.from(month).add({ months }).toString();
}

/** Whole weeks, Monday first, that hold the month. A day of a changed clock is as long as it is. */
export function monthGrid(month: string, zone: string): CalendarDay[] {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const monday = first.subtract({ days: first.dayOfWeek - 1 });
  const last = first.add({ months: 1 }).subtract({ days: 1 });
  const count = monday.until(last).days + 1 + (7 - last.dayOfWeek);
  return Array.from({ length: count }, (_, index) => {
    const date = monday.add({ days: index });
    const start = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds;
    return {
      ...{ from: start(date), to: start(date.add({ days: 1 })), date: date.toString(), day: date.day },
      isInMonth: date.month === first.month,
    };
  });
}
