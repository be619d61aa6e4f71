import { inTenant, type TenantTx } from "@/db/client";
import { lockComponent } from "@/db/queries/component";
import {
  countDependencies,
  type DependencyChange,
  type DependencyRow,
  dependenciesOf,
  findDependency,
  insertDependency,
  insertWords,
  listDependencies as listRows,
  lockDependency,
  updateDependency as updateRow,
} from "@/db/queries/dependency";
import {
  ensureSource,
  followSource,
  lastReadings,
  listFollowedSources,
  type ReadingRow,
  type SourceRow,
  unfollowSource,
} from "@/db/queries/provider";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import {
  type DependencyInput,
  type DependencyListInput,
  type DependencyPatch,
  type DependencyView,
  ledgerWord,
  type ProviderPlace,
  type RemoteSelector,
  remoteWords,
  wordOfReading,
} from "@/lib/domain/dependency";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import { isStaleAt, pollEveryMs, staleReason } from "@/lib/domain/provider-source";
import { chooseRemote } from "@/lib/domain/remote-choice";
import type { TenantScope } from "@/lib/domain/scope";
import type { State } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { sourceOf, viewOf, viewWithNames } from "./dependency-view";
import { appendEntries } from "./ledger";
import { draftsOf } from "./provider-following";
import { requestPublication } from "./publication";
import { audit, newId } from "./record";

/** Most dependencies of one organization, so that every list and graph of them stays readable. */
const dependenciesMax = 1_000;

/**
 * One of a provider's components behind one of ours. `place` is where the provider was found; its address is polled from
 * now on. Says at once what the provider last said, when somebody else had it read already.
 */
export function createDependency(
  scope: TenantScope,
  input: DependencyInput & { place: ProviderPlace },
  now: Ms,
): Promise<DependencyView> {
  permit(scope, "write");
  const { place } = input;
  return inTenant(scope, async (tx) => {
    const component = await lockLiveComponent(tx, input.component_id);
    if ((await countDependencies(tx)) >= dependenciesMax)
      throw new AppError(
        "conflict",
        `An organization has at most ${dependenciesMax} dependencies. Remove one first.`,
      );
    const fresh = { id: newId("providerSource", now), url: place.url, format: place.format };
    const source = await ensureSource(tx, { ...fresh, intervalMs: pollEveryMs }, now);
    await followSource(tx, source.id);
    const reading = await believedReading(tx, source, now);
    const remote = chooseRemote(input.remote_component, reading?.reading ?? null);
    const row = saying(newRow(input, source, remote, now), reading, now);
    await refuseTwin(tx, row);
    await insertDependency(tx, row);
    await record(tx, scope, { word: null }, row, now);
    await audit(tx, scope, { ...actOf("dependency.create", row.id), after: facts(row) }, now);
    if (row.shown) await requestPublication(tx, now);
    return viewOf({ ...row, componentName: component.name }, source, now);
  });
}

export function listDependencies(
  scope: TenantScope,
  input: DependencyListInput,
  now: Ms,
): Promise<Page<DependencyView>> {
  permit(scope, "read");
  const after = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const page = pageOf(await listRows(tx, { limit: input.limit, after }, input), input.limit, ({ id }) => [
      id,
    ]);
    const sources = new Map((await listFollowedSources(tx)).map((source) => [source.id, source]));
    const views = page.items.flatMap((row) => {
      const source = sources.get(row.sourceId);
      return source ? [viewOf(row, source, now)] : [];
    });
    return { ...page, items: views };
  });
}

export function getDependency(scope: TenantScope, id: string, now: Ms): Promise<DependencyView> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const row = await findDependency(tx, id);
    if (!row) throw notFound("dependency");
    return viewWithNames(tx, row, now);
  });
}

/** Changes what the patch names; a new choice or effect says its word from now on. */
export function updateDependency(
  scope: TenantScope,
  input: { id: string; patch: DependencyPatch; ifMatch?: number | undefined },
  now: Ms,
): Promise<DependencyView> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockLive(tx, input.id, input.ifMatch);
    const source = await sourceOf(tx, before.sourceId);
    const reading = await believedReading(tx, source, now);
    const wanted = { ...before, ...changeOf(input.patch, reading) };
    if (sameFacts(before, wanted)) return viewWithNames(tx, before, now);
    await refuseTwin(tx, wanted);
    const stored = await store(tx, saying(wanted, reading, now), now);
    await record(tx, scope, before, stored, now);
    const act = { ...actOf("dependency.update", before.id), before: facts(before), after: facts(stored) };
    await audit(tx, scope, act, now);
    await requestPublication(tx, now);
    return viewWithNames(tx, stored, now);
  });
}

/** Ends it: its source says nothing from now on, and its words stay in the ledger. */
export function archiveDependency(
  scope: TenantScope,
  input: { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockLive(tx, input.id, input.ifMatch);
    await end(tx, scope, [before], now);
    await requestPublication(tx, now);
  });
}

/** With a component go its dependencies, in the same transaction. */
export async function archiveDependenciesOf(
  tx: TenantTx,
  scope: TenantScope,
  componentId: string,
  now: Ms,
): Promise<void> {
  await end(tx, scope, await dependenciesOf(tx, [componentId]), now);
}

