import type { FieldError } from "./errors";
import { compare, decimal, whole } from "./sla/rational";
import { isHundred, type Terms } from "./sla/terms";
import { tiersFromTop, topTierComplaints } from "./tier-complaint";

type Trap = (terms: Terms) => FieldError[];

/** Terms that are allowed and yet rarely meant; each names its field and says what will happen. */
export function termsWarnings(terms: Terms): FieldError[] {
  const traps: readonly Trap[] = [
    roundingTraps,
    maintenanceTraps,
    topTierComplaints,
    boundaryTraps,
    targetTraps,
    outageTraps,
    factorTraps,
    unknownTraps,
    amountTraps,
    hoursTraps,
  ];
  return traps.flatMap((trap) => trap(terms));
}

const warn = (path: string, message: string): FieldError[] => [{ path, message }];

function roundingTraps({ target, comparison }: Terms): FieldError[] {
  const decimals = target.percent.split(".")[1]?.length ?? 0;
  if (comparison.decimals === null || comparison.decimals >= decimals) return [];
  const message = `rounds coarser than the target: ${target.percent} is compared with ${comparison.decimals} decimals`;
  return warn("comparison.decimals", message);
}

/** A maintenance that was not announced in time bills time in which the ledger says that everything worked (R4.2). */
function maintenanceTraps({ maintenance, measurement }: Terms): FieldError[] {
  if ("interval_seconds" in measurement) return [];
  const found: FieldError[] = [];
  if (maintenance.unqualified_state !== "operational")
    found.push({
      path: "maintenance.unqualified_state",
      message: "counts unannounced maintenance as an outage even where everything worked",
    });
  if (maintenance.exclude && maintenance.notice_seconds === 0)
    found.push({
      path: "maintenance.notice_seconds",
      message: "leaves out maintenance that was announced a second before it began",
    });
  return found;
}

/** Contracts that mix "at most" and "below" say nothing of the bound between them. */
function boundaryTraps(terms: Terms): FieldError[] {
  const [top, ...lower] = tiersFromTop(terms);
  return lower
    .filter((tier) => tier.upper_inclusive !== top?.upper_inclusive)
    .flatMap(({ upper, upper_inclusive }) =>
      warn(
        "credit.tiers",
        `mixes "below" and "at or below": exactly ${upper} goes to the ${upper_inclusive ? "harder" : "milder"} tier; check whether the contract says so`,
      ),
    );
}

function targetTraps({ target, min_outage, measurement }: Terms): FieldError[] {
  if (target.meets === ">" && isHundred(target.percent))
    return warn("target.percent", "can never be met: no period is more than 100 % up");
  if (isHundred(target.percent) && measurement.method === "time" && min_outage === null)
    return warn("target.percent", "is breached by any second of downtime: there is no error budget");
  return [];
}

function outageTraps({ min_outage, measurement }: Terms): FieldError[] {
  if (min_outage === null || measurement.method === "time") return [];
  return warn("min_outage", "changes nothing: a shortest outage only exists where time is measured");
}

function factorTraps({ state_factors, measurement }: Terms): FieldError[] {
  if ("interval_seconds" in measurement) return [];
  const { operational, ...failing } = state_factors;
  const isNothing = (share: string) => !/[1-9]/.test(share);
  if (!isNothing(operational))
    return warn("state_factors.operational", "counts time as down in which everything worked");
  if (Object.values(failing).every(isNothing))
    return warn("state_factors", "lets no state count as down: this commitment can never be breached");
  return [];
}

function unknownTraps({ unknown, measurement }: Terms): FieldError[] {
  if ("interval_seconds" in measurement) return [];
  const found: FieldError[] = [];
  if (unknown.policy === "down")
    found.push({ path: "unknown.policy", message: "bills silence: time without data counts as an outage" });
  if (unknown.max_percent === null)
    found.push({
      path: "unknown.max_percent",
      message: "lets credits be issued however much of the period is unknown",
    });
  return found;
}

/** Credits that a cap cuts, or that pay back more than was paid. */
function amountTraps({ credit, cap }: Terms): FieldError[] {
  const cut = cap.percent_of_fee === null ? null : decimal(cap.percent_of_fee);
  if (credit.mode === "tiered_days") return [];
  if (credit.mode !== "tiered")
    return cut === null && cap.absolute_minor === null
      ? warn("cap.percent_of_fee", "is open: a long outage is credited with more than the fee")
      : [];
  const highest = credit.tiers
    .map((tier) => decimal(tier.credit_percent))
    .toSorted(compare)
    .at(-1);
  if (!highest) return [];
  if (cut !== null && compare(highest, cut) > 0)
    return warn(
      "cap.percent_of_fee",
      "is below what the hardest tier credits: that tier is never paid in full",
    );
  if (cut === null && compare(highest, whole(100)) > 0)
    return warn("cap.percent_of_fee", "is open: the hardest tier credits more than the fee");
  return [];
}

function hoursTraps({ service_hours }: Terms): FieldError[] {
  if (service_hours === null || service_hours.weekly.length > 0) return [];
  return warn("service_hours.weekly", "names no hours: nothing is counted, so nothing can be breached");
}
