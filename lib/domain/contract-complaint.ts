import type { FieldError } from "./errors";
import { decimalField } from "./sla/field";
import { compare, decimal, whole } from "./sla/rational";
import type { Terms } from "./sla/terms";
import type { Window } from "./sla/vector";
import { tierComplaints, topTierComplaints } from "./tier-complaint";
import type { Ms } from "./time";

type Agreed = {
  starts_at: Ms;
  ends_at: Ms | null;
  suspended: readonly { from: Ms; to: Ms }[];
  commitments: readonly {
    window: Window;
    fees: {
      currency: string;
      amount_includes_tax?: boolean | undefined;
      tax_percent?: string | undefined;
    };
    fee_excludes: readonly string[];
    counts?: "outcomes" | "reported" | undefined;
    terms: Terms;
  }[];
};

/** No agreement begins later: a year typed wrong is meant for none of us. */
const latestStart = Date.UTC(2100, 0, 1);

/** What is wrong with a contract beyond the shape of each field. */
export function contractComplaints(contract: Agreed): FieldError[] {
  const { starts_at, ends_at, suspended, commitments } = contract;
  const found: FieldError[] = [];
  found.push(...ageComplaints(starts_at, "starts_at"));
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
    found.push(...taxComplaints(commitment.fees, `${at}.fees`));
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

export function ageComplaints(instant: Ms, path: string): FieldError[] {
  return instant < latestStart ? [] : [{ path, message: "must be before the year 2100" }];
}

/** The engine computes any rate; nobody signs one above the whole price. */
export function taxComplaints(
  { tax_percent }: { tax_percent?: string | undefined },
  at: string,
): FieldError[] {
  if (tax_percent === undefined || !decimalField.safeParse(tax_percent).success) return [];
  if (compare(decimal(tax_percent), whole(100)) <= 0) return [];
  return [{ path: `${at}.tax_percent`, message: "must be at most 100" }];
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
  const found = [...tierComplaints(terms), ...topTierComplaints(terms)];
  const { measurement } = terms;
  if ("interval_seconds" in measurement && measurement.interval_seconds % countIntervals[0] !== 0)
    found.push({
      path: "measurement.interval_seconds",
      message: "must be whole minutes: counts come in intervals of 60, 300 or 900 seconds",
    });
  return found;
}
