import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inEngine } from "@/db/client";
import { type LoadedPublication, listVersions, loadPublication } from "@/db/queries/publication";
import { engineScope } from "@/lib/auth/scope";
import type { EncodedRepresentation } from "@/lib/domain/publication";
import { type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { logger } from "@/lib/log";
import { readPages, removePage, writePage } from "./publication-disk";
import { emptyShelf, forgetPage, keepPage, type Shelf } from "./publication-shelf";

const log = logger("front");

/** How often the database is asked for new versions (RULES R6.2). */
const pollEveryMs = secondMs;
/** Versions are asked for by the time of their change, which workers' clocks and long transactions blur so far. */
const overlapMs = 30 * secondMs;
/** In between, all versions are compared, so that nothing that slipped through stays wrong for longer. */
const compareAllEveryMs = minuteMs;
/** A database that answers later than this does not answer. */
const answerTimeoutMs = 5 * secondMs;

/** A shelf of all pages, kept in step with the database, and on disk for when there is none. */
export type PublicationCache = {
  readonly shelf: Shelf;
  /** Where pages are kept on disk. */
  readonly folder: string;
  readonly clock: () => Ms;
  /** The last time the database answered. */
  polledAt: Ms | null;
  comparedAt: Ms;
  newest: Ms;
};

export function createPublicationCache(dataDir: string, clock: () => Ms): PublicationCache {
  const folder = join(dataDir, "publications");
  return {
    shelf: emptyShelf(),
    folder,
    clock,
    polledAt: null,
    comparedAt: Number.NEGATIVE_INFINITY,
    newest: 0,
  };
}

/** Loads what the disk holds, then follows the database until the signal aborts. A lost database stops nothing. */
export async function followPublications(cache: PublicationCache, signal: AbortSignal): Promise<void> {
  for (const stored of await readPages(cache.folder)) keepPage(cache.shelf, stored);
  let isLost = false;
  while (!signal.aborted) {
    try {
      await poll(cache);
      if (isLost) log.info("publications are followed again");
      isLost = false;
    } catch (error) {
      if (!isLost) log.warn({ err: error }, "publications cannot be followed; serving what there is");
      isLost = true;
    }
    await pause(pollEveryMs, undefined, { signal }).catch(() => {});
  }
}

async function poll(cache: PublicationCache): Promise<void> {
  const { shelf, clock } = cache;
  const isWhole = clock() - cache.comparedAt >= compareAllEveryMs;
  const since = isWhole ? 0 : cache.newest - overlapMs;
  const versions = await inTime(inEngine(engineScope(), (tx) => listVersions(tx, since)));
  cache.polledAt = clock();
  for (const { pageId, version, changedAt, withdrawn } of versions) {
    const known = shelf.pages.get(pageId);
    if (withdrawn ? known !== undefined : known?.version !== version) await reload(cache, pageId, version);
    cache.newest = Math.max(cache.newest, changedAt);
  }
  if (!isWhole) return;
  const existing = new Set(versions.map(({ pageId }) => pageId));
  for (const pageId of [...shelf.pages.keys()]) if (!existing.has(pageId)) await drop(cache, pageId);
  cache.comparedAt = clock();
}

/** Takes what changed since the bytes at hand; a database that went back in time is taken as a whole. */
async function reload(cache: PublicationCache, pageId: string, target: number): Promise<void> {
  const held = cache.shelf.pages.get(pageId)?.stored;
  const after = held && held.version < target ? held.version : 0;
  const loaded = await inTime(inEngine(engineScope(), (tx) => loadPublication(tx, pageId, after)));
  if (!loaded || loaded.version.withdrawn) return drop(cache, pageId);
  const { organizationId, version, publishedAt, gate } = loaded.version;
  const { addresses, provenHost } = loaded;
  const representations = merged(after > 0 ? (held?.representations ?? []) : [], loaded);
  // Something is missing that should be at hand: then all of it is asked for.
  if (after > 0 && representations.length < loaded.paths.length) return reload(cache, pageId, 0);
  const times = { version, publishedAt };
  const stored = { organizationId, pageId, ...times, addresses, gate, provenHost, representations };
  keepPage(cache.shelf, stored);
  // A full disk must not keep news from readers.
  await writePage(cache.folder, stored, String(process.pid)).catch((error) =>
    log.error({ err: error, pageId }, "publication not kept on disk"),
  );
}

function merged(
  held: readonly EncodedRepresentation[],
  { paths, representations }: LoadedPublication,
): EncodedRepresentation[] {
  const byPath = new Map([...held, ...representations].map((each) => [each.path, each]));
  return paths.flatMap((path) => byPath.get(path) ?? []);
}

async function drop(cache: PublicationCache, pageId: string): Promise<void> {
  forgetPage(cache.shelf, pageId);
  await removePage(cache.folder, pageId);
}

/** A connection to a machine that vanished may hang for minutes; the next poll takes another. */
export async function inTime<T>(query: Promise<T>): Promise<T> {
  // Once the time is up its late failure is nobody's news.
  query.catch(() => {});
  const stop = new AbortController();
  const late = pause(answerTimeoutMs, undefined, { signal: stop.signal, ref: false }).then(() => {
    throw new Error("the database does not answer in time");
  });
  late.catch(() => {});
  try {
    return await Promise.race([query, late]);
  } finally {
    stop.abort();
  }
}
