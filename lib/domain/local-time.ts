import { Temporal } from "temporal-polyfill";
import type { Ms } from "./time";

/** "2026-11-21T14:03:07": an instant on a clock in `zone`, as a date-and-time field writes it; cut to the second. */
export function localText(instant: Ms, zone: string): string {
  return zoned(instant, zone).toString({ smallestUnit: "second", roundingMode: "floor" });
}

/** The same with milliseconds, where a second is not exact enough. */
export function exactLocalText(instant: Ms, zone: string): string {
  return zoned(instant, zone).toString({ smallestUnit: "millisecond" });
}

function zoned(instant: Ms, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime();
}

/**
 * What a date-and-time field says in `zone`, or null when it says nothing readable. An hour that the clock shows twice
 * is the first of them; one that it skips is as far after the gap as it was into it.
 */
export function parseLocal(text: string, zone: string): Ms | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text, { overflow: "reject" }).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
}
