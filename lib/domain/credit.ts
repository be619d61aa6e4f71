import { z } from "zod";
import type { FourEyesLimit } from "./finance-settings";
import { instantInput, pageInput } from "./input";
import { dateField, minorField } from "./sla/field";
import type { Ms } from "./time";

/** What a statement leads to: a credit, or the difference that a restatement makes, to either side. */
export const creditKinds = ["credit", "adjustment_credit", "adjustment_debit"] as const;
export type CreditKind = (typeof creditKinds)[number];

/**
 * The life of a credit (SLA.md part 2). `expired` is never stored: it is an eligible one whose deadline has passed.
 * `superseded` was never issued and gave way to a restatement's.
 */
export const creditStatuses = [
  "eligible",
  "claimed",
  "expired",
  "approved",
  "denied",
  "issued",
  "applied",
  "paid_out",
  "voided",
  "superseded",
] as const;
export type CreditStatus = (typeof creditStatuses)[number];

export const memoKinds = ["credit_memo", "debit_memo"] as const;
export type MemoKind = (typeof memoKinds)[number];

/** One person's or the contract's own yes. */
export type Approval = { by: string; at: Ms; note: string | null };

const note = z.string().trim().min(1).max(2_000);
const reason = note.optional();
/** Taking a credit away is not done without a word. */
const neededReason = z
  .string("must say why")
  .trim()
  .min(1, "must say why")
  .max(2_000, "must have at most 2000 characters");

/** Bodies of the acts on a credit; why is kept in the audit log. */
export const claimInput = z
  .strictObject({
    filed_at: instantInput.optional(),
    evidence: note.optional(),
    /** Takes a claim that came in at or after the deadline; `reason` then says why. */
    accept_late: z.boolean().default(false),
    reason,
  })
  .refine(({ accept_late, reason: said }) => !accept_late || said !== undefined, {
    path: ["reason"],
    message: "must say why a late claim is accepted",
  })
  .meta({ id: "CreditClaim" });
export type ClaimInput = z.output<typeof claimInput>;
export const approveInput = z.strictObject({ reason }).meta({ id: "CreditApproval" });
export const denyInput = z.strictObject({ reason: neededReason }).meta({ id: "CreditDenial" });
export const appealInput = z.strictObject({ reason: neededReason }).meta({ id: "CreditAppeal" });
export const issueInput = z
  .strictObject({
    /** The day of the books, in a period that is open; today when left out. */
    posting_date: dateField.optional(),
    reason,
  })
  .meta({ id: "CreditIssue" });
export const applyInput = z
  .strictObject({
    invoice_number: z.string().trim().min(1).max(100).optional(),
    amount_minor: minorField.min(1).optional(),
    reason,
  })
  .meta({ id: "CreditApplication" });
export const payOutInput = z
  .strictObject({ reference: note.optional(), reason })
  .meta({ id: "CreditPayout" });
export const voidInput = z.strictObject({ reason: neededReason }).meta({ id: "CreditVoid" });

/** Body of `PUT /statements/{id}/invoice`: the invoice line that the period was really billed with. */
export const invoiceInput = z
  .strictObject({
    number: z.string().trim().min(1).max(100),
    amount_minor: minorField.optional(),
    date: dateField,
  })
  .meta({ id: "StatementInvoice" });
export type InvoiceInput = z.output<typeof invoiceInput>;

export const creditListInput = pageInput.extend({
  /** Looks into the names of customer, contract and service, and into memo numbers. */
  q: z.string().trim().max(200).optional(),
  customer_id: z.string().max(100).optional(),
  status: z.enum(creditStatuses).optional(),
  period: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-10")
    .optional(),
  currency: z.string().max(3).optional(),
});
export type CreditListInput = z.output<typeof creditListInput>;

/** What decides which acts a credit allows. */
export type CreditState = {
  status: CreditStatus;
  kind: CreditKind;
  claimRequired: boolean;
  claimDeadline: Ms | null;
  claimedAt: Ms | null;
  approvals: readonly Approval[];
};

/** The status at an instant: an unclaimed credit expires at its deadline without anybody's doing. */
export function statusAt({ status, kind, claimRequired, claimDeadline }: CreditState, now: Ms): CreditStatus {
  const lapses = status === "eligible" && kind === "credit" && claimRequired && claimDeadline !== null;
  return lapses && now >= claimDeadline ? "expired" : status;
}

/** Whether the amount needs two people. */
export function needsFourEyes(
  { currency, amountMinor }: { currency: string; amountMinor: number },
  limits: readonly FourEyesLimit[],
): boolean {
  const limit = limits.find((each) => each.currency === currency);
  return limit !== undefined && amountMinor > limit.amount_minor;
}

/** `CN-2026-000042`: at most 21 characters, as QuickBooks takes. */
export function memoNumber(series: string, year: number, sequence: number): string {
  return `${series}-${year}-${String(sequence).padStart(6, "0")}`;
}

/** What credits of one currency and status sum to; a debit counts against it. */
export type CreditSum = { currency: string; status: CreditStatus; count: number; amountMinor: number };
