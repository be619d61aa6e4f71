import { hourMs, type Ms, minuteMs, secondMs } from "./time";
import { zonedParts } from "./zone";

/** The parts of an instant as a reader in `timezone` says them. */
type Parts = { day: string; month: string; year: string; clock: string; zone: string };

function partsOf(instant: Ms, timezone: string): Parts {
  const { day, month, year, hour, minute, zoneName } = zonedParts(instant, timezone);
  return { day, month, year, clock: `${hour}:${minute}`, zone: zoneName };
}

/** "14:03 UTC on 20 Nov 2026" */
export function spokenDate(instant: Ms, timezone: string): string {
  const { clock, zone, day, month, year } = partsOf(instant, timezone);
  return `${clock} ${zone} on ${day} ${month} ${year}`;
}

/** "14:03 UTC" on the day of `now`, else "14:03 UTC on 20 Nov", with the year when that is another one. */
export function spokenInstant(instant: Ms, timezone: string, now: Ms): string {
  const then = partsOf(instant, timezone);
  const today = partsOf(now, timezone);
  const time = `${then.clock} ${then.zone}`;
  if (then.year !== today.year) return `${time} on ${then.day} ${then.month} ${then.year}`;
  if (then.day !== today.day || then.month !== today.month) return `${time} on ${then.day} ${then.month}`;
  return time;
}

const units = [
  [hourMs, "h"],
  [minuteMs, "min"],
  [secondMs, "s"],
] as const;

/**
 * "1 h 04 min", "42 min 07 s", "35 s", "under 1 s": exact to the second, cut, never rounded. Whole days are hours, so
 * that a day reads "24 h".
 */
export function spokenDuration(lengthMs: Ms): string {
  let rest = lengthMs;
  const words: string[] = [];
  for (const [unitMs, unit] of units) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0) words.push(`${words.length > 0 ? String(count).padStart(2, "0") : count} ${unit}`);
  }
  return words.length > 0 ? words.join(" ") : "under 1 s";
}
