import { describe, expect, it } from "vitest";
import { type Locale, locales } from "@/lib/domain/page";
import { catalogs, languageOf } from "@/lib/render/words/language";

const plurals = new Set(["zero", "one", "two", "few", "many", "other"]);

function isPlural(value: object): boolean {
  return "other" in value && Object.keys(value).every((key) => plurals.has(key));
}

/** Every phrase by its path; the forms of a plural are one phrase. */
function phrasesOf(value: object, path = ""): Map<string, string | object> {
  const found = new Map<string, string | object>();
  for (const [key, inner] of Object.entries(value)) {
    const own = path === "" ? key : `${path}.${key}`;
    if (typeof inner === "string" || isPlural(inner)) found.set(own, inner);
    else for (const [deeper, phrase] of phrasesOf(inner, own)) found.set(deeper, phrase);
  }
  return found;
}

const placesOf = (phrase: string) => [...new Set(phrase.match(/\{\w+\}/g) ?? [])].sort();

describe.each(locales.map((locale) => [locale]))("%s", (locale: Locale) => {
  const english = phrasesOf(catalogs.en);
  const own = phrasesOf(catalogs[locale]);

  it("has every phrase, none of them empty, with the same places to fill", () => {
    expect([...own.keys()]).toEqual([...english.keys()]);
    for (const [path, phrase] of own) {
      const original = english.get(path) ?? "";
      if (typeof phrase === "string" && typeof original === "string") {
        expect([path, phrase.trim() === ""]).toEqual([path, false]);
        expect([path, placesOf(phrase)]).toEqual([path, placesOf(original)]);
      } else expect([path, typeof phrase]).toEqual([path, typeof original]);
    }
  });

  it("has the forms of plurals that its grammar asks of whole numbers", () => {
    const rules = new Intl.PluralRules(locale);
    const asked = new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
    for (const [path, phrase] of own)
      if (typeof phrase !== "string")
        expect([path, [...asked].filter((category) => !(category in phrase))]).toEqual([path, []]);
  });

  it("writes figures with the digits they have and in Latin figures", () => {
    const language = languageOf(locale);
    const at = Date.parse("2026-11-20T14:03:00Z");
    expect(language.percent("99.982").replace(/\D/g, "")).toBe("99982");
    expect(language.percent("100.000")).toMatch(/100[.,٫]000/);
    for (const text of [language.instant(at, "UTC", at), language.day(at), language.duration(3_723_000)])
      expect(text).toMatch(/\d/);
    expect(language.instant(at, "UTC", at)).toContain("14:03");
  });

  it("says nothing in English but names", () => {
    if (locale === "en") return;
    const same = [...own].filter(([path, phrase]) => phrase === english.get(path)).map(([path]) => path);
    const names =
      /^(footer\.(rss|atom)|list|duration\.|verdict\.incident|incident\.becomes|uptime\.month|nav\.status|home\.maintenance|states\.under_maintenance|uptime\.(service|latencyNow)|maintenance\.window|nav\.label|since)/;
    expect(same.filter((path) => !names.test(path))).toEqual([]);
  });
});

it("counts in Arabic as Arabic does", () => {
  const { plural, words } = languageOf("ar");
  expect([1, 2, 7, 30, 100].map((count) => plural(words.days, count))).toEqual([
    "يوم واحد",
    "يومين",
    "7 أيام",
    "30 يومًا",
    "100 يوم",
  ]);
});
