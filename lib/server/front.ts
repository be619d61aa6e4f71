import type { IncomingMessage, ServerResponse } from "node:http";
import { isAdmitted } from "@/lib/auth/page-gate";
import { archiveAsk } from "@/lib/domain/archive";
import type { Encoding } from "@/lib/domain/publication";
import { type Ms, secondMs } from "@/lib/domain/time";
import { type ArchiveAnswer, createArchive } from "./archive";
import type { PreparedBody, PreparedPage, PreparedRepresentation } from "./prepared-page";
import { createPublicationCache, followPublications } from "./publication-cache";
import { type Shelf, sizesOf } from "./publication-shelf";
import { translated } from "./translation";

export type FrontOptions = {
  /** Publications are kept in `<dataDir>/publications`, so that a restart without a database still serves them. */
  dataDir: string;
  /** Milliseconds since 1970; tests bring their own. */
  clock?: () => Ms;
};

type FrontStats = { pages: number; publications: number; bytes: number; polledAt: Ms | null };

export type Front = {
  /**
   * Answers a published path from memory and returns true; false means that the request is somebody else's. What is
   * asked of a page's archive is promised instead. On a page's own domain `request.url` is then the path under /status. Call it after `forwardedBy`, which leaves in
   * `host` only what may be believed (RULES R6.6).
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean>;
  /** Loads what the disk holds, then polls for new publications until the signal aborts. Resolves at its end. */
  start(signal: AbortSignal): Promise<void>;
  readonly stats: FrontStats;
};

/** The public side of the web process: published bytes ahead of Next, with no query on a view's path (DESIGN §7). */
export function createFront({ dataDir, clock = Date.now }: FrontOptions): Front {
  const cache = createPublicationCache(dataDir, clock);
  const archive = createArchive(cache.folder, clock);
  return {
    handle(request, response) {
      const found = locate(cache.shelf, request);
      if (!found) return false;
      const { page } = found;
      const isIn = page.gate.mode === "public" || isLetIn(found, request, clock());
      // What does not exist for somebody has no other address either.
      if (!isIn && page.gate.mode === "ip") return leaveAsNothing(found, request);
      if (page.provenHost !== null && isReaderElsewhere(found, request))
        return sendHome(page.provenHost, found.path, request, response);
      if (!isIn) return stopAtGate(found, request, response);
      const representation = found.page.byPath.get(found.path);
      if (representation) {
        answer(request, response, translated(representation, request), page, clock());
        return true;
      }
      const ask = isRead(request) ? archiveAsk(found.path) : null;
      if (ask === null) return leaveToNext(found, request);
      return archive
        .find(page, found.path, ask)
        .then((old) => answerFromArchive(old, found, request, response, clock()));
    },
    start: (signal) => followPublications(cache, signal),
    get stats() {
      return { ...sizesOf(cache.shelf), polledAt: cache.polledAt };
    },
  };
}

function isRead({ method }: IncomingMessage): boolean {
  return method === "GET" || method === "HEAD";
}

/** False, after making the address one that Next knows. */
function leaveToNext(found: Located, request: IncomingMessage): false {
  if (found.isOwnDomain) request.url = pathForNext(found, request.url ?? "/");
  return false;
}

/** What is not there is answered like every other address that is none. */
function answerFromArchive(
  old: ArchiveAnswer,
  found: Located,
  request: IncomingMessage,
  response: ServerResponse,
  now: Ms,
): boolean {
  const { page, isOwnDomain } = found;
  if (old.kind === "none") return leaveToNext(found, request);
  if (old.kind === "found") {
    answer(request, response, translated(old.representation, request), page, now);
    return true;
  }
  const base = isOwnDomain ? "" : `${prefix}${page.slug}`;
  const query = (request.url ?? "").slice(pathOf(request.url ?? "").length);
  if (old.kind === "moved")
    response
      .writeHead(302, [
        "Location",
        `${base}/incidents/${old.incidentId}${query}`,
        "Cache-Control",
        "no-store",
      ])
      .end();
  else
    response
      .writeHead(503, [
        "Content-Type",
        "text/plain; charset=utf-8",
        "Cache-Control",
        "no-store",
        "Retry-After",
        "10",
      ])
      .end(`What lies this far back cannot be read at the moment. The page itself is at ${base || "/"}\n`);
  return true;
}

/** The page a request is for and the path on that page; "/" is the page itself. */
type Located = { page: PreparedPage; path: string; isOwnDomain: boolean };

const prefix = "/status/";

function locate({ bySlug, byHost }: Shelf, request: IncomingMessage): Located | null {
  const path = pathOf(request.url ?? "/");
  const own = byHost.size > 0 ? byHost.get(hostName(request.headers.host ?? "")) : undefined;
  if (own) return { page: own, path: withoutSlug(path, own.slug), isOwnDomain: true };
  if (!path.startsWith(prefix)) return null;
  const end = path.indexOf("/", prefix.length);
  const page = bySlug.get(end < 0 ? path.slice(prefix.length) : path.slice(prefix.length, end));
  return page ? { page, path: end < 0 ? "/" : path.slice(end), isOwnDomain: false } : null;
}

/** A person who reads by the slug of a page that has its own domain; programs are answered where they ask. */
function isReaderElsewhere({ isOwnDomain, path }: Located, request: IncomingMessage): boolean {
  const { headers } = request;
  if (isOwnDomain || !isRead(request)) return false;
  if (path.startsWith("/enter")) return false;
  return headers["sec-fetch-dest"] === "document" || String(headers.accept ?? "").includes("text/html");
}

