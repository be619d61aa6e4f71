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
};

/** Reads a form without its files and without what the framework added. */
export function fieldsOf(form: FormData): Fields {
  const all = (name: string) =>
    form.getAll(name).filter((value): value is string => typeof value === "string" && value !== "");
  const text = (name: string) => all(name)[0];
  return {
    text,
    all,
    number: (name) => numberOf(text(name)),
    checked: (name) => text(name) !== undefined,
    given: () => {
      const given: Record<string, string> = {};
      for (const name of new Set(form.keys())) {
        const value = text(name);
        if (value !== undefined && name !== "organization" && !name.startsWith("$ACTION"))
          given[name] = value;
      }
      return given;
    },
  };
}

function numberOf(text: string | undefined): number | string | undefined {
  const trimmed = text?.trim();
  if (!trimmed) return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : trimmed;
}
