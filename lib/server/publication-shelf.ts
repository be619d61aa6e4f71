import { type PreparedPage, preparePage } from "./prepared-page";
import type { StoredPage } from "./publication-disk";

/** The bytes of every page in memory, found by page, slug and host name. */
export type Shelf = {
  pages: Map<string, PreparedPage>;
  bySlug: Map<string, PreparedPage>;
  byHost: Map<string, PreparedPage>;
};

export function emptyShelf(): Shelf {
  return { pages: new Map(), bySlug: new Map(), byHost: new Map() };
}

/** Puts a page in the place of what it was before. */
export function keepPage(shelf: Shelf, stored: StoredPage): void {
  const page = preparePage(stored);
  forgetPage(shelf, page.pageId);
  shelf.pages.set(page.pageId, page);
  if (page.slug !== null) shelf.bySlug.set(page.slug, page);
  for (const host of page.hosts) shelf.byHost.set(host, page);
}

/** Takes a page away; an address that another page has taken meanwhile stays with that one. */
export function forgetPage({ pages, bySlug, byHost }: Shelf, pageId: string): void {
  const page = pages.get(pageId);
  if (!page) return;
  pages.delete(pageId);
  if (page.slug !== null && bySlug.get(page.slug) === page) bySlug.delete(page.slug);
  for (const host of page.hosts) if (byHost.get(host) === page) byHost.delete(host);
}

export function sizesOf({ pages }: Shelf): { pages: number; publications: number; bytes: number } {
  const all = [...pages.values()];
  return {
    pages: all.length,
    publications: all.reduce((sum, page) => sum + page.byPath.size, 0),
    bytes: all.reduce((sum, page) => sum + page.bytes, 0),
  };
}
