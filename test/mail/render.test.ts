import { describe, expect, it } from "vitest";
import { renderMail } from "@/emails/render";

const link = "https://probity.test/sign-in/confirm?token=abc&email=ana%40acme.test";

describe("mails", () => {
  it("say the same in HTML and in text, with the link whole in both", async () => {
    const mail = await renderMail({ template: "sign_in", slots: { link } });
    expect(mail.subject).toBe("Your sign-in link for Probity");
    expect(mail.html).toContain(`href="${link.replaceAll("&", "&amp;")}"`);
    expect(mail.text).toContain(link);
    expect(mail.text.match(/confirm/g)).toHaveLength(1);
    expect(mail.html).toContain("prefers-color-scheme: dark");
  });

  it("let no name of an organization become markup", async () => {
    const slots = { organization: "<script>x</script>", role: "viewer", invitedBy: null, link } as const;
    const mail = await renderMail({ template: "invitation", slots });
    expect(mail.html).not.toContain("<script>");
    expect(mail.text).toContain("<script>x</script>");
  });

  it("are the same bytes each time, so that a repeat is a repeat", async () => {
    const once = await renderMail({ template: "sign_in", slots: { link } });
    expect(await renderMail({ template: "sign_in", slots: { link } })).toEqual(once);
  });
});
