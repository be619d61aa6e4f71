import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Ms } from "./time";
import { isZone } from "./zone";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day, as in 22:00");

/** Hours of every day in which only what cannot wait is told. They may go past midnight. */
export const quietHoursInput = z
  .strictObject({ from: clock, to: clock, timezone: z.string().refine(isZone, "must be an IANA time zone") })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "must differ from the start" })
  .meta({ id: "QuietHours", example: { from: "22:00", to: "07:00", timezone: "Europe/Berlin" } });
export type QuietHours = z.output<typeof quietHoursInput>;

/**
 * When the quiet hours that hold `instant` end, or null outside of them. They begin and end when the clock shows it: a
 * night that skips an hour is shorter, one that has an hour twice is longer.
 */
export function quietUntil(hours: QuietHours | null, instant: Ms): Ms | null {
  if (hours === null) return null;
  const today = Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(hours.timezone)
    .toPlainDate();
  for (const day of [today.subtract({ days: 1 }), today]) {
    const start = at(day, hours.from, hours.timezone);
    const end = at(hours.to > hours.from ? day : day.add({ days: 1 }), hours.to, hours.timezone);
    if (start <= instant && instant < end) return end;
  }
  return null;
}

function at(day: Temporal.PlainDate, time: string, zone: string): Ms {
  return day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
