import type { IncidentStatus } from "@/lib/domain/incident";
import type { Locale } from "@/lib/domain/page";
import { currencyExponent } from "@/lib/domain/sla/money";
import type { State } from "@/lib/domain/state";
import type { Interval, Ms } from "@/lib/domain/time";
import type { ToldPeriod } from "@/lib/domain/told";
import { type Language, languageOf } from "../words/language";
import { ar } from "./ar";
import { de } from "./de";
import { en, type ToldWord, type ToldWords } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { ja } from "./ja";
import { ptBR } from "./pt-br";
import { zhCN } from "./zh-cn";

/** Every language that mails and their pages speak. */
export const catalogs: Readonly<Record<string, ToldWords>> = {
  ...{ en, de, fr, es, ja, ar },
  "pt-BR": ptBR,
  "zh-CN": zhCN,
};

/** Who reads: every word, time and figure is said their way. */
export type Reader = { locale: string; timezone: string };

type Values = Readonly<Record<string, string>>;

/** A word in the reader's language, its `{names}` filled. What is put in is never looked through for names again. */
export function say({ locale }: Pick<Reader, "locale">, word: ToldWord, values: Values = {}): string {
  const text = (catalogs[locale] ?? en)[word];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

const instantParts = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
} as const;

/** "20 Nov 2026, 14:03 CET" */
export function sayInstant(reader: Reader, instant: Ms): string {
  return instantFormat(reader).format(instant);
}

/** "20 Nov 2026, 14:03–16:03 CET"; both ends are whole where they differ in more than the time of day. */
export function sayWindow(reader: Reader, { from, to }: Interval): string {
  const format = instantFormat(reader);
  // Ranges name one zone; in the night that changes it, each end has its own.
  if (zoneAt(format, from) === zoneAt(format, to)) return format.formatRange(from, to);
  return say(reader, "from_to", { from: format.format(from), to: format.format(to) });
}

function instantFormat({ locale, timezone }: Reader): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(localeOf(locale), { ...instantParts, timeZone: timezone });
}

function zoneAt(format: Intl.DateTimeFormat, instant: Ms): string | undefined {
  return format.formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value;
}

/** "20 Nov 2026" */
export function sayDay({ locale, timezone }: Reader, instant: Ms): string {
  const parts = { year: "numeric", month: "short", day: "numeric" } as const;
  return new Intl.DateTimeFormat(localeOf(locale), { ...parts, timeZone: timezone }).format(instant);
}

/** The same on the calendar of a contract, wherever its reader is. */
export function sayContractPeriod(reader: Reader, period: ToldPeriod): string {
  return sayPeriod({ ...reader, timezone: period.timezone }, period);
}

/** "1 Oct 2026 to 31 Oct 2026" of a half-open period, whose last instant is not in it. */
export function sayPeriod({ locale, timezone }: Reader, { from, to }: Interval): string {
  const parts = { year: "numeric", month: "short", day: "numeric" } as const;
  const format = new Intl.DateTimeFormat(localeOf(locale), { ...parts, timeZone: timezone });
  return format.formatRange(from, to - 1);
}

/** "1 h 04 min", as the page writes it; nothing at all is no seconds. */
export function sayDuration(reader: Pick<Reader, "locale">, lengthMs: Ms): string {
  const { duration, words } = languageFor(reader);
  return lengthMs === 0 ? words.duration.s.replace("{n}", "0") : duration(lengthMs);
}

/** "99.95%" of exactly these digits, as the page writes it. */
export function sayPercent(reader: Pick<Reader, "locale">, digits: string | number): string {
  return languageFor(reader).percent(String(digits));
}

/** What the page calls a state of a component. */
export function sayState(reader: Pick<Reader, "locale">, state: State): string {
  return languageFor(reader).words.states[state];
}

/** What the page calls where an incident stands, or that it was looked back upon. */
export function sayStatus(reader: Pick<Reader, "locale">, status: IncidentStatus | "postmortem"): string {
  return status === "postmortem"
    ? say(reader, "status_postmortem")
    : languageFor(reader).words.statuses[status];
}

function languageFor({ locale }: Pick<Reader, "locale">): Language {
  return languageOf((locale in catalogs ? locale : "en") as Locale);
}

/** An amount in minor units, exact: "€12.30". */
export function sayMoney({ locale }: Pick<Reader, "locale">, currency: string, amountMinor: number): string {
  const exponent = currencyExponent(currency) ?? 2;
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? "" : `.${digits.slice(-exponent)}`;
  const format = new Intl.NumberFormat(localeOf(locale), {
    style: "currency",
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  });
  return format.format(`${amountMinor < 0 ? "-" : ""}${whole}${fraction}` as `${number}`);
}

/** "API, Checkout and Search" */
export function sayList({ locale }: Pick<Reader, "locale">, items: readonly string[]): string {
  return new Intl.ListFormat(localeOf(locale), { type: "conjunction" }).format(items);
}

/** What a reader's language writes from; of one we do not speak, English. */
export function localeOf(locale: string): string {
  if (!(locale in catalogs)) return "en-GB";
  return locale === "en" ? "en-GB" : locale;
}

export function directionOf(locale: string): "ltr" | "rtl" {
  return locale === "ar" ? "rtl" : "ltr";
}
