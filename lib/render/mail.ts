import { asHtml, asLine, asText, fill, type Parts, partsOf, type Slots } from "@/lib/domain/slot";

/** A mail with marks where each recipient's own text goes. */
export type MailShell = { subject: string; html: string; text: string };

/** A shell cut at its marks; `json` is the same as the fields of a JSON object, its words in bytes already. */
export type CutMail = { plain: CutParts; json: readonly JsonPart[] };
type CutParts = { subject: Parts; html: Parts; text: Parts };
type JsonPart = Uint8Array | { slot: string; written: (value: string) => string };

export function cutMail({ subject, html, text }: MailShell): CutMail {
  const plain = { subject: partsOf(asHeaderShell(subject)), html: partsOf(html), text: partsOf(text) };
  return {
    plain,
    json: [
      ...jsonParts(`"subject":"`, plain.subject, asLine),
      ...jsonParts(`","html":"`, plain.html, asHtml),
      ...jsonParts(`","text":"`, plain.text, asText),
      Buffer.from(`"`),
    ],
  };
}

function jsonParts(before: string, parts: Parts, written: (value: string) => string): JsonPart[] {
  return parts.map((part, at) => {
    if (at % 2 === 1) return { slot: part, written: (value) => escaped(written(value)) };
    return Buffer.from(`${at === 0 ? before : ""}${escaped(part)}`);
  });
}

/** The mail of one recipient. */
export function fillMail({ plain }: CutMail, slots: Slots): MailShell {
  return {
    subject: fill(plain.subject, slots, asLine),
    html: fill(plain.html, slots, asHtml),
    text: fill(plain.text, slots, asText),
  };
}

/** The same as `"subject":"…","html":"…","text":"…"` in pieces: only a recipient's own words are written for each. */
export function fillMailJson({ json }: CutMail, slots: Slots): (Uint8Array | string)[] {
  return json.map((part) => (part instanceof Uint8Array ? part : part.written(slots[part.slot] ?? "")));
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A subject is one line whatever was put into it; its marks stay. */
function asHeaderShell(subject: string): string {
  return subject.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
