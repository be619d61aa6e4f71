import { render, toPlainText } from "@react-email/render";
import type { ReactElement } from "react";
import type { FilledTemplate } from "@/lib/domain/notice";
import { InvitationMail, invitationSubject } from "./invitation";
import { SignInMail, signInSubject } from "./sign-in";

export type RenderedMail = { subject: string; html: string; text: string };

/** A template with its slots as one mail, in HTML and in plain text that says the same. */
export async function renderMail(filled: FilledTemplate): Promise<RenderedMail> {
  const { subject, body } = mailOf(filled);
  const html = await render(body);
  const skipped = { selector: '[data-skip-in-text="true"]', format: "skip" };
  const text = toPlainText(html, { wordwrap: 100, selectors: [skipped] });
  return { subject, html, text: `${text.trim()}\n` };
}

function mailOf({ template, slots }: FilledTemplate): { subject: string; body: ReactElement } {
  switch (template) {
    case "sign_in":
      return { subject: signInSubject(), body: <SignInMail {...slots} /> };
    case "invitation":
      return { subject: invitationSubject(slots), body: <InvitationMail {...slots} /> };
  }
}
