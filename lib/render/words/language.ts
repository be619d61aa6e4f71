import { directionOf } from "@/lib/domain/locale";
import type { Locale } from "@/lib/domain/page";
import { hourMs, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { localDate } from "@/lib/domain/zone";
import { html, type Markup } from "../markup";
import { ar } from "./ar";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { ja } from "./ja";
import { ptBR } from "./pt-br";
import { zhCN } from "./zh-cn";

/** One phrase per plural category that the language has for whole numbers. */
export type Plural = { other: string } & Partial<Record<"zero" | "one" | "two" | "few" | "many", string>>;

type Shape<T> = T extends string ? string : T extends Plural ? Plural : { [Key in keyof T]: Shape<T[Key]> };

/** Everything a page says, in one language. */
export type Words = Shape<typeof en>;

export const catalogs: Record<Locale, Words> = { en, de, fr, es, "pt-BR": ptBR, ja, "zh-CN": zhCN, ar };

/** How dates and numbers are written; figures are Latin everywhere, as the percentages beside them are. */
const tags: Record<Locale, string> = {
  en: "en-GB",
  de: "de",
  fr: "fr",
  es: "es",
  "pt-BR": "pt-BR",
  ja: "ja",
  "zh-CN": "zh-CN",
  ar: "ar-u-nu-latn",
};

export type Language = {
  locale: Locale;
  /** For Intl, on the server and in the browser alike. */
  tag: string;
  direction: "ltr" | "rtl";
  words: Words;
  /** "14:03 UTC" on the day of `now`, else "20 Nov, 14:03 UTC", with the year when that is another one. */
  instant: (instant: Ms, zone: string, now: Ms) => string;
  /** "20 November 2026, 14:03 UTC" */
  fullInstant: (instant: Ms, zone: string) => string;
  /** "14:03 UTC on 20 Nov 2026", the time first. */
  timeOnDay: (instant: Ms, zone: string) => string;
  /** "20 Nov 2026" of the UTC day that holds `instant`, or of the day in a zone. */
  day: (instant: Ms, zone?: string) => string;
  /** "20 Nov" of the UTC day that holds `instant`. */
  dayMonth: (instant: Ms) => string;
  /** "November 2026" of the UTC month that holds `instant`. */
  month: (instant: Ms) => string;
  /** "99.982%" from exactly these digits. */
  percent: (digits: string) => string;
  number: (value: number) => string;
  /** "1 h 04 min": exact to the second, cut, never rounded; whole days are hours. */
  duration: (lengthMs: Ms) => string;
  /** "A, B and C" */
  names: (all: readonly string[]) => string;
  plural: (phrases: Plural, count: number) => string;
};

const made = new Map<Locale, Language>();

export function languageOf(locale: Locale): Language {
  const known = made.get(locale) ?? makeLanguage(locale);
  made.set(locale, known);
  return known;
}

/** Puts text or markup into the places of a phrase; all of it is escaped that is not markup. */
export function fill(phrase: string, parts: Readonly<Record<string, Markup | string | number>>): Markup {
  const pieces = phrase
    .split(/\{(\w+)\}/)
    .map((piece, index) => (index % 2 === 0 ? piece : (parts[piece] ?? "")));
  return html`${pieces}`;
}

/** The same as plain text; a place that nothing is given for stays. */
export function fillText(phrase: string, parts: Readonly<Record<string, string | number>>): string {
  return phrase.replace(/\{(\w+)\}/g, (place, name: string) => String(parts[name] ?? place));
}

function makeLanguage(locale: Locale): Language {
  const [tag, words] = [tags[locale], catalogs[locale]];
  const rules = new Intl.PluralRules(tag);
  const list = new Intl.ListFormat(tag, { type: "conjunction" });
  const number = new Intl.NumberFormat(tag, { useGrouping: "min2" });
  const format = dateFormats(tag);
  return {
    ...{ locale, tag, direction: directionOf(locale), words },
    instant: (instant, zone, now) => format(zone, dateParts(instant, zone, now)).format(instant),
    fullInstant: (instant, zone) => format(zone, "full").format(instant),
    timeOnDay: (instant, zone) =>
      fillText(words.timeOnDay, {
        time: format(zone, "time").format(instant),
        day: format(zone, "date").format(instant),
      }),
    day: (instant, zone = "UTC") => format(zone, "date").format(instant),
    dayMonth: (instant) => format("UTC", "dayMonth").format(instant),
    month: (instant) => format("UTC", "month").format(instant),
    percent: percentFormat(tag),
    number: (value) => number.format(value),
    duration: (lengthMs) => durationText(lengthMs, words.duration),
    names: (all) => list.format(all),
    plural: (phrases, count) =>
      fillText(phrases[rules.select(count)] ?? phrases.other, { count: number.format(count) }),
  };
}

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" } as const;
const kinds = {
  time: clock,
  dayTime: { day: "numeric", month: "short", ...clock },
  yearTime: { day: "numeric", month: "short", year: "numeric", ...clock },
  full: { day: "numeric", month: "long", year: "numeric", ...clock },
  date: { day: "numeric", month: "short", year: "numeric" },
  dayMonth: { day: "numeric", month: "short" },
  month: { month: "long", year: "numeric" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
type Kind = keyof typeof kinds;

/** Making a format takes longer than a thousand uses of it. */
function dateFormats(tag: string): (zone: string, kind: Kind) => Intl.DateTimeFormat {
  const known = new Map<string, Intl.DateTimeFormat>();
  return (zone, kind) => {
    const key = `${kind} ${zone.toLowerCase()}`;
    const format = known.get(key) ?? new Intl.DateTimeFormat(tag, { timeZone: zone, ...kinds[kind] });
    known.set(key, format);
    return format;
  };
}

/** How much of a date a reader of today needs. */
function dateParts(instant: Ms, zone: string, now: Ms): Kind {
  const day = (at: Ms) => localDate(at, zone);
  if (day(instant) === day(now)) return "time";
  return day(instant).slice(0, 4) === day(now).slice(0, 4) ? "dayTime" : "yearTime";
}

function percentFormat(tag: string): (digits: string) => string {
  const sample = new Intl.NumberFormat(tag, { style: "percent", minimumFractionDigits: 1 }).formatToParts(
    0.123,
  );
  const decimal = sample.find(({ type }) => type === "decimal")?.value ?? ".";
  const isNumber = (type: string) => ["integer", "decimal", "fraction"].includes(type);
  const [before, after] = [
    sample.slice(
      0,
      sample.findIndex(({ type }) => isNumber(type)),
    ),
    sample.slice(sample.findLastIndex(({ type }) => isNumber(type)) + 1),
  ].map((parts) => parts.map(({ value }) => value).join(""));
  return (digits) => `${before}${digits.replace(".", decimal)}${after}`;
}

function durationText(lengthMs: Ms, words: Words["duration"]): string {
  const parts: string[] = [];
  let rest = lengthMs;
  for (const [unitMs, phrase] of [
    [hourMs, words.h],
    [minuteMs, words.min],
    [secondMs, words.s],
  ] as const) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0)
      parts.push(fillText(phrase, { n: parts.length > 0 ? String(count).padStart(2, "0") : count }));
  }
  return parts.length > 0 ? parts.join(" ") : words.under;
}
