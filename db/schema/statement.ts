import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { SlaResult } from "@/lib/domain/sla/result";
import type { PeriodFields } from "@/lib/domain/sla/vector";
import type { StatementHead, StatementInputs, WorkingLine } from "@/lib/domain/statement";
import { ms, organizationId } from "./columns";

/**
 * One commitment's period. Until `closedAt` it holds no figures: they are computed when read. From then on the row is
 * what was booked, and the database refuses to change it (db/security.ts). A restatement is a row of its own.
 */
export const statements = pgTable(
  "statements",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    contractId: text().notNull(),
    commitmentId: text().notNull(),
    customerId: text().notNull(),
    period: jsonb().$type<PeriodFields>().notNull(),
    periodFrom: ms().notNull(),
    periodTo: ms().notNull(),
    /** `YYYY-MM` of the period's last local date. */
    month: text().notNull(),
    /** 0 for the first, then one more for each restatement. */
    revision: integer().notNull().default(0),
    restates: text(),
    /** When the settle delay is over. */
    readyAt: ms().notNull(),
    invoiceNumber: text(),
    invoiceAmountMinor: bigint({ mode: "number" }),
    invoiceDate: text(),
    closedAt: ms(),
    closedBy: text(),
    knownAt: ms(),
    /** The time the result rests on: the period with what the length of runs and yearly allowances reach into. */
    reachFrom: ms(),
    reachTo: ms(),
    termsVersion: integer(),
    engineVersion: text(),
    heads: jsonb().$type<readonly StatementHead[]>(),
    inputs: jsonb().$type<StatementInputs>(),
    result: jsonb().$type<SlaResult>(),
    working: jsonb().$type<readonly WorkingLine[]>(),
    resultHash: text(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.commitmentId, table.periodFrom, table.revision),
    uniqueIndex("statements_restated")
      .on(table.organizationId, table.restates)
      .where(sql`restates is not null`),
    index().on(table.organizationId, table.month, table.id),
    index().on(table.organizationId, table.customerId, table.id),
    index().on(table.organizationId, table.contractId, table.periodFrom),
    index("statements_reach").on(table.organizationId, table.reachTo).where(sql`closed_at is not null`),
  ],
);