function sendHome(host: string, path: string, request: IncomingMessage, response: ServerResponse): boolean {
  const url = request.url ?? "/";
  const query = url.slice(pathOf(url).length);
  response
    .writeHead(308, [
      "Location",
      `https://${host}${path}${query}`,
      "Cache-Control",
      "no-cache",
      "Vary",
      "Accept",
    ])
    .end();
  return true;
}

function isLetIn({ page, path }: Located, request: IncomingMessage, now: Ms): boolean {
  const url = request.url ?? "/";
  const query = url.indexOf("?");
  const visitor = {
    cookie: request.headers.cookie,
    client: String(request.headers["x-forwarded-for"] ?? ""),
    path,
    token: query < 0 ? null : new URLSearchParams(url.slice(query + 1)).get("token"),
  };
  return isAdmitted(page.pageId, page.gate, visitor, now);
}

/** What Next answers below a page by looking for its slug; to everything else it says that there is no such address. */
export const routedBelowPage = /^\/(?:enter|subscribe|me|ledger|verify\/check)(?:\/|$)/;

/**
 * A page for some networks only does not exist for the others. Next repeats which address it did not find, so that one
 * stays as it was asked; where it looks for the slug, it looks for one that nobody has, and takes as long.
 */
function leaveAsNothing({ path, isOwnDomain }: Located, request: IncomingMessage): false {
  if (isOwnDomain || routedBelowPage.test(path)) request.url = `${prefix}-${path === "/" ? "" : path}`;
  return false;
}

/**
 * Whoever may not read a page learns nothing from it: every address below it answers alike, whether it is published,
 * rendered or none at all.
 */
function stopAtGate(found: Located, request: IncomingMessage, response: ServerResponse): boolean {
  const { page, path, isOwnDomain } = found;
  if (path === "/enter" || path.startsWith("/enter/")) {
    if (isOwnDomain) request.url = pathForNext(found, request.url ?? "/");
    return false;
  }
  const gate = `${isOwnDomain ? "" : `${prefix}${page.slug}`}/enter`;
  const closed = ["Cache-Control", "private, no-store", "X-Robots-Tag", "noindex", "Vary", "Cookie, Accept"];
  if (isRead(request) && String(request.headers.accept ?? "").includes("text/html"))
    response.writeHead(302, [...closed, "Location", `${gate}?to=${encodeURIComponent(path)}`]).end();
  else
    response
      .writeHead(401, [...closed, "Content-Type", "text/plain; charset=utf-8"])
      .end(`This page is private. Open ${gate} in a browser.\n`);
  return true;
}

function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, "").replace(/\.$/, "").toLowerCase();
}

/** A page's links go by slug, so on its own domain both ways lead to it. */
function withoutSlug(path: string, slug: string | null): string {
  const start = `${prefix}${slug}`;
  if (path === start) return "/";
  return path.startsWith(`${start}/`) ? path.slice(start.length) : path;
}

/** On a page's own domain there is nothing but the page: what is not published is looked for below it. */
function pathForNext({ page, path }: Located, url: string): string {
  if (path.startsWith("/_next/")) return url;
  return `${prefix}${page.slug}${path}${url.slice(pathOf(url).length)}`;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  representation: PreparedRepresentation,
  { staleAt, gate }: PreparedPage,
  now: Ms,
): void {
  const isPublic = gate.mode === "public";
  if (!isRead(request)) {
    const { method } = request;
    if (method === "OPTIONS" && isPublic) response.writeHead(204, preflight).end();
    else response.writeHead(405, { Allow: "GET, HEAD, OPTIONS", "Content-Length": "0" }).end();
    return;
  }
  const prepared = staleAt <= now ? representation.stale : representation.fresh;
  const { body, headers, notModified } = prepared.byEncoding[negotiate(request.headers["accept-encoding"])];
  if (isPublic && isKnown(request, prepared)) {
    response.writeHead(304, notModified).end();
    return;
  }
  response.writeHead(200, headers);
  response.end(request.method === "HEAD" ? undefined : body);
}

/** Anybody may read what is public, from any page in any browser. */
const preflight = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, HEAD",
  "Access-Control-Allow-Headers": "*",
  "Access-Control-Max-Age": "86400",
};

/** Whether the client has exactly these words; the encoding they came in does not matter. */
function isKnown({ headers }: IncomingMessage, { etag, modifiedAt }: PreparedBody): boolean {
  const tags = headers["if-none-match"];
  if (tags !== undefined) return tags.includes(`"${etag}-`) || tags.trim() === "*";
  const since = headers["if-modified-since"];
  return since !== undefined && Date.parse(since) >= Math.floor(modifiedAt / secondMs) * secondMs;
}

/** Few clients, few headers: each is read once. */
const negotiated = new Map<string, Encoding>();
const negotiatedMax = 200;

function negotiate(header: string | string[] | undefined): Encoding {
  if (header === undefined) return "identity";
  const text = String(header);
  const known = negotiated.get(text);
  if (known) return known;
  const encoding = bestOf(text);
  if (negotiated.size >= negotiatedMax) negotiated.clear();
  if (text.length <= 200) negotiated.set(text, encoding);
  return encoding;
}

function bestOf(header: string): Encoding {
  const taken = new Map(
    header.split(",").map((each) => {
      const [name = "", ...parameters] = each.toLowerCase().split(";");
      const weight = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return [name.trim(), weight === undefined || Number(weight.trim().slice(2)) > 0];
    }),
  );
  const takes = (name: string) => taken.get(name) ?? taken.get("*") ?? false;
  if (takes("br")) return "br";
  return takes("gzip") ? "gzip" : "identity";
}
