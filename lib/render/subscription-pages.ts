import type { Locale } from "@/lib/domain/page";
import type { SubscriberChannel, SubscriberFilter } from "@/lib/domain/subscriber";
import { hasNothingLeft, type PagePart } from "@/lib/domain/subscription";
import { html, type Markup, trusted } from "./markup";
import { type FormDocument, type FormPage, formDocument } from "./subscription-document";
import { type Choices, reachFields, type Wishes, wishFields } from "./subscription-form";
import { type Reader, say, sayList } from "./told/say";

export type SubscribeView = {
  page: FormPage;
  choices: Choices;
  incident: { id: string; title: string } | null;
  typed: { channel: string; address: string } & Wishes;
  complaint: string | null;
};

/** The form of a page, or of one incident of it. */
export function subscribePage(view: SubscribeView, reader: Reader): FormDocument {
  const { page, incident, typed, complaint } = view;
  const title = incident === null ? say(reader, "subscribe_title", { page: page.name }) : incident.title;
  const lead = say(reader, incident === null ? "subscribe_lead" : "follow_lead");
  const main = html`<p class=soft>${lead}</p>
${complaintNote(complaint, reader)}
<form method=post>
${reachFields(typed, reader)}
${incident === null ? wishes(view, reader) : html`<input type=hidden name=incident_id value="${incident.id}">`}
<button class=do>${say(reader, "subscribe_button")}</button>
</form>
${incident === null && feeds(page, reader)}`;
  return formDocument(page, reader, title, main);
}

/** Folded until somebody wants less than everything: an address and one press are enough. */
function wishes({ typed, choices, complaint }: SubscribeView, reader: Reader): Markup {
  const open = complaint === null ? null : trusted(" open");
  return html`<details${open}><summary>${say(reader, "choose_label")}</summary><div class=wishes>${wishFields(typed, choices, reader)}</div></details>`;
}

function complaintNote(complaint: string | null, reader: Reader): Markup | null {
  if (complaint === null) return null;
  return html`<p class=note role=alert>${say(reader, "mend_fields", { complaint })}</p>`;
}

function feeds({ url }: FormPage, reader: Reader): Markup {
  return html`<h2>${say(reader, "feeds_heading")}</h2>
<ul><li><a href="${url}/history.rss">${say(reader, "feed_rss")}</a></li>
<li><a href="${url}/history.atom">${say(reader, "feed_atom")}</a></li>
<li><a href="${url}/calendar.ics">${say(reader, "feed_calendar")}</a></li></ul>`;
}

/** The same for whatever address was given. */
export function askedPage(page: FormPage, reader: Reader): FormDocument {
  return notePage(page, reader, "asked_heading", html`<p>${say(reader, "asked_body")}</p>`);
}

type NoteHeading =
  | "asked_heading"
  | "broken_link_heading"
  | "refused_heading"
  | "limit_heading"
  | "expired_heading";

function notePage(page: FormPage, reader: Reader, heading: NoteHeading, main: Markup): FormDocument {
  return formDocument(page, reader, say(reader, heading), main);
}

export function brokenLinkPage(page: FormPage, reader: Reader): FormDocument {
  return notePage(page, reader, "broken_link_heading", html`<p>${say(reader, "broken_link_body")}</p>`);
}

export function refusedPage(page: FormPage, reader: Reader): FormDocument {
  return notePage(page, reader, "refused_heading", html`<p>${say(reader, "refused_body")}</p>`);
}

export function limitPage(page: FormPage, reader: Reader, retryAfterSeconds: number): FormDocument {
  const minutes = String(Math.max(1, Math.ceil(retryAfterSeconds / 60)));
  return notePage(page, reader, "limit_heading", html`<p>${say(reader, "limit_body", { minutes })}</p>`);
}

