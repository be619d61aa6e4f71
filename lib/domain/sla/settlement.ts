import { invalid } from "../errors";
import { add, compare, decimal, percentOf, type Rational, round, smaller, truncate, whole } from "./rational";
import type { Terms } from "./terms";
import type { Fees, PeriodFields } from "./vector";

/** A credit in money, minor units; tax and gross only where the fee names a rate. */
export type Settlement = {
  creditMinor: number;
  carriedForwardMinor: number;
  taxMinor: number | null;
  grossMinor: number | null;
};

/** What limits and rounds a credit: the period's leftovers and one version's rules. */
export type SettlementRules = {
  fee: Rational;
  terms: Terms;
  period: Pick<PeriodFields, "carried_in_minor" | "cap_remaining_minor">;
  taxPercent: Fees["tax_percent"];
};

/**
 * Exact credit to money: what came over from before is added, caps are applied, and only then it is rounded, once and
 * never through a cap. The minimum is asked of the rounded amount.
 */
export function settle(exact: Rational, rules: SettlementRules): Settlement {
  const { money_rounding: rounding, minimum, carry_forward } = rules.terms;
  const due = add(exact, whole(rules.period.carried_in_minor ?? 0));
  const cap = lowestCap(rules);
  const granted = cap === null ? due : smaller(due, cap);
  const rounded = round(granted, rounding);
  const capped = cap !== null && compare(due, cap) > 0;
  const credit = cap !== null && compare(whole(rounded), cap) > 0 ? truncate(cap) : rounded;
  const carried = carry_forward && capped ? round(due, rounding) - credit : 0n;
  const least = BigInt(minimum.minor);
  const paid = (minimum.op === ">" ? credit > least : credit >= least) ? credit : 0n;
  const tax =
    rules.taxPercent === undefined
      ? null
      : round(percentOf(decimal(rules.taxPercent), whole(paid)), rounding);
  return {
    creditMinor: exactNumber(paid),
    carriedForwardMinor: exactNumber(carried),
    taxMinor: tax === null ? null : exactNumber(tax),
    grossMinor: tax === null ? null : exactNumber(paid + tax),
  };
}

function lowestCap({ fee, terms: { cap }, period }: SettlementRules): Rational | null {
  const caps = [
    cap.percent_of_fee === null ? null : percentOf(decimal(cap.percent_of_fee), fee),
    cap.absolute_minor === null ? null : whole(cap.absolute_minor),
    period.cap_remaining_minor === undefined ? null : whole(period.cap_remaining_minor),
  ].filter((each) => each !== null);
  return caps.length === 0 ? null : caps.reduce(smaller);
}

function exactNumber(amount: bigint): number {
  if (amount <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(amount);
  throw invalid("fees.amount_minor", "leads to a credit too large to be written exactly");
}

/** How a credit differs from the one already issued for the same period. */
export type Adjustment = { kind: "credit_memo" | "debit_memo" | "none"; amountMinor: number };

export function adjustmentOf(
  creditMinor: number,
  restatement: { prior_credit_minor: number; clawback: "allowed" | "never" },
): Adjustment {
  const difference = creditMinor - restatement.prior_credit_minor;
  if (difference > 0) return { kind: "credit_memo", amountMinor: difference };
  if (difference < 0 && restatement.clawback === "allowed")
    return { kind: "debit_memo", amountMinor: -difference };
  return { kind: "none", amountMinor: 0 };
}
