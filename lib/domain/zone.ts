import type { Ms } from "./time";

/** Whether `zone` is an IANA time zone this runtime knows, as in "Europe/Berlin". */
export function isZone(zone: string): boolean {
  if (zone === "" || zone.length > 64 || /^[+-]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** What a clock in a zone shows: every part as the reader writes it. */
export type ZonedParts = {
  year: string;
  /** "Nov" */
  month: string;
  day: string;
  hour: string;
  minute: string;
  second: string;
  /** "CET", "GMT-5" */
  zoneName: string;
};

/** By lower-case name: a zone has as many spellings as its letters have cases, and whoever names it is not us. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const key = zone.toLowerCase();
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  formats.set(key, made);
  return made;
}

/** The parts of `instant` on a clock in `zone`; `zone` must be one that {@link isZone} accepts. */
export function zonedParts(instant: Ms, zone: string): ZonedParts {
  const found: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) found[type] = value;
  const { year = "", month = "", day = "", hour = "", minute = "", second = "", timeZoneName = "" } = found;
  return { year, month: month.slice(0, 3), day, hour, minute, second, zoneName: timeZoneName };
}

/** By lower-case name, as `formats`. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DD` on a calendar in `zone`, as Canadians write it. */
export function localDate(instant: Ms, zone: string): string {
  const key = zone.toLowerCase();
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  dateFormats.set(key, format);
  return format.format(instant);
}
