/**
 * A mail is rendered once with a mark where each recipient's own text goes, and filled per recipient (RULES R7.3).
 * Marks are made of private-use characters, which are taken out of everything else that gets into a mail.
 */
const [opens, closes] = ["\ue000", "\ue001"];
const mark = /\ue000([A-Za-z_]\w*)\ue001/;
const marks = /[\ue000\ue001]/g;

export function slotMark(name: string): string {
  return `${opens}${name}${closes}`;
}

/** The value without anything that could be taken for a mark, however deep. */
export function withoutMarks<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value)
      .replace(marks, "")
      .replace(/\\ue00[01]/gi, ""),
  ) as T;
}

/** Text at even places, names of slots at odd ones. */
export type Parts = readonly string[];

export function partsOf(text: string): Parts {
  return text.split(mark);
}

export type Slots = Readonly<Record<string, string>>;

/** `written` says how a value stands in this kind of text. A slot without a value stays empty. */
export function fill(parts: Parts, slots: Slots, written: (value: string) => string): string {
  let text = parts[0] ?? "";
  for (let at = 1; at < parts.length; at += 2) {
    const value = slots[parts[at] ?? ""];
    text += (value === undefined ? "" : written(value)) + (parts[at + 1] ?? "");
  }
  return text;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** In HTML, in an attribute's quotes too. */
export function asHtml(value: string): string {
  return clean(value).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** In a plain body: lines may break, nothing else may happen. */
export function asText(value: string): string {
  return clean(value);
}

/** In a header or another single line. */
export function asLine(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029\ue000\ue001]+/gu, " ").trim();
}

const unwanted = /[\p{Cc}\ue000\ue001]/gu;

function clean(value: string): string {
  return value.replace(unwanted, (character) => (character === "\n" || character === "\t" ? character : ""));
}
