import { Temporal } from "temporal-polyfill";
import type { Interval, Ms } from "@/lib/domain/time";

/** `YYYYMMDDTHHMMSS` on a clock in `zone`, as iCalendar writes local times. */
export function icsLocal(instant: Ms, zone: string): string {
  const { year, month, day, hour, minute, second } = zoned(instant, zone);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${String(year).padStart(4, "0")}${two(month)}${two(day)}T${two(hour)}${two(minute)}${two(second)}`;
}

/** `YYYYMMDDTHHMMSSZ` */
export function icsUtc(instant: Ms): string {
  return `${icsLocal(instant, "UTC")}Z`;
}

const transitionsMax = 40;

/** A zone's clock over a window, change by change, so that a reader needs no zone data of its own (RFC 5545, 3.6.5). */
export function timezoneLines(zone: string, { from, to }: Interval): string[] {
  let at = zoned(from, zone);
  // The observance before the first change holds from long before on.
  const lines = observance("STANDARD", "19700101T000000", at.offset, at.offset);
  for (let count = 0; count < transitionsMax; count += 1) {
    const next = at.getTimeZoneTransition("next");
    if (next === null || next.epochMilliseconds > to) break;
    const before = zoned(next.epochMilliseconds - 1, zone).offset;
    // What a clock showed just before it was changed: the onset in the old offset.
    const onset = icsLocal(next.epochMilliseconds, before === "+00:00" ? "UTC" : before);
    lines.push(
      ...observance(isForward(before, next.offset) ? "DAYLIGHT" : "STANDARD", onset, before, next.offset),
    );
    at = next;
  }
  return ["BEGIN:VTIMEZONE", `TZID:${zone}`, ...lines, "END:VTIMEZONE"];
}

function observance(kind: "STANDARD" | "DAYLIGHT", onset: string, from: string, to: string): string[] {
  const written = (offset: string) => offset.replaceAll(":", "");
  return [
    `BEGIN:${kind}`,
    `DTSTART:${onset}`,
    `TZOFFSETFROM:${written(from)}`,
    `TZOFFSETTO:${written(to)}`,
    `END:${kind}`,
  ];
}

function isForward(before: string, after: string): boolean {
  const minutes = (offset: string) => {
    const [, sign, hours, rest] = /^([+-])(\d\d):(\d\d)/.exec(offset) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(rest));
  };
  return minutes(after) > minutes(before);
}

function zoned(instant: Ms, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}
