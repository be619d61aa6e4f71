/** Most elements read of one array or object: a hostile document must not make us build more than it is worth. */
const entriesMax = 20_000;
const textMax = 500;

/** The value under `path`, or undefined as soon as a step is not an object with that own key. */
export function at(value: unknown, ...path: string[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Record<string, unknown>)[key];
  }
  return inner;
}

/** The elements of an array; nothing when it is none. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, entriesMax) : [];
}

/** The elements of an array that are objects: what is no record is no incident. */
export function recordsOf(value: unknown): unknown[] {
  return listOf(value).filter((each) => typeof each === "object" && each !== null && !Array.isArray(each));
}

/** The own entries of an object that is no array. */
export function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).slice(0, entriesMax);
}

/** How many elements an array really has. */
export function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** One line of text from a string or a number; null when there is nothing to read. */
export function textOf(value: unknown): string | null {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return null;
  const line = oneLine(value);
  return line === "" || line === "<no value>" ? null : line;
}

/** Text without runs of blanks, control characters and halves of surrogate pairs, cut at a title's length. */
export function oneLine(text: string): string {
  const flat = text
    .slice(0, 4 * textMax)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .toWellFormed();
  return flat.length <= textMax ? flat : `${flat.slice(0, textMax - 1).toWellFormed()}…`;
}

/** A word for comparing: lower case, without blanks around it; "" when it is no text. */
export function wordOf(value: unknown): string {
  return textOf(value)?.toLowerCase() ?? "";
}

/** What a vocabulary says of a word; `other` for words it does not hold. */
export function translate<Meaning>(
  vocabulary: Readonly<Record<string, Meaning>>,
  value: unknown,
  other: Meaning,
): Meaning {
  const word = wordOf(value);
  return Object.hasOwn(vocabulary, word) ? (vocabulary[word] ?? other) : other;
}

/** The names in a list of `{name}` objects or of plain texts, each once. */
export function namesOf(value: unknown, ...keys: string[]): string[] {
  const names = listOf(value).map((each) => {
    for (const key of keys) {
      const name = textOf(at(each, key));
      if (name !== null) return name;
    }
    return textOf(each);
  });
  return [...new Set(names.filter((name) => name !== null))];
}

/** The ids of records, as far as they have any. */
export function idsOf(records: readonly unknown[]): string[] {
  return records.map((record) => textOf(at(record, "id"))).filter((id) => id !== null);
}

/** The first object of an array, by whose keys lists are told apart. */
export function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value.find((each) => typeof each === "object" && each !== null) : undefined;
}
