/** What the palette can open: a place, an act or an object. `kind` is the grey word at its right. */
export type Opened = { key: string; label: string; kind: string; href: string };

/** A command that is always there; `words` are other names people may type for it. */
export type Command = Opened & { words?: string };

/** The commands that every word of the query begins some word of; all of them for an empty query. */
export function matching(commands: readonly Command[], query: string): Command[] {
  const asked = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label, words = "" }) => {
    const known = `${label} ${words}`.toLowerCase().split(/\s+/);
    return asked.every((word) => known.some((each) => each.startsWith(word)));
  });
}
