import type { PageGate } from "@/lib/domain/page-access";
import {
  type EncodedBody,
  type EncodedRepresentation,
  type Encoding,
  encodings,
  staleAfterMs,
} from "@/lib/domain/publication";
import type { Ms } from "@/lib/domain/time";
import type { StoredPage } from "./publication-disk";

/** An answer as it goes out: header names and values in turn, ready for `writeHead`. */
export type PreparedBody = {
  /** The part that all encodings' tags have in common. */
  etag: string;
  modifiedAt: Ms;
  byEncoding: Record<Encoding, { body: Uint8Array; headers: string[]; notModified: string[] }>;
};

export type PreparedRepresentation = {
  fresh: PreparedBody;
  stale: PreparedBody;
  /** The same in every language the page has, this one's first; null where there is but one. */
  translations: ReadonlyMap<string, PreparedRepresentation> | null;
};

export type PreparedPage = {
  pageId: string;
  version: number;
  /** From here on the stale bodies are the true ones. */
  staleAt: Ms;
  gate: PageGate;
  provenHost: string | null;
  slug: string | null;
  hosts: readonly string[];
  byPath: ReadonlyMap<string, PreparedRepresentation>;
  /** What it was made of. */
  stored: StoredPage;
  bytes: number;
};

/** Short enough that news arrives, long enough that a cache in front takes the load; an outage of ours is bridged. */
const cacheControl = "public, max-age=10, stale-while-revalidate=60, stale-if-error=86400";

/** Does once per publication all that would else be done once per request. */
export function preparePage(stored: StoredPage): PreparedPage {
  const { pageId, version, addresses, gate, provenHost, representations } = stored;
  const named = (kind: string) =>
    addresses
      .filter((address) => address.startsWith(`${kind}:`))
      .map((address) => address.slice(kind.length + 1));
  const times = timesOf(stored);
  const bodies = representations.flatMap(({ fresh, stale }) => [fresh, stale]);
  return {
    pageId,
    version,
    staleAt: times.staleAt,
    gate,
    provenHost,
    slug: named("slug")[0] ?? null,
    hosts: named("host"),
    byPath: prepareAll(representations, times),
    stored,
    bytes: bodies.flatMap(({ bytes }) => Object.values(bytes)).reduce((sum, part) => sum + part.length, 0),
  };
}

type Times = { publishedAt: Ms; staleAt: Ms; isPublic: boolean };

export function timesOf({ publishedAt, gate }: Pick<StoredPage, "publishedAt" | "gate">): Times {
  return { publishedAt, staleAt: publishedAt + staleAfterMs, isPublic: gate.mode === "public" };
}

const languageMark = "?lang=";

/** Answers by path without language; what is one document in several languages is one answer. */
export function prepareAll(
  all: readonly EncodedRepresentation[],
  { publishedAt, staleAt, isPublic }: Times,
): Map<string, PreparedRepresentation> {
  const byPath = Map.groupBy(all, ({ path }) => path.split(languageMark, 1)[0] ?? path);
  return new Map(
    [...byPath].flatMap(([path, spoken]): [string, PreparedRepresentation][] => {
      const vary = spoken.length > 1 ? "Accept-Encoding, Accept-Language" : "Accept-Encoding";
      const prepared = spoken
        .toSorted((a, b) => a.path.length - b.path.length)
        .map((each): [string, PreparedRepresentation] => [
          each.headers["content-language"] ?? "",
          {
            fresh: prepareBody(each, each.fresh, publishedAt, { vary, isPublic }),
            stale: prepareBody(each, each.stale, staleAt, { vary, isPublic }),
            translations: null,
          },
        ]);
      const first = prepared[0]?.[1];
      if (!first) return [];
      return [[path, spoken.length > 1 ? { ...first, translations: new Map(prepared) } : first]];
    }),
  );
}

function prepareBody(
  each: EncodedRepresentation,
  { etag, bytes }: EncodedBody,
  modifiedAt: Ms,
  { vary, isPublic }: { vary: string; isPublic: boolean },
): PreparedBody {
  const byEncoding = Object.fromEntries(
    encodings.map((encoding) => {
      const body = bytes[encoding];
      // What is too short to gain by it is stored as it is.
      const isPlain = Buffer.compare(body, bytes.identity) === 0;
      const notModified = isPublic
        ? publicHeaders(each, `"${etag}-${encoding}"`, modifiedAt, vary)
        : privateHeaders(each, vary);
      const headers = [
        ...["Content-Type", each.contentType],
        ...["Content-Length", String(body.length)],
        ...(isPlain ? [] : ["Content-Encoding", encoding]),
        ...["X-Content-Type-Options", "nosniff"],
        ...["Referrer-Policy", isPublic ? "strict-origin-when-cross-origin" : "same-origin"],
        ...notModified,
      ];
      return [encoding, { body, headers, notModified }];
    }),
  ) as PreparedBody["byEncoding"];
  return { etag, modifiedAt, byEncoding };
}

function publicHeaders(each: EncodedRepresentation, tag: string, modifiedAt: Ms, vary: string): string[] {
  return [
    ...["ETag", tag],
    ...["Last-Modified", new Date(modifiedAt).toUTCString()],
    ...["Cache-Control", cacheControl],
    ...["Vary", vary],
    ...Object.entries(each.headers).flat(),
  ];
}

/** What opens bytes to foreign pages. */
const openings = ["access-control-allow-origin", "cross-origin-resource-policy"];

/** Nobody keeps what only some may read, no search engine lists it, and no foreign page's script reads it. */
function privateHeaders(each: EncodedRepresentation, vary: string): string[] {
  const own = Object.entries(each.headers).filter(([name]) => !openings.includes(name));
  return [
    ...["Cache-Control", "private, no-store"],
    ...["Vary", `${vary}, Cookie`],
    ...["X-Robots-Tag", "noindex"],
    ...own.flat(),
  ];
}
