import { afterEach, describe, expect, it, vi } from "vitest";
import { fieldsOf } from "@/app/_server/form";
import { renewalAt } from "@/lib/domain/publication";
import { zonedParts } from "@/lib/domain/zone";
import { languageOf } from "@/lib/render/words/language";

afterEach(() => vi.restoreAllMocks());

describe("a form", () => {
  it("holds no NUL, which the database would refuse with an error of ours", () => {
    const form = new FormData();
    form.set("name", "Check\u0000out");
    form.set("description", "\u0000");
    expect(fieldsOf(form).given()).toEqual({ name: "Checkout" });
  });
});

describe("a time zone in every mix of cases", () => {
  const letters = "europe/berlin";
  const spellings = Array.from({ length: 64 }, (_, bits) =>
    [...letters].map((letter, at) => ((bits >> at) & 1 ? letter.toUpperCase() : letter)).join(""),
  );

  it.each([
    ["on a screen", (zone: string) => zonedParts(0, zone).hour, "01"],
    ["on a page", (zone: string) => languageOf("en").instant(0, zone, 0), "01:00 CET"],
    ["at a page's midnight", (zone: string) => renewalAt(0, false, zone), 300_000],
  ])("costs no more memory than one spelling, %s", (_where, say, expected) => {
    const make = vi.spyOn(Intl, "DateTimeFormat");
    for (const zone of spellings) expect(say(zone)).toEqual(expected);
    expect(make.mock.calls.length).toBeLessThanOrEqual(2);
  });
});
