import type { Encoding } from "./publication";

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

const suffixes: Record<Encoding, string> = { identity: "", gzip: ".gz", br: ".br" };

/**
 * Files with the compressed forms of each beside it, named as static servers look for them: files like all others, so
 * that they come, change and go with theirs.
 */
export function withForms<T extends { encodings: readonly Encoding[] }>(
  files: ReadonlyMap<string, T>,
): Map<string, T & { encoding: Encoding }> {
  return new Map(
    [...files].flatMap(([file, each]) =>
      each.encodings.map((encoding): [string, T & { encoding: Encoding }] => [
        `${file}${suffixes[encoding]}`,
        { ...each, encoding },
      ]),
    ),
  );
}

/** What a document of a mirror must know of the page around it. */
export type MirroredSite = {
  slug: string;
  /** Where the product itself answers for the page. */
  home: string;
  /** Every published path that has a file, and its name below the page. */
  names: ReadonlyMap<string, string>;
};

export function mirroredSite(published: readonly Published[], slug: string, home: string): MirroredSite {
  const named = published.map((each): [string, string | null] => [each.path, fileOf(each)]);
  return {
    slug,
    home,
    names: new Map(named.flatMap(([path, name]) => (name === null ? [] : [[path, name]]))),
  };
}

/**
 * A document as it stands in a mirror. What the mirror holds too is linked beside it, so that it reads the same under
 * whatever name or folder it is served; what only the product answers (forms, ledgers) is linked there.
 */
export function mirroredDocument(text: string, path: string, { slug, home, names }: MirroredSite): string {
  const own = names.get(path) ?? "/";
  const up = "../".repeat(own.split("/").length - 2) || "./";
  const link = new RegExp(`"/status/${slug}(/[^"?#]*)?(?:\\?([^"#]*))?(#[^"]*)?"`, "g");
  return text.replace(link, (_, place = "/", query = "", mark = "") => {
    const language = /(?:^|[&;])lang=([A-Za-z-]+)/.exec(query)?.[1];
    const name = names.get(`${place}?lang=${language}`) ?? names.get(place);
    if (name !== undefined) return `"${up}${name.slice(1)}${mark}"`;
    return `"${home}${place === "/" ? "" : place}${query === "" ? "" : `?${query}`}${mark}"`;
  });
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
