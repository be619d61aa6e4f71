import { describe, expect, it } from "vitest";
import { inEngine } from "@/db/client";
import { findSendableNotices } from "@/db/queries/notice";
import { type Reader, renderShell } from "@/emails/render";
import { engineScope } from "@/lib/auth/scope";
import { spokenLocale } from "@/lib/domain/locale";
import { type NoticeSlots, templateRules } from "@/lib/domain/notice";
import { locales } from "@/lib/domain/page";
import { compose } from "@/lib/jobs/compose";
import { createInvitation } from "@/lib/operations/invitations";
import { requestSignIn } from "@/lib/operations/sign-in";
import { catalogs, say } from "@/lib/render/told/say";
import { noon, tenant } from "../auth/people";
import { page } from "./told-samples";

const personal = {
  sign_in: {},
  invitation: { organization: "Acme", role: "responder", invitedBy: "Ana" },
  page_sign_in: { page },
} satisfies Partial<NoticeSlots>;
const names = Object.keys(personal) as (keyof typeof personal)[];

const readerOf = (locale: string): Reader => ({ locale, timezone: "UTC" });

describe("mails that somebody asked for themselves", () => {
  it.each(names)("%s is whole in every language, says its direction and how to go on", async (name) => {
    const bodies = await Promise.all(
      Object.keys(catalogs).map(async (locale) => {
        const mail = await renderShell(name, personal[name], readerOf(locale));
        expect(mail.html).toContain(`dir="${locale === "ar" ? "rtl" : "ltr"}"`);
        expect(mail.html).toContain(`lang="${locale === "en" ? "en-GB" : locale}"`);
        expect(Buffer.byteLength(mail.html)).toBeLessThan(60_000);
        expect(mail.subject + mail.text).not.toMatch(/\{\w+\}|undefined/);
        return mail.text;
      }),
    );
    expect(new Set(bodies).size).toBe(locales.length);
  });

  it("are written in the language of the browser that asked, and of who was invited", async () => {
    const { owner } = await tenant("languages");
    const locale = spokenLocale("pt-PT, en;q=0.5");
    await requestSignIn(
      { email: "owner@languages.test", callbackPath: "/", client: "198.51.100.7", locale },
      noon,
    );
    await createInvitation(owner, { email: "yuki@languages.test", role: "viewer", locale: "ja" }, noon);
    await createInvitation(owner, { email: "plain@languages.test", role: "viewer" }, noon);
    const rows = await inEngine(
      engineScope(),
      (tx) => tx.sql<{ address: string; locale: string }[]>`
        select address, locale from deliveries where address like '%@languages.test' order by address`,
    );
    expect(rows).toEqual([
      { address: "owner@languages.test", locale: "pt-BR" },
      { address: "plain@languages.test", locale: "en" },
      { address: "yuki@languages.test", locale: "ja" },
    ]);
    const { subject } = await renderShell("sign_in", {}, readerOf("pt-BR"));
    expect(subject).toBe(say(readerOf("pt-BR"), "sign_in_subject"));
  });

  it("offer no way to stop them, and no suppression holds them back: without one nobody gets in", async () => {
    expect(names.map((name) => templateRules[name].ignoresSuppression)).toEqual([true, true, true]);
    const { owner } = await tenant("no-way-out");
    await createInvitation(owner, { email: "in@no-way-out.test", role: "viewer", locale: "de" }, noon);
    const { delivery, notice } = await inEngine(engineScope(), async (tx) => {
      const [row] = await tx.sql<Parameters<typeof compose>[0][]>`
        select * from deliveries where address = 'in@no-way-out.test'`;
      if (!row) throw new Error("nothing was written");
      const [found] = await findSendableNotices(tx, [row]);
      if (!found) throw new Error("no notice");
      return { delivery: row, notice: found };
    });
    const { envelope, cut } = await compose(delivery, notice);
    expect(Object.keys(envelope.headers).join()).not.toMatch(/list-unsubscribe|precedence/i);
    expect(cut.plain.text.join("")).not.toContain("/subscription/");
  });
});
