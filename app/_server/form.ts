/** A sent form as texts: an empty control counts as not given. */
export type Fields = {
  text(name: string): string | undefined;
  /** Every value of a name: checked boxes, repeated inputs. */
  all(name: string): string[];
  /** A number as typed; text that is none stays text, so that the schema complains about it. */
  number(name: string): number | string | undefined;
  checked(name: string): boolean;
  /** Every given text but the organization. */
  given(): Record<string, string>;
  /** The same with every value of a name, line by line: what a refused form is filled with again. */
  typed(): Record<string, string>;
};

/** Reads a form without its files, without what the framework added, and without NUL, which no browser types. */
export function fieldsOf(form: FormData): Fields {
  const all = (name: string) =>
    form
      .getAll(name)
      .flatMap((value) => (typeof value === "string" ? [value.replaceAll("\u0000", "")] : []))
      .filter((value) => value !== "");
  const text = (name: string) => all(name)[0];
  return {
    text,
    all,
    number: (name) => numberOf(text(name)),
    checked: (name) => text(name) !== undefined,
    given: () => collect(form, (name) => text(name)),
    typed: () => collect(form, (name) => (text(name) === undefined ? undefined : all(name).join("\n"))),
  };
}

function numberOf(text: string | undefined): number | string | undefined {
  const trimmed = text?.trim();
  if (!trimmed) return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : trimmed;
}

function collect(form: FormData, read: (name: string) => string | undefined): Record<string, string> {
  const collected: Record<string, string> = {};
  for (const name of new Set(form.keys())) {
    const value = read(name);
    if (value !== undefined && name !== "organization" && !name.startsWith("$ACTION"))
      collected[name] = value;
  }
  return collected;
}
