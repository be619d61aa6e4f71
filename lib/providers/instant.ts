import { parseLocal } from "@/lib/domain/local-time";
import type { Ms } from "@/lib/domain/time";
import { textOf } from "./json";

/** Minutes east of UTC. Abbreviations are mapped by this table and never guessed by the runtime. */
const zones: Record<string, number> = {
  z: 0, utc: 0, gmt: 0, ut: 0, wet: 0,
  est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420,
  akst: -540, akdt: -480, hst: -600, brt: -180, art: -180,
  bst: 60, west: 60, cet: 60, cest: 120, eet: 120, eest: 180, sast: 120, msk: 180,
  ist: 330, sgt: 480, hkt: 480, awst: 480, jst: 540, kst: 540,
  acst: 570, acdt: 630, aest: 600, aedt: 660, nzst: 720, nzdt: 780,
}; // biome-ignore format: a table reads best as a table

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Clocks that change twice a year; a place's own name ("US/Pacific") is looked up as it stands. */
const places: Record<string, string> = {
  pt: "America/Los_Angeles", mt: "America/Denver", ct: "America/Chicago", et: "America/New_York",
}; // biome-ignore format: a table reads best as a table

const epoch = /^\d{9,19}(?:\.\d{1,9})?$/;
const zone =
  "(?:\\s*\\(?((?:UTC|GMT)[+-]\\d{1,2}(?::?\\d{2})?|[+-]\\d{2}(?::?\\d{2})?|[A-Z][A-Za-z]{1,12}/[A-Z][A-Za-z_/]{1,30}|[A-Za-z]{1,5})\\b)?";
const clock = "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?(?:\\s*([AaPp])\\.?[Mm]\\b\\.?)?";
/** 2026-07-27T14:32:53.607Z, 2015-07-24 14:42:10, 2025-09-12 19:20:02 +0200 +0200 */
const isoForm = new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ]\\s?${clock}${zone})?`);
/** Thu, 23 Jul 2026 16:29:09 Z; 23 July 2026 at 16:29 UTC; two digits of a year are of this century */
const mailForm = new RegExp(
  `^(?:[A-Za-z]{3,9},?\\s+)?(\\d{1,2})(?:st|nd|rd|th)?[ -]+([A-Za-z]{3,9})\\.?,?[ -]+(\\d{4}|\\d{2}),?\\s*(?:@|at|-)?\\s+${clock}${zone}`,
);
/** Sat Jun 11 2022 18:55:50 GMT+0000 */
const scriptForm = new RegExp(`^[A-Za-z]{3}\\s+([A-Za-z]{3})\\s+(\\d{1,2})\\s+(\\d{4})\\s+${clock}${zone}`);
/** June 4, 2026 05:15 PDT; February 09, 2024 @ 06:08PM +00:00 */
const proseForm = new RegExp(
  `^(?:[A-Za-z]{6,9},\\s+)?([A-Za-z]{3,9})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4}),?\\s*(?:@|at|-)?\\s*${clock}${zone}`,
);
/** 06/26/2025 17:14 PDT, month first */
const slashForm = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4}),?\\s+${clock}${zone}`);

const earliest = Date.UTC(1971, 0, 1);
const latest = Date.UTC(2200, 0, 1);

/**
 * An instant as providers write it: epoch seconds to nanoseconds (as number or text), ISO, mail, Go, JavaScript and
 * prose dates. Whole seconds; null for anything else, for zero dates and for zones we do not know. A text without
 * a zone is UTC.
 */
export function readInstant(value: unknown): Ms | null {
  const text = textOf(value)?.slice(0, 80);
  if (text === undefined) return null;
  if (epoch.test(text)) return inRange(epochMs(Number(text)));
  const iso = isoForm.exec(text);
  if (iso) return compose(iso[1], iso[2], iso[3], iso.slice(4));
  const mail = mailForm.exec(text);
  if (mail) return compose(mail[3], monthOf(mail[2]), mail[1], mail.slice(4));
  const named = scriptForm.exec(text) ?? proseForm.exec(text);
  if (named) return compose(named[3], monthOf(named[1]), named[2], named.slice(4));
  const slash = slashForm.exec(text);
  return slash ? compose(slash[3], slash[1], slash[2], slash.slice(4)) : null;
}

/** Seconds, milliseconds, microseconds or nanoseconds, told by their size. */
function epochMs(count: number): number {
  if (count < 1e11) return count * 1000;
  if (count < 1e14) return count;
  return count < 1e17 ? count / 1e3 : count / 1e6;
}

/** 1 to 12 for an English month's name or its first three letters; undefined for anything else. */
export function monthOf(name: string | undefined): string | undefined {
  const index = months.indexOf((name ?? "").slice(0, 3).toLowerCase());
  return index < 0 ? undefined : String(index + 1);
}

/** Minutes east of UTC of "PDT", "+02:00", "GMT+0000"; null when it is not known. */
function zoneMinutes(text: string | undefined): number | null {
  if (text === undefined) return 0;
  const offset = /([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(text);
  if (offset) return (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
  const word = text.toLowerCase();
  return Object.hasOwn(zones, word) ? (zones[word] ?? null) : null;
}

type Text = string | undefined;

/** `time` is hour, minute, second, the a of am and the zone, as the clock's groups give them. */
function compose(year: Text, month: Text, day: Text, time: readonly Text[]): Ms | null {
  const [hourText = "0", minute = "0", second = "0", half, zoneText] = time;
  const hour = half === undefined ? Number(hourText) : (Number(hourText) % 12) + (/p/i.test(half) ? 12 : 0);
  if (month === undefined || hour > 24 || Number(minute) > 59 || Number(second) > 60) return null;
  const midnight = Date.UTC(Number(year) + (year?.length === 2 ? 2000 : 0), Number(month) - 1, Number(day));
  if (new Date(midnight).getUTCDate() !== Number(day)) return null;
  const clockTime = midnight + ((hour * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  const place = placeOf(zoneText);
  if (place !== undefined) return parseLocal(new Date(clockTime).toISOString().slice(0, 19), place);
  const offset = zoneMinutes(zoneText);
  return offset === null ? null : inRange(clockTime - offset * 60_000);
}

/** "PT" and "US/Pacific" by the clock of the place. */
function placeOf(text: Text): string | undefined {
  const word = text?.toLowerCase() ?? "";
  if (word.includes("/")) return text;
  return Object.hasOwn(places, word) ? places[word] : undefined;
}

function inRange(instant: number): Ms | null {
  return instant >= earliest && instant < latest ? Math.floor(instant / 1000) * 1000 : null;
}

/** The oldest of the instants that can be read; null when none can. */
export function oldestOf(values: Iterable<unknown>): Ms | null {
  let oldest: Ms | null = null;
  for (const value of values) {
    const instant = readInstant(value);
    if (instant !== null && (oldest === null || instant < oldest)) oldest = instant;
  }
  return oldest;
}

/** The newest of the instants that can be read; null when none can. */
export function newestOf(values: Iterable<unknown>): Ms | null {
  let newest: Ms | null = null;
  for (const value of values) {
    const instant = readInstant(value);
    if (instant !== null && (newest === null || instant > newest)) newest = instant;
  }
  return newest;
}
