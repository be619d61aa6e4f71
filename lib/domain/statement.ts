import { z } from "zod";
import { pageInput } from "./input";
import type { SlaResult } from "./sla/result";
import type { Projection } from "./statement-projection";
import type { Ms } from "./time";

/** The version of the rules that statements are computed by; a closed statement names the one that made it. */
export const engineVersion = "1";

export const statementStatuses = ["open", "settling", "ready", "closed"] as const;
export type StatementStatus = (typeof statementStatuses)[number];

/** Where a chain stood when a statement was computed; `seq` 0 before its first entry. */
export type StatementHead = { chain: "ledger" | "counts"; componentId: string; seq: number; hash: string };

/** What a result rests on beside the chains: other statements, the claim and the invoice. */
export type StatementInputs = {
  carriedInMinor: number;
  capRemainingMinor: number | null;
  maintenanceUsedBeforeSeconds: number;
  claimFiledAt: Ms | null;
  /** Null for a first statement. */
  priorCreditMinor: number | null;
  invoiceAmountMinor: number | null;
  /**
   * What the contract's other promises are credited for this very period, where only the best of them counts; left out
   * where all count.
   */
  takenMinor?: number | null;
};

/** What is left of a statement's credit beside those of the contract's other promises. */
export function owedMinor(result: Pick<SlaResult, "credit_minor">, takenMinor: number | null): number {
  return Math.max(0, result.credit_minor - (takenMinor ?? 0));
}

export const workingKinds = ["downtime", "excluded", "unknown", "not_counted", "out_of_hours"] as const;
export type WorkingKind = (typeof workingKinds)[number];

/** One stretch of the period that was not simply up, and why it counts or does not. */
export type WorkingLine = {
  from: Ms;
  to: Ms;
  kind: WorkingKind;
  reason: string;
  /** The exact share of it that was down, where it was measured. */
  factor: string | null;
  /** At least one member gave no data. */
  isUnknown: boolean;
  /** The ledger's entries behind it. */
  entries: readonly { componentId: string; seq: number }[];
};

export const statementListInput = pageInput.extend({
  /** Looks into the names of customer, contract and service. */
  q: z.string().trim().max(200).optional(),
  period: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-10")
    .optional(),
  customer_id: z.string().max(100).optional(),
  contract_id: z.string().max(100).optional(),
  status: z.enum(statementStatuses).optional(),
});
export type StatementListInput = z.output<typeof statementListInput>;

type Dates = { periodTo: Ms; readyAt: Ms; closedAt: Ms | null };

/** A statement is open while its period runs, settles for the agreed hours, and is ready until somebody closes it. */
export function statementStatus({ periodTo, readyAt, closedAt }: Dates, now: Ms): StatementStatus {
  if (closedAt !== null) return "closed";
  if (now < periodTo) return "open";
  return now < readyAt ? "settling" : "ready";
}

export type StatementView = {
  id: string;
  contractId: string;
  commitmentId: string;
  customerId: string;
  customerName: string;
  contractName: string;
  service: string;
  timezone: string;
  targetPercent: string;
  period: { from: Ms; to: Ms };
  month: string;
  status: StatementStatus;
  revision: number;
  restates: string | null;
  supersededBy: string | null;
  readyAt: Ms;
  closedAt: Ms | null;
  closedBy: string | null;
  knownAt: Ms;
  termsVersion: number;
  engineVersion: string;
  invoice: { number: string; amountMinor: number | null; date: string } | null;
  currency: string;
  heads: readonly StatementHead[];
  /** Null when it cannot be computed; `complaint` then says why. */
  result: SlaResult | null;
  complaint: string | null;
  /** Only while the period runs. */
  projection: Projection | null;
  /** What other promises of the contract are credited for the period, where only the best counts; else null. */
  takenMinor: number | null;
  resultHash: string | null;
  working: readonly WorkingLine[];
  creditId: string | null;
};
