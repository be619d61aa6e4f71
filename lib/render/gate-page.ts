import type { AccessMode } from "@/lib/domain/page-access";
import type { GateWord } from "./gate/en";
import { gateWord } from "./gate-words";
import { html, type Markup } from "./markup";
import { type FormDocument, type FormPage, formDocument } from "./subscription-document";
import type { Reader } from "./told/say";

/** What stands at the gate: the way in by the page's access, and what went wrong with the last try. */
export type GateView = {
  page: FormPage;
  reader: Reader;
  mode: AccessMode;
  /** The form for customers' people, who see more than others. */
  isForCustomers: boolean;
  /** A path below the page to go on to. */
  to: string;
  /** Where the forms lead; the page's own address, wherever it is read. */
  action: string;
  complaint: string | null;
  typed: string;
};

export function gatePage(view: GateView): FormDocument {
  const { page, reader } = view;
  const title = view.isForCustomers ? "customer_title" : "private_title";
  const main = view.isForCustomers || view.mode === "email_domain" ? emailForm(view) : otherForm(view);
  return formDocument(page, reader, say(view, title), main);
}

function say({ page, reader }: Pick<GateView, "page" | "reader">, word: GateWord): string {
  return gateWord(reader.locale, word, { page: page.name });
}

function otherForm(view: GateView): Markup {
  return view.mode === "members" ? membersForm(view) : passwordForm(view);
}

function complaintOf({ complaint }: GateView): Markup | null {
  return complaint === null ? null : html`<p class=note role=alert id=complaint>${complaint}</p>`;
}

const describedBy = ({ complaint }: GateView) =>
  complaint === null ? null : html` aria-invalid=true aria-describedby=complaint`;

function passwordForm(view: GateView): Markup {
  return html`<p>${say(view, "password_text")}</p>
<form method=post action="${view.action}">
${complaintOf(view)}
<input type=hidden name=to value="${view.to}">
<div><label class=over for=password>${say(view, "password_label")}</label><input type=password id=password name=password required maxlength=200 autocomplete=current-password${describedBy(view)}></div>
<button class=do>${say(view, "open")}</button>
</form>`;
}

function emailForm(view: GateView): Markup {
  const text = view.isForCustomers ? "customer_text" : "email_text";
  return html`<p>${say(view, text)}</p>
<form method=post action="${view.action}">
${complaintOf(view)}
<input type=hidden name=to value="${view.to}">
${view.isForCustomers && html`<input type=hidden name=as value=customer>`}
<div><label class=over for=email>${say(view, "email_label")}</label><input type=email id=email name=email required maxlength=254 autocomplete=email value="${view.typed}"${describedBy(view)}></div>
<button class=do>${say(view, "send")}</button>
</form>`;
}

function membersForm(view: GateView): Markup {
  const to = `${view.action}/member?to=${encodeURIComponent(view.to)}`;
  return html`<p>${say(view, "members_text")}</p>
<p><a class=do href="${to}">${say(view, "members_action")}</a></p>`;
}

type Said = Pick<GateView, "page" | "reader">;

export function linkSentPage(view: Said): FormDocument {
  return formDocument(
    view.page,
    view.reader,
    say(view, "sent_title"),
    html`<p>${say(view, "sent_text")}</p>`,
  );
}

/** A link in a mail asks for a click, because mail scanners open links too. */
export function confirmPage(view: Said & { action: string; token: string }): FormDocument {
  const main = html`<p>${say(view, "confirm_text")}</p>
<form method=post action="${view.action}"><input type=hidden name=token value="${view.token}"><button class=do>${say(view, "open")}</button></form>`;
  return formDocument(view.page, view.reader, say(view, "confirm_title"), main);
}

export function usedLinkPage(view: Said & { action: string }): FormDocument {
  const main = html`<p>${say(view, "used_text")}</p>
<p><a class=do href="${view.action}">${say(view, "again")}</a></p>`;
  return formDocument(view.page, view.reader, say(view, "used_title"), main);
}
