import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { PeriodFee } from "@/lib/domain/contract";
import type { SlaResult } from "@/lib/domain/sla/result";
import type { Terms } from "@/lib/domain/sla/terms";
import type { PeriodFields, Window } from "@/lib/domain/sla/vector";
import type { Basis } from "@/lib/domain/state";
import type { StatementHead } from "@/lib/domain/statement";
import type { ClaimStatus } from "@/lib/domain/upstream";
import { ms, organizationId, version } from "./columns";

/** What a provider promises us: a contract in the other direction, judged by the same engine over our measurements. */
export const upstreamContracts = pgTable(
  "upstream_contracts",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    sourceId: text(),
    providerName: text().notNull(),
    name: text().notNull(),
    timezone: text().notNull(),
    basis: text().$type<Basis>().notNull(),
    startsAt: ms().notNull(),
    endsAt: ms(),
    window: jsonb().$type<Window>().notNull(),
    fees: jsonb().$type<PeriodFee>().notNull(),
    terms: jsonb().$type<Terms>().notNull(),
    /** A claim must reach the provider within so many days of the period's end. */
    claimDays: integer().notNull(),
    /** End of the last period that was assessed. */
    assessedTo: ms(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    version: version(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
);

/** Periods that were over and could not be computed: each is tried again until it can. */
export const upstreamGaps = pgTable(
  "upstream_gaps",
  {
    organizationId: organizationId(),
    contractId: text().notNull(),
    periodFrom: ms().notNull(),
    periodTo: ms().notNull(),
    period: jsonb().$type<PeriodFields>().notNull(),
    month: text().notNull(),
    /** The engine's sentence. */
    reason: text().notNull(),
    triedAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.contractId, table.periodFrom] })],
);

/** One period of an upstream contract, assessed once it was over: what we may claim, claimed, and were granted. */
export const upstreamClaims = pgTable(
  "upstream_claims",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    contractId: text().notNull(),
    period: jsonb().$type<PeriodFields>().notNull(),
    periodFrom: ms().notNull(),
    periodTo: ms().notNull(),
    month: text().notNull(),
    currency: text().notNull(),
    /** What the terms give for what we measured. */
    computedMinor: bigint({ mode: "number" }).notNull(),
    claimedMinor: bigint({ mode: "number" }),
    grantedMinor: bigint({ mode: "number" }),
    status: text().$type<ClaimStatus>().notNull(),
    deadline: ms().notNull(),
    assessedAt: ms().notNull(),
    filedAt: ms(),
    settledAt: ms(),
    remindedAt: ms(),
    reference: text(),
    note: text(),
    result: jsonb().$type<SlaResult>().notNull(),
    heads: jsonb().$type<readonly StatementHead[]>().notNull(),
    resultHash: text().notNull(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.contractId, table.periodFrom),
    index().on(table.organizationId, table.status, table.deadline),
  ],
);