async function end(tx: TenantTx, scope: TenantScope, rows: readonly DependencyRow[], now: Ms): Promise<void> {
  const speaking = rows.filter((row) => row.word !== null);
  const drafts = speaking.flatMap((row) =>
    draftsOf(scope, { row, heard: row, words: [], drafts: [{ state: null, from: now }] }, now),
  );
  if (drafts.length > 0) await appendEntries(tx, drafts, now);
  for (const row of rows) {
    await updateRow(tx, row.id, { archivedAt: now, word: null }, now);
    await audit(tx, scope, { ...actOf("dependency.archive", row.id), before: facts(row) }, now);
  }
  for (const sourceId of new Set(rows.map((row) => row.sourceId))) {
    const left = await listRows(tx, { limit: 1, after: null }, { source_id: sourceId });
    if (left.length === 0) await unfollowSource(tx, sourceId);
  }
}

async function lockLiveComponent(tx: TenantTx, id: string) {
  const component = await lockComponent(tx, id);
  if (!component) throw notFound("component");
  if (component.archivedAt === null) return component;
  throw new AppError("conflict", "This component is archived and depends on nothing any more.");
}

async function lockLive(tx: TenantTx, id: string, ifMatch: number | undefined): Promise<DependencyRow> {
  const row = await lockDependency(tx, id);
  if (!row) throw notFound("dependency");
  refuseOtherVersion("dependency", row.version, ifMatch);
  return row;
}

/** The reading in force, unless nothing may be concluded from it any more. */
async function believedReading(tx: TenantTx, source: SourceRow, now: Ms): Promise<ReadingRow | null> {
  if (source.readingSeq === 0 || isStaleAt(source, now)) return null;
  return (await lastReadings(tx, [source.id])).get(source.id) ?? null;
}

function newRow(
  input: DependencyInput & { place: ProviderPlace },
  source: SourceRow,
  remote: RemoteSelector,
  now: Ms,
): DependencyRow {
  const { place } = input;
  return {
    id: newId("dependency", now),
    componentId: input.component_id,
    sourceId: source.id,
    providerSlug: place.slug,
    providerName: place.name,
    remoteId: remote.id,
    remoteName: remote.name,
    remoteRegion: remote.region,
    effect: input.effect,
    shown: input.shown,
    state: "unknown",
    since: now,
    note: staleReason(source, now),
    readingSeq: null,
    word: null,
    ...{ createdAt: now, updatedAt: now, archivedAt: null, version: 1 },
  };
}

async function refuseTwin(tx: TenantTx, row: DependencyRow): Promise<void> {
  const twin = (await dependenciesOf(tx, [row.componentId])).find(
    (other) => other.id !== row.id && other.sourceId === row.sourceId && remoteKey(other) === remoteKey(row),
  );
  if (twin) throw new AppError("conflict", "This component depends on that part of the provider already.");
}

function remoteKey({ remoteId, remoteName, remoteRegion }: DependencyRow): string {
  return JSON.stringify([remoteId ?? remoteName, remoteRegion]);
}

/** The row as it stands from now on, by the reading in force; without one an effect waits for the first. */
function saying(row: DependencyRow, reading: ReadingRow | null, now: Ms): DependencyRow {
  const remote = { id: row.remoteId, name: row.remoteName, region: row.remoteRegion };
  const said =
    reading === null ? { state: "unknown" as const, note: row.note } : wordOfReading(reading.reading, remote);
  const { state, note } = said;
  const word = reading === null && row.word === null ? null : ledgerWord(row.effect, state);
  const since = state === row.state ? row.since : now;
  return { ...row, state, note, since, word, readingSeq: reading?.seq ?? null };
}

/** Writes what changed from `before` to `after`: the word it says, and the ledger's where it has one. */
async function record(
  tx: TenantTx,
  scope: TenantScope,
  before: { word: State | null },
  after: DependencyRow,
  now: Ms,
): Promise<void> {
  const { id: dependencyId, state, note, readingSeq, word } = after;
  await insertWords(tx, [{ dependencyId, from: now, state, note, readingSeq }]);
  if (word === before.word) return;
  const drafts = [{ state: word, from: now }];
  await appendEntries(tx, draftsOf(scope, { row: after, heard: after, words: [], drafts }, now), now);
}

async function store(tx: TenantTx, row: DependencyRow, now: Ms): Promise<DependencyRow> {
  const { id, createdAt: _born, version: _version, updatedAt: _moved, ...change } = row;
  const stored = await updateRow(tx, id, change, now);
  if (!stored) throw notFound("dependency");
  return stored;
}

function changeOf(patch: DependencyPatch, reading: ReadingRow | null): DependencyChange {
  const { remote_component: asked, effect, shown } = patch;
  const remote = asked === undefined ? undefined : chooseRemote(asked, reading?.reading ?? null);
  return {
    ...(remote && { remoteId: remote.id, remoteName: remote.name, remoteRegion: remote.region }),
    ...(effect && { effect }),
    ...(shown === undefined ? {} : { shown }),
  };
}

function sameFacts(a: DependencyRow, b: DependencyRow): boolean {
  return JSON.stringify(facts(a)) === JSON.stringify(facts(b));
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "dependency", objectId };
}

/** The part of a row that the audit log shows. */
function facts(row: DependencyRow): Record<string, unknown> {
  const { componentId, providerName, remoteId, remoteName, remoteRegion, effect, shown } = row;
  return {
    component_id: componentId,
    provider: providerName,
    remote_component: remoteWords({ id: remoteId, name: remoteName, region: remoteRegion }),
    remote_id: remoteId,
    effect,
    shown,
  };
}
