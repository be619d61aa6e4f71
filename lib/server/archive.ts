import { createTurns } from "@/lib/api/turns";
import { systemScope } from "@/lib/auth/scope";
import type { ArchiveAsk } from "@/lib/domain/archive";
import { AppError } from "@/lib/domain/errors";
import type { EncodedRepresentation } from "@/lib/domain/publication";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { logger } from "@/lib/log";
import { readArchive } from "@/lib/operations/archive";
import { encodeArchive } from "@/lib/render/archive";
import { type PreparedPage, type PreparedRepresentation, prepareAll, timesOf } from "./prepared-page";
import { inTime } from "./publication-cache";
import { archiveFolder, readPages, writePage } from "./publication-disk";

const log = logger("archive");

/** A page's archive is read by so many at once, and so many wait. */
const readsAtOnce = 2;
const waitingMax = 20;
/** What was read lately stays at hand up to so many bytes; then what was asked for longest ago goes. */
const bytesMax = 32 * 1_048_576;
/** What an answer weighs beside its bytes, so that answers without any are counted too. */
const entryBytes = 500;

/** What is known of one address: its bytes, where it leads now, or that it is none. */
type Known = { version: number; representations: readonly EncodedRepresentation[]; movedTo: string | null };

export type ArchiveAnswer =
  | { kind: "found"; representation: PreparedRepresentation }
  | { kind: "moved"; incidentId: string }
  | { kind: "none" }
  | { kind: "unreadable" };

/**
 * What a page tells of long ago: read from the database when it is asked for, once per publication of the page at most,
 * whoever asks however often. What was read before outlives the database, over a restart too. Ask only for whom the gate has let in.
 */
type Archive = { find(page: PreparedPage, path: string, ask: ArchiveAsk): Promise<ArchiveAnswer> };

export function createArchive(folder: string, clock: () => Ms): Archive {
  const shelf = new Map<string, Known>();
  const reading = new Map<string, Promise<Known>>();
  const inTurn = createTurns(readsAtOnce, waitingMax);
  let bytes = 0;

  const keep = (key: string, known: Known): void => {
    bytes -= weightOf(shelf.get(key));
    shelf.delete(key);
    shelf.set(key, known);
    bytes += weightOf(known);
    for (const [oldest, each] of shelf) {
      if (bytes <= bytesMax) break;
      shelf.delete(oldest);
      bytes -= weightOf(each);
    }
  };
  const read = (key: string, page: PreparedPage, path: string, ask: ArchiveAsk): Promise<Known> => {
    const flight = `${key} ${page.version}`;
    const running = reading.get(flight);
    if (running) return running;
    const begun = inTurn(page.pageId, () => inTime(readOne(page, path, ask, clock())))
      .then((known) => writeOnDisk(folder, page, path, known, shelf.get(key)).then(() => known))
      .finally(() => reading.delete(flight));
    reading.set(flight, begun);
    return begun;
  };

  return {
    async find(page, path, ask) {
      const key = `${page.pageId}${path}`;
      const held = shelf.get(key);
      try {
        const known = held?.version === page.version ? held : await read(key, page, path, ask);
        keep(key, known);
        return answerOf(known, page, path);
      } catch (error) {
        if (!(error instanceof AppError)) log.warn({ err: error, page: page.pageId }, "archive not readable");
        const last = held ?? (await readFromDisk(folder, page, path));
        if (!last) return { kind: "unreadable" };
        keep(key, last);
        return answerOf(last, page, path);
      }
    },
  };
}

async function readOne(page: PreparedPage, path: string, ask: ArchiveAsk, now: Ms): Promise<Known> {
  const { pageId, version, stored } = page;
  const scope = systemScope(stored.organizationId, "archive");
  const found = await readArchive(scope, { pageId, ask, publicUrl: env().publicUrl }, now);
  const nothing = { version, representations: [], movedTo: null };
  if (found === null) return nothing;
  if ("movedTo" in found) return { ...nothing, movedTo: found.movedTo };
  return { ...nothing, representations: await encodeArchive(found.view, ask, path) };
}

/** A full disk must not keep the archive from readers. */
async function writeOnDisk(
  folder: string,
  page: PreparedPage,
  path: string,
  { representations }: Known,
  before: Known | undefined,
): Promise<void> {
  const tags = (known: Known["representations"]) => known.map(({ fresh }) => fresh.etag).join();
  if (tags(representations) === tags(before?.representations ?? [])) return;
  const place = archiveFolder(folder, page.pageId, path);
  await writePage(place, { ...page.stored, representations }, String(process.pid)).catch((error) =>
    log.error({ err: error, page: page.pageId }, "archive not kept on disk"),
  );
}

/** As it was when it was read last, maybe by a process before this one. */
async function readFromDisk(folder: string, page: PreparedPage, path: string): Promise<Known | null> {
  const [kept] = await readPages(archiveFolder(folder, page.pageId, path));
  if (!kept || kept.representations.length === 0) return null;
  return { version: kept.version, representations: kept.representations, movedTo: null };
}

function answerOf({ representations, movedTo }: Known, page: PreparedPage, path: string): ArchiveAnswer {
  if (movedTo !== null) return { kind: "moved", incidentId: movedTo };
  const representation = prepareAll(representations, timesOf(page.stored)).get(path);
  return representation ? { kind: "found", representation } : { kind: "none" };
}

function weightOf(known: Known | undefined): number {
  if (!known) return 0;
  const bodies = known.representations.flatMap(({ fresh, stale }) => [fresh, stale]);
  const parts = bodies.flatMap(({ bytes }) => Object.values(bytes));
  return parts.reduce((sum, part) => sum + part.length, entryBytes);
}
