import { inTenant, type TenantTx } from "@/db/client";
import {
  type DependencyRow,
  type DependencyWord,
  type Heard,
  insertWords,
  lockDependenciesOf,
  openIncidentsOn,
  saveHeard,
} from "@/db/queries/dependency";
import {
  findFollowedSource,
  findReading,
  type ReadingRow,
  readingsAfter,
  type SourceRow,
} from "@/db/queries/provider";
import { ledgerWord, type RemoteSelector, remoteWords, wordOfReading } from "@/lib/domain/dependency";
import type { ObservationDraft } from "@/lib/domain/ledger";
import { isStaleAt, staleReason } from "@/lib/domain/provider-source";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { type State, stateWords } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { recordFact } from "./incident-facts";
import { appendEntries } from "./ledger";
import { requestPublication } from "./publication";

/** At most this many dependencies, hence chains, in one transaction (RULES R1.7). */
const batchMax = 50;
/** Readings taken in at once; a dependency far behind takes several turns. */
const readingsMax = 20;

/**
 * Takes the news of a source into everything of this organization that depends on it: states, words of the ledger
 * (RULES R1), the page. Goes by stored readings alone, so it may be repeated at any time and by any worker.
 */
export async function followProvider(scope: TenantScope, sourceId: string, now: Ms): Promise<void> {
  let after: Place | null = null;
  for (;;) {
    const from: Place | null = after;
    const turn: Turn = await inTenant(scope, (tx) => followBatch(tx, scope, sourceId, from, now));
    if (turn.last === null) return;
    if (turn.done) after = turn.last;
  }
}

/** Where the batch before ended. */
type Place = { componentId: string; id: string };
type Turn = { last: Place | null; done: boolean };

async function followBatch(
  tx: TenantTx,
  scope: TenantScope,
  sourceId: string,
  after: Place | null,
  now: Ms,
): Promise<Turn> {
  const source = await findFollowedSource(tx, sourceId);
  if (!source) return { last: null, done: true };
  const rows = await lockDependenciesOf(tx, sourceId, after, batchMax);
  const last = rows.at(-1);
  if (!last) return { last: null, done: true };
  const readings = await newsFor(tx, source, rows);
  const done = (readings.at(-1)?.seq ?? source.readingSeq) >= source.readingSeq;
  const heard = rows.map((row) => takeIn(row, readings, source, done, now));
  await write(tx, scope, heard, now);
  return { last: { componentId: last.componentId, id: last.id }, done };
}

/** What the furthest behind has not taken in. One that rests on no reading begins with the newest. */
async function newsFor(
  tx: TenantTx,
  source: SourceRow,
  rows: readonly DependencyRow[],
): Promise<ReadingRow[]> {
  if (source.readingSeq === 0) return [];
  const behind = rows.flatMap((row) => (row.readingSeq === null ? [] : [row.readingSeq]));
  const from = behind.reduce((least, seq) => Math.min(least, seq), source.readingSeq);
  const news = await readingsAfter(tx, source.id, from, readingsMax);
  if (rows.every((row) => row.readingSeq !== null) || news.at(-1)?.seq === source.readingSeq) return news;
  if (news.length > 0) return news;
  const current = await findReading(tx, source.id, source.readingSeq);
  return current ? [current] : [];
}

/** What a dependency comes to know, in order, and where it then stands. */
export type HeardChange = {
  row: DependencyRow;
  heard: Heard;
  words: DependencyWord[];
  drafts: { state: State | null; from: Ms }[];
};

/** Folds readings, then the lack of any, into one dependency. `done` when no further readings wait. */
function takeIn(
  row: DependencyRow,
  readings: readonly ReadingRow[],
  source: SourceRow,
  done: boolean,
  now: Ms,
): HeardChange {
  const change: HeardChange = { row, heard: { ...row }, words: [], drafts: [] };
  const isStale = isStaleAt(source, now);
  for (const reading of freshFor(row, readings, done && !isStale)) hear(change, reading, source);
  if (done && isStale && (source.lastOkAt !== null || source.failures > 0)) loseTouch(change, source, now);
  return change;
}

/** One that rests on no reading begins with the newest, once that is at hand and still believed. */
function freshFor(
  row: DependencyRow,
  readings: readonly ReadingRow[],
  mayBegin: boolean,
): readonly ReadingRow[] {
  const { readingSeq } = row;
  if (readingSeq !== null) return readings.filter(({ seq }) => seq > readingSeq);
  return mayBegin ? readings.slice(-1) : [];
}