export type PreferencesView = {
  page: FormPage;
  /** Where the page's form is. */
  subscribeUrl: string;
  subscriber: Wishes &
    Pick<SubscriberFilter, "incidentId"> & {
      address: string;
      channel: SubscriberChannel;
      state: "pending" | "active" | "unsubscribed" | "quarantined";
    };
  parts: readonly PagePart[];
  locales: readonly Locale[];
  incident: { title: string } | null;
  isExpired: boolean;
  /** What was just done. */
  done: "confirmed" | "saved" | null;
  /** What a webhook's messages are signed with, shown this once. */
  secret: string | null;
  complaint: string | null;
};

/** What the holder of a link sees: one question at a time, by where the subscription stands. */
export function preferencesPage(view: PreferencesView, reader: Reader): FormDocument {
  const { page, subscriber, isExpired } = view;
  const { address, state } = subscriber;
  if (isExpired) {
    const again = html`<p>${say(reader, "expired_body")}</p><p><a href="${view.subscribeUrl}">${say(reader, "subscribe_button")}</a></p>`;
    return notePage(page, reader, "expired_heading", again);
  }
  if (state === "pending") return confirmPage(view, reader);
  if (state === "active") return activePage(view, reader);
  const heading = say(reader, state === "unsubscribed" ? "unsubscribed_heading" : "quarantined_heading", {
    address,
  });
  const body = say(reader, state === "unsubscribed" ? "unsubscribed_body" : "quarantined_body");
  const main = html`<p>${body}</p>${oneButton("confirm", say(reader, "resume_button"), "do")}`;
  return formDocument(page, reader, heading, main);
}

function confirmPage({ page, subscriber, incident }: PreferencesView, reader: Reader): FormDocument {
  const { address, kinds } = subscriber;
  const about =
    incident?.title ??
    sayList(
      reader,
      kinds.map((kind) => say(reader, `kind_${kind}`)),
    );
  const main = html`<p>${say(reader, "confirm_body", { address, what: about })}</p>
${oneButton("confirm", say(reader, "confirm_button"), "do")}`;
  return formDocument(page, reader, say(reader, "confirm_heading"), main);
}

function activePage(view: PreferencesView, reader: Reader): FormDocument {
  const { page, subscriber, parts, locales, incident, done, secret, complaint } = view;
  const { address } = subscriber;
  const heading = say(reader, "preferences_heading", { address, page: page.name });
  const filter = { ...subscriber, components: subscriber.components, groups: subscriber.groups };
  const main = html`${done !== null && html`<p class=ok role=status>${say(reader, done)}</p>`}
${secret !== null && html`<p>${say(reader, "secret_body")}</p><p><code>${secret}</code></p>`}
${complaintNote(complaint, reader)}
${hasNothingLeft(filter, parts) && html`<p class=note>${say(reader, "nothing_left")}</p>`}
${
  incident === null && subscriber.incidentId === null
    ? html`<form method=post><input type=hidden name=act value=save>
${wishFields(subscriber, { parts, locales, hasRhythm: subscriber.channel === "email" }, reader)}
<button class=do>${say(reader, "save_button")}</button></form>`
    : html`<p>${incident?.title ?? ""}</p>`
}
${oneButton("unsubscribe", say(reader, "unsubscribe_button"), "less")}`;
  return formDocument(page, reader, heading, main);
}

/** A reader's own click on the link of a mail: asks first, because scanners click too. */
export function unsubscribePage(view: PreferencesView, reader: Reader): FormDocument {
  const { page, subscriber } = view;
  if (subscriber.state === "unsubscribed") return preferencesPage(view, reader);
  const heading = say(reader, "unsubscribe_heading", { address: subscriber.address, page: page.name });
  return formDocument(
    page,
    reader,
    heading,
    oneButton("unsubscribe", say(reader, "unsubscribe_button"), "do"),
  );
}

function oneButton(act: string, label: string, look: "do" | "less"): Markup {
  return html`<form method=post class=inline><input type=hidden name=act value="${act}"><button class="${look}">${label}</button></form>`;
}
