import type { CustomerDocuments } from "@/lib/domain/customer-layer";
import { type ContactTopic, contactTopics } from "@/lib/domain/subscriber";
import { documentSections } from "./customer-documents";
import { html, trusted } from "./markup";
import { type FormDocument, type FormPage, formDocument } from "./subscription-document";
import { type Reader, say } from "./told/say";

export type ContactPageView = {
  page: FormPage;
  customer: string;
  documents: CustomerDocuments;
  /** Where this page is: the customer's files are below it. */
  at: string;
  contact: {
    email: string;
    topics: readonly ContactTopic[];
    state: "active" | "unsubscribed" | "quarantined";
  };
  isSaved: boolean;
};

/** What a customer's contact is told, the way out, and the papers that are its customer's. */
export function contactPage(
  { page, customer, documents, at, contact, isSaved }: ContactPageView,
  reader: Reader,
): FormDocument {
  const { email: address, topics, state } = contact;
  const heading =
    state === "active"
      ? say(reader, "contact_heading", { customer, address })
      : say(reader, state === "unsubscribed" ? "unsubscribed_heading" : "quarantined_heading", { address });
  const ticks = contactTopics.map(
    (topic) =>
      html`<label class=tick><input type=checkbox name=topics value="${topic}"${topics.includes(topic) && trusted(" checked")}> <span>${say(reader, `topic_${topic}`)}</span></label>`,
  );
  const end = html`<form method=post class=inline><input type=hidden name=act value=unsubscribe><button class=less>${say(reader, "unsubscribe_button")}</button></form>`;
  const main = html`${isSaved && html`<p class=ok role=status>${say(reader, "saved")}</p>`}
<form method=post><fieldset><legend>${say(reader, "kinds_legend")}</legend>${ticks}</fieldset>
<button class=do>${say(reader, state === "active" ? "save_button" : "resume_button")}</button></form>
${state === "active" && end}
${documentSections(documents, at, reader)}`;
  return formDocument(page, reader, heading, main);
}
