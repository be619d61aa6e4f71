import type { InvoiceCap } from "./contract";
import type { CreditKind, CreditStatus } from "./credit";
import { decimal, percentOf, truncate, whole } from "./sla/rational";

type Booked = { kind: CreditKind; status: CreditStatus; amountMinor: number; taxMinor: number | null };

const issued: ReadonlySet<CreditStatus> = new Set(["issued", "applied", "paid_out"]);

/** What was issued already of a period's credits: debits count against it, what was voided not at all. */
export function issuedOf(credits: readonly Booked[]): { amountMinor: number; taxMinor: number } {
  const total = { amountMinor: 0, taxMinor: 0 };
  for (const { kind, status, amountMinor, taxMinor } of credits) {
    if (!issued.has(status)) continue;
    const sign = kind === "adjustment_debit" ? -1 : 1;
    total.amountMinor += sign * amountMinor;
    total.taxMinor += sign * (taxMinor ?? 0);
  }
  return total;
}

/** The prior credit of a restatement: the sum already issued (RULES R4.4). */
export function priorOf(credits: readonly Booked[]): number {
  return Math.max(0, issuedOf(credits).amountMinor);
}

/** What a cap over all commitments of a contract leaves for one of them; null when nothing caps. */
export function remainingCap(
  cap: InvoiceCap,
  feesMinor: readonly number[],
  grantedMinor: readonly number[],
): number | null {
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const limits = [
    cap.percent_of_fee === null
      ? null
      : Number(truncate(percentOf(decimal(cap.percent_of_fee), whole(sum(feesMinor))))),
    cap.absolute_minor,
  ].filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.max(0, Math.min(...limits) - sum(grantedMinor));
}
