import type { FieldError } from "./errors";
import { compare, decimal } from "./sla/rational";
import type { Terms } from "./sla/terms";

type Tier = { upper: string; upper_inclusive: boolean };

/** A worse period must never be worth less: tiers that pay backwards overlap in what they promise. */
export function tierComplaints({ credit }: Terms): FieldError[] {
  if (credit.mode !== "tiered" && credit.mode !== "tiered_days") return [];
  const tiers = credit.tiers.map((tier, index) => ({
    index,
    upper: decimal(tier.upper),
    worth: "credit_percent" in tier ? decimal(tier.credit_percent) : decimal(String(tier.credit_days)),
  }));
  const field = credit.mode === "tiered" ? "credit_percent" : "credit_days";
  const byUpper = tiers.toSorted((a, b) => compare(b.upper, a.upper));
  return byUpper.flatMap((tier, place) => {
    const milder = byUpper[place - 1];
    if (!milder || compare(tier.worth, milder.worth) >= 0) return [];
    const message = "must not be less than what a better period is credited";
    return [{ path: `credit.tiers.${tier.index}.${field}`, message }];
  });
}

/** Tiers of percents from the mildest to the hardest; none where credit has another mode. */
export function tiersFromTop({ credit }: Terms): Tier[] {
  if (credit.mode !== "tiered" && credit.mode !== "tiered_days") return [];
  return credit.tiers.toSorted((a, b) => compare(decimal(b.upper), decimal(a.upper)));
}

/**
 * The mildest tier begins where the target ends, to the side of the bound: else a period can be broken without credit, or
 * credited without being broken (SLA terms, tiers).
 */
export function topTierComplaints(terms: Terms): FieldError[] {
  const { target } = terms;
  const [top] = tiersFromTop(terms);
  if (!top) return [];
  const found: FieldError[] = [];
  if (compare(decimal(top.upper), decimal(target.percent)) !== 0)
    found.push({
      path: "credit.tiers",
      message: `the mildest tier ends at ${top.upper}, the target is ${target.percent}: what lies between is a breach without credit, or a credit without breach`,
    });
  if (top.upper_inclusive === (target.meets === ">="))
    found.push({
      path: "credit.tiers",
      message: `exactly ${top.upper} is ${top.upper_inclusive ? "met and credited" : "a breach without credit"}`,
    });
  return found;
}
