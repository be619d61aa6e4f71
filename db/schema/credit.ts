import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Approval, CreditKind, CreditStatus, MemoKind } from "@/lib/domain/credit";
import type { FourEyesLimit, LegalEntity, MemoSeries } from "@/lib/domain/finance-settings";
import { ms, organizationId, version } from "./columns";

/** Money owed for one closed statement. Amounts are positive; `kind` says which way they go. */
export const credits = pgTable(
  "credits",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    statementId: text().notNull(),
    commitmentId: text().notNull(),
    contractId: text().notNull(),
    customerId: text().notNull(),
    kind: text().$type<CreditKind>().notNull(),
    status: text().$type<CreditStatus>().notNull(),
    currency: text().notNull(),
    amountMinor: bigint({ mode: "number" }).notNull(),
    taxMinor: bigint({ mode: "number" }),
    grossMinor: bigint({ mode: "number" }),
    creditDays: integer().notNull().default(0),
    /** Whether the measurements allow it to be approved by rule. */
    dataSufficient: boolean().notNull(),
    claimRequired: boolean().notNull(),
    claimDeadline: ms(),
    claimedAt: ms(),
    evidence: text(),
    approvals: jsonb().$type<readonly Approval[]>().notNull(),
    approvedAt: ms(),
    deniedReason: text(),
    memoId: text(),
    issuedAt: ms(),
    appliedMinor: bigint({ mode: "number" }).notNull().default(0),
    appliedInvoice: text(),
    settledAt: ms(),
    reversalMemoId: text(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.statementId),
    index().on(table.organizationId, table.customerId, table.id),
    index().on(table.organizationId, table.status, table.id),
  ],
);

/** The numbered documents finance books; a number once given stays, and the database refuses to change one. */
export const memos = pgTable(
  "memos",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    series: text().notNull(),
    year: integer().notNull(),
    sequence: integer().notNull(),
    number: text().notNull(),
    kind: text().$type<MemoKind>().notNull(),
    /** The memo that this one undoes. */
    reverses: text(),
    customerId: text().notNull(),
    currency: text().notNull(),
    amountMinor: bigint({ mode: "number" }).notNull(),
    taxMinor: bigint({ mode: "number" }),
    grossMinor: bigint({ mode: "number" }),
    issuedAt: ms().notNull(),
    issuedBy: text().notNull(),
    /** `YYYY-MM-DD`, the day of the books; in an accounting period that was open when the memo was issued. */
    postingDate: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.series, table.year, table.sequence),
    uniqueIndex().on(table.organizationId, table.number),
    index().on(table.organizationId, table.postingDate),
  ],
);

/** The last number of each series and year; its row lock makes issuers take turns (RULES R4.8). */
export const memoCounters = pgTable(
  "memo_counters",
  {
    organizationId: organizationId(),
    series: text().notNull(),
    year: integer().notNull(),
    last: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.series, table.year] })],
);

/** How an organization books: zone, limits, series of numbers, who it is on its documents, who hears each month. */
export const financeSettings = pgTable(
  "finance_settings",
  {
    organizationId: organizationId(),
    timezone: text().notNull(),
    fourEyes: jsonb().$type<readonly FourEyesLimit[]>().notNull(),
    series: jsonb().$type<MemoSeries>().notNull(),
    legal: jsonb().$type<LegalEntity>(),
    /** Who gets the monthly report. */
    reportTo: jsonb().$type<readonly string[]>().notNull(),
    updatedAt: ms().notNull(),
    version: version(),
  },
  (table) => [primaryKey({ columns: [table.organizationId] })],
);
