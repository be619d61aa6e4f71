import { currencyExponent } from "@/lib/domain/sla/money";
import { hourMs, type Interval, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import type { ToldPeriod } from "@/lib/domain/told";
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

/** "20 Nov 2026, 14:03 CET" */
export function sayInstant({ locale, timezone }: Reader, instant: Ms): string {
  const parts = {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  } as const;
  return new Intl.DateTimeFormat(localeOf(locale), {
    ...parts,
    hourCycle: "h23",
    timeZone: timezone,
    timeZoneName: "short",
  }).format(instant);
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

/** "1 hr 4 mins", exact to the second, cut, never rounded; days are hours. */
export function sayDuration({ locale }: Pick<Reader, "locale">, lengthMs: Ms): string {
  const units = [
    ["hour", Math.floor(lengthMs / hourMs)],
    ["minute", Math.floor((lengthMs % hourMs) / minuteMs)],
    ["second", Math.floor((lengthMs % minuteMs) / secondMs)],
  ] as const;
  const first = units.findIndex(([, count]) => count > 0);
  // Two units say enough, and nothing at all is no seconds.
  const said = first < 0 ? units.slice(2) : units.slice(first, first + 2).filter(([, count]) => count > 0);
  return said
    .map(([unit, count]) =>
      new Intl.NumberFormat(localeOf(locale), { style: "unit", unit, unitDisplay: "short" }).format(count),
    )
    .join(" ");
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
