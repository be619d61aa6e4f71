import { describe, expect, it } from "vitest";
import { gateCatalogs, gateWord } from "@/lib/render/gate-words";
import { catalogs } from "@/lib/render/words/language";

describe("the words at the gate", () => {
  it("are there in every language a page can be read in, with the same names to fill", () => {
    expect(Object.keys(gateCatalogs).sort()).toEqual(Object.keys(catalogs).sort());
    const names = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const words of Object.values(gateCatalogs))
      for (const [word, text] of Object.entries(gateCatalogs.en ?? {})) {
        const own = words[word as keyof typeof words];
        expect([word, names(own)]).toEqual([word, names(text)]);
      }
  });

  it("look through nothing that was filled in", () => {
    expect(gateWord("en", "private_title", { page: "{page} {customer}" })).toBe(
      "{page} {customer} is private",
    );
  });
});
