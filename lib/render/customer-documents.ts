import type { CustomerDocuments } from "@/lib/domain/customer-layer";
import { html, type Markup } from "./markup";
import { type Reader, say, sayPeriod } from "./told/say";

/** A customer's statements to take along; `at` is where its files are. Nothing where there is none. */
export function statementList({ statements }: CustomerDocuments, at: string, reader: Reader): Markup {
  return html`<ul class=plain>${statements.map(
    ({ id, service, period, timezone }) =>
      html`<li><a href="${at}/statement/${id}.pdf">${service}, ${sayPeriod({ ...reader, timezone }, period)} (PDF)</a></li>`,
  )}</ul>`;
}

/** Statements and memos under their headings, as a contact's own page has them. */
export function documentSections(documents: CustomerDocuments, at: string, reader: Reader): Markup {
  const memos = documents.memos.map(
    ({ id, number, service, period, timezone }) =>
      html`<li><a href="${at}/memo/${id}.pdf">${number} · ${service}, ${sayPeriod({ ...reader, timezone }, period)} (PDF)</a></li>`,
  );
  return html`${documents.statements.length > 0 && html`<h2>${say(reader, "statements_heading")}</h2>${statementList(documents, at, reader)}`}
${memos.length > 0 && html`<h2>${say(reader, "memos_heading")}</h2><ul class=plain>${memos}</ul>`}`;
}
