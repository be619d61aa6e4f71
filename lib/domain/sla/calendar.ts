import { Temporal } from "temporal-polyfill";
import { dayMs, type Interval, type Ms } from "../time";

/** A stretch over which a zone's clocks run evenly: local time = UTC + `offsetMs`. */
export type OffsetStretch = Interval & { offsetMs: number };

/** `YYYY-MM-DD` on clocks in `zone`. */
export function localDate(instant: Ms, zone: string): string {
  return zoned(instant, zone).toPlainDate().toString();
}

/**
 * The first instant whose local date is `date` or later: a missing midnight gives the hour after the gap, a repeated
 * one its first occurrence, a date the zone never had the start of the next.
 */
export function startOfDate(date: string, zone: string): Ms {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}

/** `date` moved by whole days, no zone involved. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Day `day` of the month `months` after January of `year`, or that month's last day when it is shorter. */
export function dayOfMonth(year: number, months: number, day: number): string {
  return Temporal.PlainDate.from({ year, month: 1, day: 1 }).add({ months }).with({ day }).toString();
}

/** The even stretches that cover [from, to). */
export function offsetStretches({ from, to }: Interval, zone: string): OffsetStretch[] {
  const stretches: OffsetStretch[] = [];
  let at = from;
  while (at < to) {
    const here = zoned(at, zone);
    const next = here.getTimeZoneTransition("next")?.epochMilliseconds ?? to;
    const end = Math.min(next, to);
    stretches.push({ from: at, to: end, offsetMs: here.offsetNanoseconds / 1_000_000 });
    at = end;
  }
  return stretches;
}

/** How many local dates clocks in `zone` show during [from, to); dates a zone skipped are not among them. */
export function datesTouched(interval: Interval, zone: string): number {
  let dates = 0;
  let latest = Number.NEGATIVE_INFINITY;
  for (const { from, to, offsetMs } of offsetStretches(interval, zone)) {
    const first = Math.floor((from + offsetMs) / dayMs);
    const last = Math.floor((to - 1 + offsetMs) / dayMs);
    dates += Math.max(0, last - Math.max(first, latest + 1) + 1);
    latest = Math.max(latest, last);
  }
  return dates;
}

function zoned(instant: Ms, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}
