import { sql } from "drizzle-orm";
import { bigint, boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Composition, EntryKind, EvidenceOutcome, SourceType } from "@/lib/domain/ledger";
import type { Ends } from "@/lib/domain/settled";
import type { Basis, State } from "@/lib/domain/state";
import { bytes, ms, organizationId } from "./columns";

/**
 * The last link of each component's chain; its row lock serialises appends. The columns after `recordedAt` follow from
 * the entries and are kept so that an append need not read them: the earliest `effectiveFrom`, whether anything ever
 * measured or composed it, the first UTC day that `ledger_days` does not hold, the latest instant at which anything
 * begins or ends, and what holds from the later of the two on (RULES R1.8).
 */
export const ledgerHeads = pgTable(
  "ledger_heads",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    seq: bigint({ mode: "number" }).notNull(),
    hash: text().notNull(),
    recordedAt: ms().notNull(),
    firstFrom: ms(),
    measured: boolean().notNull().default(false),
    composed: boolean().notNull().default(false),
    projectedTo: ms(),
    changesTo: ms(),
    ends: jsonb().$type<Ends>(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.componentId] })],
);

/** Immutable facts. The database refuses UPDATE, DELETE and TRUNCATE (db/security.ts). */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    seq: bigint({ mode: "number" }).notNull(),
    recordedAt: ms().notNull(),
    kind: text().$type<EntryKind>().notNull(),
    sourceType: text().$type<SourceType>().notNull(),
    sourceId: text().notNull(),
    state: text().$type<State>(),
    effectiveFrom: ms().notNull(),
    effectiveTo: ms(),
    cause: text(),
    affectedRatio: text(),
    supersedes: bigint({ mode: "number" }),
    reasonHash: text(),
    actor: text().notNull(),
    evidence: jsonb().$type<readonly EvidenceOutcome[]>(),
    announcedAt: ms(),
    plannedFrom: ms(),
    plannedTo: ms(),
    definition: jsonb().$type<Composition>(),
    prevHash: text().notNull(),
    hash: text().notNull(),
    canonical: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.componentId, table.seq] }),
    uniqueIndex().on(table.organizationId, table.componentId, table.prevHash),
    index().on(
      table.organizationId,
      table.componentId,
      table.sourceType,
      table.sourceId,
      table.effectiveFrom,
    ),
    index("ledger_entries_words")
      .on(table.organizationId, table.componentId, table.sourceType, table.sourceId, table.seq)
      .where(sql`effective_to is null`),
    index("ledger_entries_from").on(table.organizationId, table.componentId, table.effectiveFrom),
    index("ledger_entries_to")
      .on(table.organizationId, table.componentId, table.effectiveTo)
      .where(sql`effective_to is not null`),
    index("ledger_entries_superseding")
      .on(table.organizationId, table.componentId, table.supersedes)
      .where(sql`supersedes is not null`),
  ],
);

/** Where imported history came from, in the importer's words; each import call is a source of its own. */
export const ledgerImports = pgTable(
  "ledger_imports",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    componentId: text().notNull(),
    title: text().notNull(),
    entries: bigint({ mode: "number" }).notNull(),
    actor: text().notNull(),
    importedAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
);

/** Free text of reasons, beside the chain: only its salted hash is chained, so it may be erased (RULES R5.1). */
export const ledgerReasons = pgTable(
  "ledger_reasons",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    seq: bigint({ mode: "number" }).notNull(),
    salt: bytes().notNull(),
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.componentId, table.seq] })],
);

/** Milliseconds per state of each whole UTC day, written with the append (RULES R1.8). */
export const ledgerDays = pgTable(
  "ledger_days",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    basis: text().$type<Basis>().notNull(),
    day: ms().notNull(),
    operationalMs: ms().notNull(),
    degradedMs: ms().notNull(),
    partialMs: ms().notNull(),
    majorMs: ms().notNull(),
    maintenanceMs: ms().notNull(),
    unknownMs: ms().notNull(),
    headSeq: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.componentId, table.basis, table.day] }),
    // The totals are in it so that a year of a thousand components is read from the index alone.
    index("ledger_days_troubled")
      .on(
        table.organizationId,
        table.componentId,
        table.basis,
        table.day,
        table.operationalMs,
        table.degradedMs,
        table.partialMs,
        table.majorMs,
        table.maintenanceMs,
        table.unknownMs,
      )
      .where(sql`operational_ms <> 86400000`),
  ],
);

/** One signed chain per organization over the heads of all its components (RULES R5.2). */
export const checkpoints = pgTable(
  "checkpoints",
  {
    organizationId: organizationId(),
    seq: bigint({ mode: "number" }).notNull(),
    madeAt: ms().notNull(),
    rootHash: text().notNull(),
    leafCount: bigint({ mode: "number" }).notNull(),
    prevHash: text().notNull(),
    hash: text().notNull(),
    canonical: text().notNull(),
    signature: text().notNull(),
    publicKey: text().notNull(),
    /** The leaves' salts come from it; never published. */
    treeSecret: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.seq] })],
);

/**
 * The heads a checkpoint vouches for. A head that did not move since an earlier checkpoint has no new row: a
 * checkpoint's tree is made of each component's latest row up to it.
 */
export const checkpointLeaves = pgTable(
  "checkpoint_leaves",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    checkpointSeq: bigint({ mode: "number" }).notNull(),
    headSeq: bigint({ mode: "number" }).notNull(),
    headHash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.componentId, table.checkpointSeq] })],
);

/** What the daily scrubber last found per component. */
export const ledgerScrubs = pgTable(
  "ledger_scrubs",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    scrubbedAt: ms().notNull(),
    entries: bigint({ mode: "number" }).notNull(),
    firstBadSeq: bigint({ mode: "number" }),
    finding: text(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.componentId] })],
);
