import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { findPage } from "@/db/queries/page";
import { renderNote, renderShell } from "@/emails/render";
import { contrastOf } from "@/lib/domain/contrast";
import { templateRules } from "@/lib/domain/notice";
import { themeInput } from "@/lib/domain/page-theme";
import { pageAppearance } from "@/lib/operations/page-appearance";
import { cutMail, fillMail } from "@/lib/render/mail";
import { catalogs } from "@/lib/render/told/say";
import { newScope } from "../operations/ledger-rig";
import { newPage } from "../operations/subscriber-rig";
import { hostile, page, poisoned, sampleNames, samples } from "./told-samples";

/** One red dot. */
const picture =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

const doors = {
  preferences: "https://probity.test/subscription/t.1.x",
  unsubscribe: "https://probity.test/subscription/t.1.x/unsubscribe",
  link: "https://probity.test/subscription/t.1.x",
  memoLink: "https://probity.test/subscription/t.1.x/memo/crd_1.pdf",
};
const reader = (locale: string) => ({ locale, timezone: "Europe/Berlin" });
const mailOf = async (name: (typeof sampleNames)[number], slots: object, locale = "en") =>
  fillMail(cutMail(await renderShell(name, slots as Record<string, unknown>, reader(locale))), doors);

describe("mails to subscribers and customers", () => {
  it.each(sampleNames)("%s is whole in every language: light, dark, text, at most 60 kB", async (name) => {
    for (const locale of Object.keys(catalogs)) {
      const { subject, html, text } = await mailOf(name, samples[name], locale);
      expect(Buffer.byteLength(html)).toBeLessThan(60_000);
      expect(subject).toMatch(/^\S.{2,150}$/);
      expect(html).toContain("prefers-color-scheme: dark");
      expect(html).toContain('name="color-scheme" content="light dark"');
      expect(html).toContain(`dir="${locale === "ar" ? "rtl" : "ltr"}"`);
      expect(html).not.toMatch(/<script|<link|<img|url\(|\{\w+\}(?![^<]*<\/style>)/);
      expect(text.length).toBeGreaterThan(40);
      expect(text).not.toMatch(/\{\w+\}|undefined|\[object|NaN/);
      for (const slot of templateRules[name].slots) {
        expect(html).toContain(doors[slot as keyof typeof doors]);
        expect(text).toContain(doors[slot as keyof typeof doors]);
      }
    }
  });

  it.each(sampleNames)("%s lets nothing through: no header, no markup, no script", async (name) => {
    const { subject, html, text } = await mailOf(name, poisoned(samples[name]) as object);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toMatch(/<script|<img/i);
    expect(html).not.toMatch(/<[a-z][^>]*\sonerror/i);
    if (subject.includes("Evil")) expect(subject).toContain("Bcc: all@example.com");
    expect(text).toContain("Evil");
    expect(hostile).toContain("\r\n");
  });

  it("keeps the subject of an incident the same, so that its mails are one thread", async () => {
    const subjects = await Promise.all(
      (["incident_opened", "incident_updated", "incident_resolved", "postmortem"] as const).map(
        async (name) => (await mailOf(name, samples[name])).subject,
      ),
    );
    expect(new Set(subjects)).toEqual(new Set(["[Acme status] Checkout is slow"]));
  });

  it("shows what people wrote as the page does, and only that", async () => {
    const told = samples.incident_opened;
    const slots = {
      ...told,
      update: { ...told.update, body: "**bold** <b onclick=x>raw</b> [x](javascript:alert(1))" },
    };
    const { html, text } = await mailOf("incident_opened", slots);
    expect(html).toContain("<strong>bold</strong>");
    expect(html).not.toMatch(/<b |href="javascript/);
    expect(text).toContain("bold");
  });

  it("draws a page of its own colours in them, and a dark page dark for everybody", async () => {
    const dark = { ...page, mode: "dark" as const, dark: { ...page.dark, ground: "#001122" } };
    const { html } = await mailOf("incident_opened", { ...samples.incident_opened, page: dark });
    expect(html).toContain("background-color:#001122");
    expect(html).not.toContain("prefers-color-scheme");
  });

  it("shows the page's picture and accent, the button readable whatever the colour, and no picture of a closed page", async () => {
    const scope = newScope();
    const theme = themeInput.parse({
      light: { accent: "#ffe100" },
      dark: { ground: "#112233", accent: "#102030" },
      logo: picture,
    });
    const open = await newPage(scope, 1, { theme });
    const closed = await newPage(scope, 1, { theme, access: { mode: "members" } });
    const looks = await inTenant(scope, async (tx) => {
      const rows = [await findPage(tx, open.id), await findPage(tx, closed.id)];
      return await Promise.all(rows.map((row) => row && pageAppearance(tx, row)));
    });
    const [look, behind] = looks;
    if (!look || !behind) throw new Error("no page");
    for (const { action, ground } of [look.light, look.dark])
      expect(contrastOf(action, ground)).toBeGreaterThanOrEqual(4.5);
    expect(look.light.action).not.toBe(look.light.ink);
    const { html, text } = await mailOf("incident_opened", { ...samples.incident_opened, page: look });
    expect(html).toContain(`src="${look.url}/logo"`);
    expect(html).toContain(`background-color:${look.light.action}`);
    expect(html).toContain(`.action { background-color: ${look.dark.action} !important`);
    expect(text).not.toContain("/logo");
    expect(
      (await mailOf("incident_opened", { ...samples.incident_opened, page: behind })).html,
    ).not.toContain("<img");
  });

  it("names a contract's month as the contract does, wherever its reader is", async () => {
    for (const name of ["credit_issued", "sla_report"] as const)
      expect((await mailOf(name, samples[name])).text).toMatch(/1\s?–\s?31\sOct\s2026/i);
  });

  it("says the same in a chat and to a webhook, with the object as data", () => {
    const note = renderNote("incident_opened", { ...samples.incident_opened }, reader("de"));
    expect(note).toMatchObject({
      title: "Acme status – Wird untersucht: Checkout is slow",
      url: "https://status.acme.test/incidents/inc_1",
      tone: "bad",
      event: {
        type: "incident.updated",
        data: { incident: { id: "inc_1", started_at: "2026-11-20T14:03:00.000Z" } },
      },
    });
    expect(note?.text).toContain("Checkout: Ausfall");
  });
});
