import { renderMarkdown } from "./markdown";
import { type Markup, trusted } from "./markup";

const rendered = new Map<string, Markup>();
const renderedMax = 2_000;

/** People's Markdown on a page. The same words stand in many languages and publications, so they are read once. */
export function peoplesWords(text: string): Markup {
  const known = rendered.get(text);
  if (known) return known;
  if (rendered.size >= renderedMax) rendered.clear();
  const markup = trusted(`<div class=md dir=auto>${renderMarkdown(text)}</div>`);
  rendered.set(text, markup);
  return markup;
}
