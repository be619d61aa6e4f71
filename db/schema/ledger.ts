import { bigint, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Basis, State } from "@/lib/domain/state";
import { bytes, ms, organizationId } from "./columns";

/** The last link of each component's chain; its row lock serialises appends. */
export const ledgerHeads = pgTable(
  "ledger_heads",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    seq: bigint({ mode: "number" }).notNull(),
    hash: text().notNull(),
    recordedAt: ms().notNull(),
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
    kind: text().notNull(),
    sourceType: text().notNull(),
    sourceId: text().notNull(),
    state: text().$type<State>(),
    effectiveFrom: ms().notNull(),
    effectiveTo: ms(),
    cause: text(),
    affectedRatio: text(),
    supersedes: bigint({ mode: "number" }),
    reasonHash: text(),
    actor: text().notNull(),
    evidence: jsonb().$type<unknown>(),
    announcedAt: ms(),
    plannedFrom: ms(),
    plannedTo: ms(),
    definition: jsonb().$type<unknown>(),
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
  ],
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
  (table) => [primaryKey({ columns: [table.organizationId, table.componentId, table.basis, table.day] })],
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
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.seq] })],
);

/** The heads a checkpoint vouches for, with the salts that keep one tenant's export from naming another component. */
export const checkpointLeaves = pgTable(
  "checkpoint_leaves",
  {
    organizationId: organizationId(),
    checkpointSeq: bigint({ mode: "number" }).notNull(),
    position: bigint({ mode: "number" }).notNull(),
    componentId: text().notNull(),
    headSeq: bigint({ mode: "number" }).notNull(),
    headHash: text().notNull(),
    salt: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.checkpointSeq, table.position] }),
    index().on(table.organizationId, table.componentId, table.checkpointSeq),
  ],
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
