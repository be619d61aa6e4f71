import { httpUrlComplaint } from "./target";

/** One spelling per address: no fragment, no credentials, a lower-case host. Null when it is no http address. */
export function providerUrl(text: string): string | null {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (httpUrlComplaint(full) !== null) return null;
  const url = new URL(full);
  url.hash = "";
  return url.href;
}

const documentEnding = /\.(?:json|xml|rss|atom|js)$/i;

/** Where products keep their documents, the telling ones first; relative to the page's origin. */
const wellKnown = [
  "/api/v2/summary.json",
  "/summary.json",
  "/index.json",
  "/v3/summary.json",
  "/api/v1/status",
  "/api/v1/components",
  "/api/v1/endpoints/statuses",
  "/history.atom",
  "/history.rss",
  "/feed.xml",
  "/rss",
] as const;

/**
 * The addresses to try for a pasted one, in order: itself where it looks like a document, the neighbours that its product
 * is known by, then the well-known places. The page itself comes last, for the feeds it may name.
 */
export function addressesToTry(pasted: string): string[] {
  const url = new URL(pasted);
  const isDocument =
    documentEnding.test(url.pathname) || /\/(?:api|rss|feed|_apis)(?:\/|$)/i.test(url.pathname);
  const at = (path: string) => new URL(path, url.origin).href;
  const kuma = /^\/status\/([\w-]{1,100})\/?$/.exec(url.pathname)?.[1];
  const folder = url.pathname.replace(/\/+$/, "");
  const below =
    folder === "" || isDocument ? [] : [at(`${folder}/api/v2/summary.json`), at(`${folder}/summary.json`)];
  const upptime = /^\/([\w.-]{1,100})\/([\w.-]{1,100})\/?$/.exec(
    url.hostname === "github.com" ? url.pathname : "",
  );
  const tries = [
    ...(isDocument ? [url.href] : []),
    ...(kuma === undefined ? [] : [at(`/api/status-page/${kuma}`)]),
    ...(upptime === null
      ? []
      : [`https://raw.githubusercontent.com/${upptime[1]}/${upptime[2]}/master/history/summary.json`]),
    ...below,
    ...(isDocument ? [] : wellKnown.map(at)),
    ...(isDocument ? [] : [url.href]),
  ];
  return [...new Set(tries)];
}

const linkTag = /<link\b[^>]{0,500}>/gi;

/** The feeds that an HTML page names with `<link rel="alternate">`, as full addresses; at most three. */
export function feedsNamedBy(html: string, page: string): string[] {
  const feeds: string[] = [];
  for (const [tag] of html.slice(0, 200_000).matchAll(linkTag)) {
    if (!/\brel=["']?alternate\b/i.test(tag) || !/application\/(?:rss|atom)\+xml/i.test(tag)) continue;
    const href = /\bhref=["']?([^"'\s>]{1,500})/i.exec(tag)?.[1]?.replaceAll("&amp;", "&");
    const url = href === undefined ? null : URL.parse(href, page);
    if (url !== null && httpUrlComplaint(url.href) === null) feeds.push(url.href);
  }
  return [...new Set(feeds)].slice(0, 3);
}
