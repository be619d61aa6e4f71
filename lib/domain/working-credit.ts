import { exactText } from "./exact-text";
import { datesTouched } from "./sla/calendar";
import { errorBudgetMs, type Grant } from "./sla/credit";
import type { Measured } from "./sla/measure";
import type { Rational } from "./sla/rational";
import type { Credit, Terms } from "./sla/terms";
import { type Interval, secondMs } from "./time";
import { type ArithmeticLine, percentText, secondsText, step } from "./working-step";

type Granted = { measured: Measured; value: Rational; grant: Grant; breached: boolean; terms: Terms };
type Length = { period: Interval; timezone: string };

/** How the terms turn what was measured into a percentage of the fee. */
export function creditWorking(granted: Granted, length: Length): ArithmeticLine {
  const { grant, terms, breached } = granted;
  const { credit } = terms;
  if (credit.mode === "tiered" || credit.mode === "tiered_days")
    return step("Tier", tierWords(granted, credit, length), tierValue(grant, credit));
  if (!breached) return step("Credit rate", "the target was met", percentText(grant.percent));
  return step("Credit rate", rateWords(granted, credit, length), percentText(grant.percent));
}

type Tiered = Extract<Credit, { tiers: unknown }>;

function tierWords({ grant, value }: Granted, credit: Tiered, { period, timezone }: Length): string {
  const tier = credit.tiers.find(({ id }) => id === grant.tier);
  if (!tier) return `${percentText(value)} lies above every tier`;
  const bound = `lowest bound reached: ${tier.upper_inclusive ? "≤" : "<"} ${tier.upper}\u00a0%`;
  if (credit.mode === "tiered" || credit.days_as === "time") return bound;
  return `${bound}, ${grant.days} days of ${credit.day_basis ?? datesTouched(period, timezone)}`;
}

function tierValue({ tier, percent, days }: Grant, credit: Tiered): string {
  if (tier === null) return "none";
  return credit.mode === "tiered_days" && credit.days_as === "time"
    ? `${tier}: ${days} days`
    : `${tier}: ${percentText(percent)}`;
}

function rateWords(granted: Granted, credit: Exclude<Credit, Tiered>, { period }: Length): string {
  const { measured, value, terms } = granted;
  const target = terms.target.percent;
  switch (credit.mode) {
    case "per_unit": {
      const each = `${credit.percent_per_unit}\u00a0% per ${secondsText(credit.unit_seconds * secondMs)}`;
      const scope =
        credit.unit_scope === "per_outage" ? "of each outage" : downWords(measured, credit.allowance, target);
      return `${each} ${scope}, ${roundingWords[credit.unit_rounding]}`;
    }
    case "proportional": {
      const under = credit.denominator === "period" ? period.to - period.from : measured.countedMs;
      return `${credit.multiplier} × ${downWords(measured, credit.allowance, target)} / ${secondsText(under)} × 100`;
    }
    case "per_shortfall":
      return `${credit.percent_per_step}\u00a0% per ${credit.step_percent}\u00a0% of (${target} − ${exactText(value)}), ${roundingWords[credit.step_rounding]}`;
  }
}

const roundingWords = { ceil: "begun ones count", floor: "full ones count", exact: "in proportion" } as const;

function downWords(
  { downMs, countedMs }: Measured,
  allowance: "none" | "beyond_target",
  target: string,
): string {
  const down = downMs === null ? "the downtime" : secondsText(downMs);
  if (allowance === "none") return `${down} down`;
  return `(${down} − ${secondsText(errorBudgetMs(countedMs, target))} that the target allows)`;
}
