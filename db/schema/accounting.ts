import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { ExportFilter, ExportTotal } from "@/lib/domain/manifest";
import type { RegisterSource } from "@/lib/domain/register";
import { ms, organizationId } from "./columns";

/** A month of the books that takes no more postings; the database refuses to change it. */
export const accountingPeriods = pgTable(
  "accounting_periods",
  {
    organizationId: organizationId(),
    /** `YYYY-MM` in the zone of the books. */
    month: text().notNull(),
    lockedAt: ms().notNull(),
    lockedBy: text().notNull(),
    reason: text(),
    /** Who the books were of when they were locked: documents of the month go on saying so. */
    organizationName: text().notNull(),
    lines: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.month] })],
);

/** What was posted in a locked month, as it stood then: its exports are made of these rows alone. */
export const accountingLines = pgTable(
  "accounting_lines",
  {
    organizationId: organizationId(),
    month: text().notNull(),
    creditId: text().notNull(),
    source: jsonb().$type<RegisterSource>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.month, table.creditId] })],
);

/** What every finance file held that left the house: its control totals and its bytes' hash. */
export const exportManifests = pgTable(
  "export_manifests",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    kind: text().notNull(),
    format: text().notNull(),
    filter: jsonb().$type<ExportFilter>().notNull(),
    rows: integer().notNull(),
    totals: jsonb().$type<readonly ExportTotal[]>().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    sha256: text().notNull(),
    generator: text().notNull(),
    exportedAt: ms().notNull(),
    exportedBy: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.sha256),
  ],
);
