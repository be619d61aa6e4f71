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

export type PreparedRepresentation = { fresh: PreparedBody; stale: PreparedBody };

export type PreparedPage = {
  pageId: string;
  version: number;
  /** From here on the stale bodies are the true ones. */
  staleAt: Ms;
  gate: PageGate;
  slug: string | null;
  hosts: readonly string[];
  byPath: ReadonlyMap<string, PreparedRepresentation>;
  bytes: number;
};

/** Short enough that news arrives, long enough that a cache in front takes the load; an outage of ours is bridged. */
const cacheControl = "public, max-age=10, stale-while-revalidate=60, stale-if-error=86400";

/** Does once per publication all that would else be done once per request. */
export function preparePage({
  pageId,
  version,
  publishedAt,
  addresses,
  gate,
  representations,
}: StoredPage): PreparedPage {
  const named = (kind: string) =>
    addresses
      .filter((address) => address.startsWith(`${kind}:`))
      .map((address) => address.slice(kind.length + 1));
  const staleAt = publishedAt + staleAfterMs;
  const isPublic = gate.mode === "public";
  const prepared = representations.map(
    (each) => [each.path, prepare(each, { publishedAt, staleAt, isPublic })] as const,
  );
  const bodies = representations.flatMap(({ fresh, stale }) => [fresh, stale]);
  return {
    pageId,
    version,
    staleAt,
    gate,
    slug: named("slug")[0] ?? null,
    hosts: named("host"),
    byPath: new Map(prepared),
    bytes: bodies.flatMap(({ bytes }) => Object.values(bytes)).reduce((sum, part) => sum + part.length, 0),
  };
}

type Times = { publishedAt: Ms; staleAt: Ms; isPublic: boolean };

function prepare(
  each: EncodedRepresentation,
  { publishedAt, staleAt, isPublic }: Times,
): PreparedRepresentation {
  return {
    fresh: prepareBody(each, each.fresh, publishedAt, isPublic),
    stale: prepareBody(each, each.stale, staleAt, isPublic),
  };
}

function prepareBody(
  each: EncodedRepresentation,
  { etag, bytes }: EncodedBody,
  modifiedAt: Ms,
  isPublic: boolean,
): PreparedBody {
  const byEncoding = Object.fromEntries(
    encodings.map((encoding) => {
      const body = bytes[encoding];
      const notModified = isPublic
        ? publicHeaders(each, `"${etag}-${encoding}"`, modifiedAt)
        : privateHeaders(each);
      const headers = [
        ...["Content-Type", each.contentType],
        ...["Content-Length", String(body.length)],
        ...(encoding === "identity" ? [] : ["Content-Encoding", encoding]),
        ...["X-Content-Type-Options", "nosniff"],
        ...["Referrer-Policy", isPublic ? "strict-origin-when-cross-origin" : "same-origin"],
        ...notModified,
      ];
      return [encoding, { body, headers, notModified }];
    }),
  ) as PreparedBody["byEncoding"];
  return { etag, modifiedAt, byEncoding };
}

function publicHeaders(each: EncodedRepresentation, tag: string, modifiedAt: Ms): string[] {
  return [
    ...["ETag", tag],
    ...["Last-Modified", new Date(modifiedAt).toUTCString()],
    ...["Cache-Control", cacheControl],
    ...["Vary", "Accept-Encoding"],
    ...Object.entries(each.headers).flat(),
  ];
}

/** Nobody keeps what only some may read, no search engine lists it, and no foreign page's script reads it. */
function privateHeaders(each: EncodedRepresentation): string[] {
  const own = Object.entries(each.headers).filter(([name]) => name !== "access-control-allow-origin");
  return [
    ...["Cache-Control", "private, no-store"],
    ...["Vary", "Accept-Encoding, Cookie"],
    ...["X-Robots-Tag", "noindex"],
    ...own.flat(),
  ];
}
