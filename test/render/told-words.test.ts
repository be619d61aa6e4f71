import { describe, expect, it } from "vitest";
import { locales } from "@/lib/domain/page";
import { en, type ToldWord } from "@/lib/render/told/en";
import { catalogs, say, sayDuration, sayMoney } from "@/lib/render/told/say";

const words = Object.keys(en) as ToldWord[];
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();

describe("words of mails and their pages", () => {
  it("are there in every language a page can have", () => {
    expect(locales.filter((locale) => !(locale in catalogs))).toEqual([]);
    expect(Object.keys(catalogs).toSorted()).toEqual(
      ["ar", "de", "en", "es", "fr", "ja", "pt-BR", "zh-CN"].toSorted(),
    );
  });

  it("are complete: every language has every word, said in it, with the same names to fill", () => {
    for (const [locale, catalog] of Object.entries(catalogs)) {
      expect(Object.keys(catalog).toSorted(), locale).toEqual(words.toSorted());
      for (const word of words) {
        expect(catalog[word].trim(), `${locale} ${word}`).not.toBe("");
        expect(names(catalog[word]), `${locale} ${word}`).toEqual(names(en[word]));
      }
      const sentences = words.filter((word) => en[word].length > 25);
      if (locale !== "en")
        expect(
          sentences.filter((word) => catalog[word] === en[word]),
          locale,
        ).toEqual([]);
    }
  });

  it("take what is filled in as it is, even when it looks like a name", () => {
    expect(say({ locale: "en" }, "because_subscribed", { page: "{customer} & <b>" })).toContain(
      "{customer} & <b>",
    );
  });

  it("say durations as the page does and money exact in every currency", () => {
    expect(sayDuration({ locale: "en" }, 3_840_999)).toBe("1 h 04 min");
    expect(sayDuration({ locale: "en" }, 0)).toBe("0 s");
    expect(sayMoney({ locale: "en" }, "EUR", 1_234_567)).toBe("€12,345.67");
    expect(sayMoney({ locale: "de" }, "JPY", 5_000)).toContain("5.000");
    expect(sayMoney({ locale: "en" }, "KWD", 5)).toContain("0.005");
    expect(sayMoney({ locale: "en" }, "USD", 9_007_199_254_740_991)).toContain("90,071,992,547,409.91");
  });
});
