import { describe, expect, it } from "vitest";
import { renderShell } from "@/emails/render";
import { locales } from "@/lib/domain/page";
import { states } from "@/lib/domain/state";
import { cutMail, fillMail } from "@/lib/render/mail";
import { sayDuration, sayState, sayWindow } from "@/lib/render/told/say";
import { languageOf } from "@/lib/render/words/language";
import { samples } from "./told-samples";

const link = "https://probity.test/subscription/t.1.x";
const doors = { preferences: link, unsubscribe: `${link}/unsubscribe`, link };
const reader = (locale: string) => ({ locale, timezone: "Europe/Berlin" });
const mailOf = async (name: keyof typeof samples, slots: object, locale = "en") =>
  fillMail(cutMail(await renderShell(name, { ...slots }, reader(locale))), doors);

describe("the words of mails", () => {
  it("are those of the page, in every language", () => {
    for (const locale of locales) {
      const { words, duration } = languageOf(locale);
      for (const state of states) expect(sayState(reader(locale), state)).toBe(words.states[state]);
      expect(sayDuration(reader(locale), 3_840_000)).toBe(duration(3_840_000));
    }
  });

  it("write figures as the reader's language does", async () => {
    const { text } = await mailOf("customer_warning", samples.customer_warning, "de");
    expect(text).toContain("99,95\u00a0%");
    expect(text).toContain("1.234,50\u00a0€");
  });

  it("say the day of a window once, and both zones in the night that changes them", () => {
    const afternoon = { from: Date.UTC(2026, 10, 20, 14, 3), to: Date.UTC(2026, 10, 20, 16, 3) };
    expect(sayWindow(reader("en"), afternoon)).toMatch(/^20 Nov 2026, 15:03\s?–\s?17:03 CET$/);
    const night = { from: Date.UTC(2026, 9, 25, 0, 30), to: Date.UTC(2026, 9, 25, 1, 30) };
    expect(sayWindow(reader("en"), night)).toBe("25 Oct 2026, 02:30 CEST to 25 Oct 2026, 02:30 CET");
  });
});

describe("the text part", () => {
  it("reads line by line: headings as they were written, a figure beside its name, each door alone", async () => {
    const { text } = await mailOf("incident_opened", samples.incident_opened);
    const lines = text.split("\n");
    expect(lines).toContain("Checkout is slow");
    expect(lines).toContain("Checkout: ■ Outage");
    expect(lines).toContain(`Change what you hear ${link}`);
    expect(lines).toContain(`Unsubscribe ${link}/unsubscribe`);
    const warning = await mailOf("customer_warning", samples.customer_warning);
    expect(warning.text).toContain("\nPromised uptime: 99.95%\n");
  });

  it("keeps the cells of a table that people wrote beside each other", async () => {
    const body = "| Region | Share |\n| --- | --- |\n| Europe | 20 of 100 |";
    const told = { ...samples.incident_opened, update: { ...samples.incident_opened.update, body } };
    const { text, html } = await mailOf("incident_opened", told);
    expect(text).toMatch(/^Europe\s+20 of 100$/m);
    expect(html).toMatch(/<td>Europe<\/td>/);
  });
});

describe("what lists of mails show after the subject", () => {
  it("is where it stands and how the words begin: the title stands in the subject", async () => {
    const { html } = await mailOf("incident_opened", samples.incident_opened);
    expect(html).toContain("<title>Investigating: About 1 in 5 payments fail.");
    const body = "word ".repeat(200);
    const told = { ...samples.incident_opened, update: { ...samples.incident_opened.update, body } };
    const title = /<title>(.*?)<\/title>/.exec((await mailOf("incident_opened", told)).html)?.[1] ?? "";
    expect(title.length).toBeLessThan(170);
    expect(title).toMatch(/word …$/);
  });
});

describe("people's words in a mail of another direction", () => {
  it("keep their own", async () => {
    const { html } = await mailOf("incident_opened", samples.incident_opened, "ar");
    expect(html).toMatch(/<h1[^>]* dir="auto"/);
    expect(html).toMatch(/<div class="words ink" dir="auto"/);
    expect(html).toContain("<bdi>Checkout</bdi>");
  });
});
