/** A published path and its bytes' name, as far as the mirror is concerned. */
type Published = { path: string; contentType: string; etag: string };

/** Where readers find a page: its slug, and the domain of its own that it has proven. */
export type MirroredAt = { slug: string | null; host: string | null };

/**
 * The files that stand for a page in a mirror, and which published path fills each. `status/<slug>/` is the page as any
 * static host can serve it from its root; `hosts/<domain>/` is the same for a host of the page's own.
 */
export function mirrorFiles<T extends Published>(
  published: readonly T[],
  { slug, host }: MirroredAt,
): Map<string, T> {
  const files = new Map<string, T>();
  for (const each of published) {
    const name = fileOf(each);
    if (name === null || slug === null) continue;
    files.set(`status/${slug}${name}`, each);
    if (host === null) continue;
    files.set(`hosts/${host}${name}`, each);
    // The page's own links go by slug on every host.
    files.set(`hosts/${host}/status/${slug}${name}`, each);
  }
  return files;
}

/** `/history?lang=de` → `/history/index.de.html`; null for a path that is no file's. */
function fileOf({ path, contentType }: Published): string | null {
  const [place = "", query = ""] = path.split("?", 2);
  if (place.split("/").includes("..") || !/^\/[\w./-]*$/.test(place)) return null;
  const language = /^lang=([A-Za-z-]+)$/.exec(query)?.[1];
  if (query !== "" && language === undefined) return null;
  const mark = language === undefined ? "" : `.${language}`;
  if (contentType.startsWith("text/html")) return `${place === "/" ? "" : place}/index${mark}.html`;
  return mark === "" ? place : place.replace(/(\.[^./]*)?$/, `${mark}$1`);
}
