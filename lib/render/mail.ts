import { asHtml, asLine, asText, fill, type Parts, partsOf, type Slots } from "@/lib/domain/slot";

/** A mail with marks where each recipient's own text goes. */
export type MailShell = { subject: string; html: string; text: string };

/** A shell cut at its marks; `json` is the same with everything around them escaped for a JSON string. */
export type CutMail = { plain: CutParts; json: CutParts };
type CutParts = { subject: Parts; html: Parts; text: Parts };

export function cutMail({ subject, html, text }: MailShell): CutMail {
  const plain = { subject: partsOf(asHeaderShell(subject)), html: partsOf(html), text: partsOf(text) };
  return {
    plain,
    json: {
      subject: plain.subject.map(escaped),
      html: plain.html.map(escaped),
      text: plain.text.map(escaped),
    },
  };
}

/** The mail of one recipient. */
export function fillMail({ plain }: CutMail, slots: Slots): MailShell {
  return {
    subject: fill(plain.subject, slots, asLine),
    html: fill(plain.html, slots, asHtml),
    text: fill(plain.text, slots, asText),
  };
}

/** The same as `"subject":"…","html":"…","text":"…"`, for a batch of a hundred not to be escaped a hundred times. */
export function fillMailJson({ json }: CutMail, slots: Slots): string {
  const subject = fill(json.subject, slots, (value) => escaped(asLine(value)));
  const html = fill(json.html, slots, (value) => escaped(asHtml(value)));
  const text = fill(json.text, slots, (value) => escaped(asText(value)));
  return `"subject":"${subject}","html":"${html}","text":"${text}"`;
}

/** A name of a slot has nothing to escape, so both kinds of places may be treated alike. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A subject is one line whatever was put into it; its marks stay. */
function asHeaderShell(subject: string): string {
  return subject.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
