import type { FieldError } from "./errors";
import { compare, decimal } from "./sla/rational";
import type { Terms } from "./sla/terms";
import type { Window } from "./sla/vector";
import type { Ms } from "./time";

type Agreed = {
  starts_at: Ms;
  ends_at: Ms | null;
  suspended: readonly { from: Ms; to: Ms }[];
  commitments: readonly {
    window: Window;
    fees: { currency: string; amount_includes_tax?: boolean | undefined };
    fee_excludes: readonly string[];
    counts?: "outcomes" | "reported" | undefined;
    terms: Terms;
  }[];
};

/** What is wrong with a contract beyond the shape of each field. */
export function contractComplaints(contract: Agreed): FieldError[] {
  const { starts_at, ends_at, suspended, commitments } = contract;
  const found: FieldError[] = [];
  if (ends_at !== null && ends_at <= starts_at)
    found.push({ path: "ends_at", message: "must be after starts_at" });
  for (const [index, { from, to }] of suspended.entries()) {
    if (ends_at !== null && from >= ends_at)
      found.push({ path: `suspended.${index}.from`, message: "must be before the contract ends" });
    if (to <= from) found.push({ path: `suspended.${index}.to`, message: "must be after its beginning" });
    if (to <= starts_at)
      found.push({ path: `suspended.${index}.to`, message: "must be after the contract starts" });
  }
  const currency = commitments[0]?.fees.currency;
  for (const [index, commitment] of commitments.entries()) {
    const at = `commitments.${index}`;
    if (commitment.fees.currency !== currency)
      found.push({ path: `${at}.fees.currency`, message: `must be ${currency}, as in the whole contract` });
    if (commitment.fees.amount_includes_tax && commitment.fee_excludes.includes("tax"))
      found.push({ path: `${at}.fee_excludes`, message: "cannot name tax while the amount includes it" });
    if (commitment.window.type === "fixed" && ends_at === null)
      found.push({ path: "ends_at", message: "is required for a window of type fixed" });
    found.push(...countsComplaints(commitment).map((each) => ({ ...each, path: `${at}.${each.path}` })));
    for (const each of termsComplaints(commitment.terms))
      found.push({ ...each, path: `${at}.terms.${each.path}` });
  }
  return found;
}

/** Terms that count requests say from where; the others measure the ledger. */
export function countsComplaints({
  terms,
  counts,
}: {
  terms: Terms;
  counts?: "outcomes" | "reported" | null | undefined;
}): FieldError[] {
  const counting = "interval_seconds" in terms.measurement;
  if (counting && !counts)
    return [{ path: "counts", message: 'must be "outcomes" or "reported": these terms count requests' }];
  if (!counting && counts)
    return [{ path: "counts", message: "must be left out: these terms measure time, not requests" }];
  return [];
}

/** The lengths of intervals that counts come in, in seconds (RULES R4.7). */
export const countIntervals = [60, 300, 900] as const;

/** What is wrong with one version of the terms beyond the shape of each field. */
export function termsComplaints(terms: Terms): FieldError[] {
  const found = tierComplaints(terms);
  const { measurement } = terms;
  if ("interval_seconds" in measurement && measurement.interval_seconds % countIntervals[0] !== 0)
    found.push({
      path: "measurement.interval_seconds",
      message: "must be whole minutes: counts come in intervals of 60, 300 or 900 seconds",
    });
  return found;
}

/** A worse period must never be worth less: tiers that pay backwards overlap in what they promise. */
function tierComplaints({ credit }: Terms): FieldError[] {
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