function hear(change: HeardChange, reading: ReadingRow, source: SourceRow): void {
  const { heard } = change;
  const selector: RemoteSelector = {
    id: heard.remoteId,
    name: heard.remoteName,
    region: change.row.remoteRegion,
  };
  const { state, note, found } = wordOfReading(reading.reading, selector);
  // After a silence the word holds from when it was heard again, not from when it was first said.
  const heardAt =
    heard.readingSeq === null ? Math.max(reading.recordedAt, source.lastOkAt ?? 0) : reading.recordedAt;
  say(change, { state, note, from: heardAt, readingSeq: reading.seq });
  if (found !== null && heard.remoteId === null && found.id !== null)
    Object.assign(heard, { remoteId: found.id, remoteName: found.name });
}

/** From the last word on nothing is known. */
function loseTouch(change: HeardChange, source: SourceRow, now: Ms): void {
  say(change, {
    state: "unknown",
    note: staleReason(source, now),
    from: source.lastOkAt ?? change.row.createdAt,
    readingSeq: null,
  });
}

function say(
  change: HeardChange,
  said: { state: State; note: string | null; from: Ms; readingSeq: number | null },
): void {
  const { heard, row } = change;
  const from = Math.max(said.from, heard.since, row.createdAt);
  if (said.state !== heard.state) {
    change.words.push({
      dependencyId: row.id,
      from,
      state: said.state,
      note: said.note,
      readingSeq: said.readingSeq,
    });
    Object.assign(heard, { state: said.state, since: from });
  }
  Object.assign(heard, { note: said.note, readingSeq: said.readingSeq });
  const word = ledgerWord(row.effect, said.state);
  if (word === heard.word) return;
  change.drafts.push({ state: word, from });
  heard.word = word;
}

async function write(
  tx: TenantTx,
  scope: TenantScope,
  changes: readonly HeardChange[],
  now: Ms,
): Promise<void> {
  const moved = changes.filter(({ row, heard }) => differs(row, heard));
  if (moved.length === 0) return;
  const drafts = moved.flatMap((change) => draftsOf(scope, change, now));
  if (drafts.length > 0) await appendEntries(tx, drafts, now);
  else if (moved.some(({ row }) => row.shown)) await requestPublication(tx, now);
  await insertWords(
    tx,
    moved.flatMap(({ words }) => words),
  );
  await tellIncidents(tx, moved, now);
  await saveHeard(
    tx,
    moved.map(({ heard }) => heardOf(heard)),
  );
}

/** What a provider begins to say stands among the facts of every incident that is open on our component. */
async function tellIncidents(tx: TenantTx, moved: readonly HeardChange[], now: Ms): Promise<void> {
  const speaking = moved.filter(({ words }) => words.length > 0);
  if (speaking.length === 0) return;
  const open = await openIncidentsOn(tx, [...new Set(speaking.map(({ row }) => row.componentId))]);
  for (const { incidentId, componentId } of open)
    for (const { row, words } of speaking.filter((each) => each.row.componentId === componentId)) {
      const last = words.at(-1);
      if (last === undefined) continue;
      const remote = remoteWords({ id: row.remoteId, name: row.remoteName, region: row.remoteRegion });
      const data = { provider: row.providerName, words: `says of ${remote}: ${stateWords[last.state]}` };
      await recordFact(tx, incidentId, { type: "provider_said", data, at: last.from }, now);
    }
}

function differs(row: DependencyRow, heard: Heard): boolean {
  const facts = ({ state, note, readingSeq, word, remoteId, remoteName }: Heard) =>
    JSON.stringify([state, note, readingSeq, word, remoteId, remoteName]);
  return facts(row) !== facts(heard);
}

function heardOf({ id, state, since, note, readingSeq, word, remoteId, remoteName }: Heard): Heard {
  return { id, state, since, note, readingSeq, word, remoteId, remoteName };
}

/** The words as entries of the dependency's own source; null withdraws it. */
export function draftsOf(scope: TenantScope, { row, drafts }: HeardChange, now: Ms): ObservationDraft[] {
  return drafts.map(({ state, from }) => ({
    organizationId: scope.organizationId,
    componentId: row.componentId,
    recordedAt: now,
    actor: actorText(scope.actor),
    kind: "observation",
    source: { type: "dependency", id: row.id },
    state,
    effectiveFrom: from,
  }));
}
