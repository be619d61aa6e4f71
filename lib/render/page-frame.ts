import type { PageView } from "@/lib/domain/page-view";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { html, type Markup, trusted } from "./markup";
import type { Language } from "./words/language";

/** What every part of a page is drawn from. Old bytes (`isStale`) say that they are old (RULES R6.1). */
export type PageFrame = { view: PageView; language: Language; isStale: boolean };

/** Where the page's own links lead; they work by slug on every host. */
export function basePath({ page }: PageView): string {
  return `/status/${page.slug}`;
}

/** A link to a part of the page, in the reader's language where there are several. */
export function linkTo({ view, language }: PageFrame, path: string): string {
  const [before = "", fragment] = path.split("#", 2);
  const query = view.page.locales.length > 1 ? `?lang=${language.locale}` : "";
  return `${basePath(view)}${before}${query}${fragment === undefined ? "" : `#${fragment}`}`;
}

/** Where a feed is read; a private page's own address holds the token that opens it. */
export function feedAt(view: PageView, path: string): string {
  const token = view.feedToken === null ? "" : `?token=${view.feedToken}`;
  return `${basePath(view)}${path}${token}`;
}

/** An instant as text in the page's zone; the script turns it into the viewer's. */
export function timeElement(
  instant: Ms,
  { view, language }: PageFrame,
  options: { withAge?: boolean } = {},
): Markup {
  const text = language.instant(instant, view.page.timezone, view.now);
  const age = options.withAge === true && trusted(" data-age");
  return html`<time datetime="${formatInstant(instant)}"${age}>${text}</time>`;
}

/** The same with its whole date: it reads the same whenever it is read. */
export function fullTime(instant: Ms, { view, language }: PageFrame): Markup {
  const text = language.fullInstant(instant, view.page.timezone);
  return html`<time datetime="${formatInstant(instant)}" data-f>${text}</time>`;
}

/** A figure with its sign, or that there is none. */
export function percentText(percent: string | null, { words, percent: written }: Language): string {
  return percent === null ? words.noData : written(percent);
}

/** The page's names of components, in its words: "A, B and C"; an empty text when there are none. */
export function namesOf(ids: readonly string[], { view, language }: PageFrame): string {
  return language.names(ids.flatMap((id) => view.names.get(id) ?? []));
}
