import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytes, ms, organizationId } from "./columns";

/** The last link of each component's chain of counts; its row lock serialises appends. */
export const countHeads = pgTable(
  "count_heads",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    seq: bigint({ mode: "number" }).notNull(),
    hash: text().notNull(),
    recordedAt: ms().notNull(),
    /** Outcomes before this instant are in the chain. */
    outcomesTo: ms(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.componentId] })],
);

/** One report of counts, immutable and chained like the ledger; its intervals are in the hashed text. */
export const countEntries = pgTable(
  "count_entries",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    seq: bigint({ mode: "number" }).notNull(),
    recordedAt: ms().notNull(),
    source: text().$type<"reported" | "outcomes">().notNull(),
    intervalSeconds: integer().notNull(),
    reasonHash: text(),
    actor: text().notNull(),
    prevHash: text().notNull(),
    hash: text().notNull(),
    canonical: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.componentId, table.seq] }),
    uniqueIndex().on(table.organizationId, table.componentId, table.prevHash),
  ],
);

/** The intervals of each report, one row each; of one interval the highest seq stands. */
export const countIntervals = pgTable(
  "count_intervals",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    source: text().$type<"reported" | "outcomes">().notNull(),
    from: ms().notNull(),
    seq: bigint({ mode: "number" }).notNull(),
    intervalSeconds: integer().notNull(),
    total: bigint({ mode: "number" }).notNull(),
    bad: bigint({ mode: "number" }).notNull(),
    /** The report that this one takes the place of. */
    supersedes: bigint({ mode: "number" }),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.componentId, table.source, table.from, table.seq] }),
    index().on(table.organizationId, table.componentId, table.seq),
  ],
);

/** Why counts were given again, beside the chain; may be erased (RULES R5.1). */
export const countReasons = pgTable(
  "count_reasons",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    seq: bigint({ mode: "number" }).notNull(),
    salt: bytes().notNull(),
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.componentId, table.seq] })],
);
