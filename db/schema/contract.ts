import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { FeeExclusion, InvoiceCap, PeriodFee } from "@/lib/domain/contract";
import type { Terms } from "@/lib/domain/sla/terms";
import type { Contract, Window } from "@/lib/domain/sla/vector";
import type { Basis } from "@/lib/domain/state";
import type { Interval } from "@/lib/domain/time";
import { ms, organizationId, version } from "./columns";

/** An agreement with one customer; what it promises lies in its commitments. */
export const contracts = pgTable(
  "contracts",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    customerId: text().notNull(),
    name: text().notNull(),
    timezone: text().notNull(),
    basis: text().$type<Basis>().notNull(),
    startsAt: ms().notNull(),
    endsAt: ms(),
    suspended: jsonb().$type<readonly Interval[]>().notNull(),
    claims: jsonb().$type<Contract["claims"]>().notNull(),
    amendmentPolicy: text().$type<Contract["amendment_policy"]>().notNull(),
    partialPeriod: jsonb().$type<Contract["partial_period"]>().notNull(),
    clawback: text().$type<"allowed" | "never">().notNull(),
    stacking: text().$type<"cumulative" | "best_only">().notNull(),
    invoiceCap: jsonb().$type<InvoiceCap>(),
    settleHours: integer().notNull(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.customerId, table.id),
  ],
);

/** One service's promise inside a contract. `generatedTo` is the end of its last statement's period. */
export const commitments = pgTable(
  "commitments",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    contractId: text().notNull(),
    position: integer().notNull(),
    service: text().notNull(),
    window: jsonb().$type<Window>().notNull(),
    counts: text().$type<"outcomes" | "reported">(),
    feeExcludes: jsonb().$type<readonly FeeExclusion[]>().notNull().default([]),
    generatedTo: ms(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.contractId, table.position),
    index().on(table.organizationId, table.generatedTo),
  ],
);

/** Complete terms with the fee of a period, from an instant on; the database refuses to change a version. */
export const commitmentTerms = pgTable(
  "commitment_terms",
  {
    organizationId: organizationId(),
    commitmentId: text().notNull(),
    termsVersion: integer().notNull(),
    effectiveFrom: ms().notNull(),
    terms: jsonb().$type<Terms>().notNull(),
    fees: jsonb().$type<PeriodFee>().notNull(),
    createdAt: ms().notNull(),
    createdBy: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.commitmentId, table.termsVersion] }),
    uniqueIndex().on(table.organizationId, table.commitmentId, table.effectiveFrom),
    index("commitment_terms_chronic")
      .on(table.organizationId, table.commitmentId)
      .where(sql`jsonb_typeof(terms -> 'chronic') = 'object'`),
  ],
);
