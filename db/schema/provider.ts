import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { DependencyEffect } from "@/lib/domain/dependency";
import type { IncidentEnd } from "@/lib/domain/provider-source";
import type { ProviderFormat, Reading } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { ms, organizationId, version } from "./columns";

/**
 * Global: one row per address that anybody depends on, polled once for all tenants. Owned by the engine; a tenant only
 * adds one and reads those it depends on.
 */
export const providerSources = pgTable(
  "provider_sources",
  {
    id: text().primaryKey(),
    url: text().notNull(),
    /** As detected from the last document that could be read; null until the first. */
    format: text().$type<ProviderFormat>(),
    createdAt: ms().notNull(),
    nextPollAt: ms().notNull(),
    intervalMs: integer().notNull(),
    /** Single flight: until then one worker is fetching. */
    claimedUntil: ms(),
    etag: text(),
    lastModified: text(),
    lastAttemptAt: ms(),
    /** The last time the provider's word was heard or confirmed (304 and equal documents included). */
    lastOkAt: ms(),
    failures: integer().notNull().default(0),
    failingSince: ms(),
    /** A sentence; null while the last poll was good. */
    reason: text(),
    /** Whether those who depend on it have been told that nothing is known. */
    isStale: boolean().notNull().default(false),
    /** Of the reading in force; 0 before the first. */
    readingSeq: integer().notNull().default(0),
    readingHash: text(),
  },
  (table) => [uniqueIndex("provider_sources_url").on(table.url), index().on(table.nextPollAt)],
);

/**
 * Global: every distinct reading of a source with both times - what the provider says of when, and when we learned it.
 * Providers rewrite their history; these rows are never changed.
 */
export const providerReadings = pgTable(
  "provider_readings",
  {
    sourceId: text().notNull(),
    seq: integer().notNull(),
    /** When we read it; it held until the next row's. */
    recordedAt: ms().notNull(),
    /** The newest time that the provider itself names; null when it names none. */
    saidAt: ms(),
    overall: text().$type<State>().notNull(),
    reading: jsonb().$type<Reading>().notNull(),
    hash: text().notNull(),
    /** Of the bytes as they came. */
    documentHash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.seq] }),
    index().on(table.sourceId, table.recordedAt),
  ],
);

/**
 * Global: a provider's incidents as its readings told them; `claimedFrom` is the provider's word, the other times are
 * ours. A projection of the readings, kept in their transaction.
 */
export const providerIncidents = pgTable(
  "provider_incidents",
  {
    sourceId: text().notNull(),
    key: text().notNull(),
    title: text().notNull(),
    impact: text().notNull(),
    status: text().notNull(),
    affected: jsonb().$type<string[]>().notNull(),
    claimedFrom: ms(),
    firstSeenAt: ms().notNull(),
    changedAt: ms().notNull(),
    /** The first reading that did not list it, although it should have; null while it is listed. */
    missingSince: ms(),
    /** When we read that it was over, or the first reading that did not list it; null while it is open. */
    endedSeenAt: ms(),
    endReason: text().$type<IncidentEnd>(),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.key] }),
    index().on(table.sourceId, table.firstSeenAt),
  ],
);

/** Which organizations listen to which source: all that the engine may know of them. */
export const providerFollowers = pgTable(
  "provider_followers",
  { organizationId: organizationId(), sourceId: text().notNull() },
  (table) => [primaryKey({ columns: [table.organizationId, table.sourceId] }), index().on(table.sourceId)],
);

/** One of a provider's components stands behind one of ours. */
export const dependencies = pgTable(
  "dependencies",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    componentId: text().notNull(),
    sourceId: text().notNull(),
    /** Of the catalogue; null for an address somebody gave. */
    providerSlug: text(),
    providerName: text().notNull(),
    /** The provider's own id where it has one; names change, ids do not. All three null = the whole page. */
    remoteId: text(),
    remoteName: text(),
    remoteRegion: text(),
    effect: text().$type<DependencyEffect>().notNull(),
    shown: boolean().notNull(),
    /** What the provider says of it through this dependency. */
    state: text().$type<State>().notNull(),
    since: ms().notNull(),
    /** Why nothing is known, or what changed upstream; a sentence. */
    note: text(),
    /** The last reading taken in; null while the state rests on none. */
    readingSeq: integer(),
    /** The last word written into the ledger; null when none or withdrawn. */
    word: text().$type<State>(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    archivedAt: ms(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.componentId),
    index().on(table.organizationId, table.sourceId),
    index("dependencies_live").on(table.organizationId, table.id).where(sql`archived_at is null`),
  ],
);

/** What a provider said through a dependency from when on: the track that its accuracy is judged by. */
export const dependencyWords = pgTable(
  "dependency_words",
  {
    organizationId: organizationId(),
    dependencyId: text().notNull(),
    from: ms().notNull(),
    state: text().$type<State>().notNull(),
    note: text(),
    /** The reading it was taken from; null when it was the lack of one. */
    readingSeq: integer(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.dependencyId, table.from] })],
);
