import { type Locale, locales } from "./page";

/** What each language calls itself. */
export const localeNames: Record<Locale, string> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  "pt-BR": "Português (Brasil)",
  ja: "日本語",
  "zh-CN": "简体中文",
  ar: "العربية",
};

export function directionOf(locale: Locale): "ltr" | "rtl" {
  return locale === "ar" ? "rtl" : "ltr";
}

/** The language a browser prefers of all that we speak; English when it names none. */
export function spokenLocale(header: string | null): Locale {
  const liked = preferredLocale(header ?? "", locales);
  return locales.find((locale) => locale === liked) ?? "en";
}

/**
 * The language of `offered` that a reader's `Accept-Language` likes best, or null when it names none of them. "pt-PT"
 * takes "pt-BR" rather than nothing; of two liked alike the reader's first comes first.
 */
export function preferredLocale(header: string, offered: readonly string[]): string | null {
  const ranges = header
    .split(",")
    .map((part, place) => ({ ...rangeOf(part), place }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place);
  for (const { range } of ranges) {
    if (range === "*") return offered[0] ?? null;
    const found =
      offered.find((each) => each.toLowerCase() === range) ??
      offered.find((each) => languageOf(each) === languageOf(range));
    if (found !== undefined) return found;
  }
  return null;
}

function rangeOf(part: string): { range: string; weight: number } {
  const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
  const given = parameters.map((each) => each.trim()).find((each) => each.startsWith("q="));
  const weight = given === undefined ? 1 : Number(given.slice(2));
  return { range: range.trim(), weight: range.trim() === "" || Number.isNaN(weight) ? 0 : weight };
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split("-", 1)[0] ?? "";
}
