import { Temporal } from "temporal-polyfill";
import type { Ms } from "./time";

/** The ways to repeat that people name; `custom` is a rule of their own. */
export const repeats = [
  "once",
  "daily",
  "weekly",
  "monthly_day",
  "monthly_nth",
  "monthly_last",
  "custom",
] as const;
export type Repeat = (typeof repeats)[number];

const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** The rule of a way to repeat that begins at `from` on a clock in `zone`; `custom` and `once` have none of their own. */
export function ruleOf(repeat: Repeat, from: Ms, zone: string): string | null {
  const local = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const weekday = weekdays[local.dayOfWeek - 1] ?? "MO";
  switch (repeat) {
    case "daily":
      return "FREQ=DAILY";
    case "weekly":
      return `FREQ=WEEKLY;BYDAY=${weekday}`;
    case "monthly_day":
      return `FREQ=MONTHLY;BYMONTHDAY=${local.day}`;
    case "monthly_nth":
      return `FREQ=MONTHLY;BYDAY=${Math.ceil(local.day / 7)}${weekday}`;
    case "monthly_last":
      return `FREQ=MONTHLY;BYDAY=-1${weekday}`;
    case "once":
    case "custom":
      return null;
  }
}

/** The way to repeat whose rule this is. */
export function repeatOf(rrule: string | null, from: Ms, zone: string): Repeat {
  if (rrule === null) return "once";
  return repeats.find((repeat) => ruleOf(repeat, from, zone) === rrule) ?? "custom";
}
