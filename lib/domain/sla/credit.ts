import { secondMs } from "../time";
import { type Judgement, tierOf } from "./judgement";
import type { Measured } from "./measure";
import {
  add,
  decimal,
  divide,
  larger,
  multiply,
  percentOf,
  type Rational,
  rational,
  round,
  subtract,
  whole,
  zero,
} from "./rational";
import type { Credit, Terms } from "./terms";

/** What the terms grant before caps and rounding, in percent of the fee; `days` of service where they grant days. */
export type Grant = { tier: string | null; percent: Rational; days: number };

/** Lengths of the period that some credits divide by. */
export type PeriodLength = { periodMs: number; periodDays: number };

const nothing: Grant = { tier: null, percent: zero, days: 0 };

/** Tiers pay by the value they hold, every other mode only for a breach. */
export function grantOf(measured: Measured, judgement: Judgement, terms: Terms, length: PeriodLength): Grant {
  const { credit } = terms;
  const { value, breached } = judgement;
  if (value === null) return nothing;
  if (credit.mode === "tiered") {
    const tier = tierOf(credit.tiers, value);
    return tier ? { tier: tier.id, percent: decimal(tier.credit_percent), days: 0 } : nothing;
  }
  if (credit.mode === "tiered_days") return grantOfDays(credit, value, length);
  return breached ? { ...nothing, percent: percentOfBreach(measured, value, terms, length) } : nothing;
}

/** Service days are money only when the terms turn them into it. */
function grantOfDays(
  credit: Extract<Credit, { mode: "tiered_days" }>,
  value: Rational,
  { periodDays }: PeriodLength,
): Grant {
  const tier = tierOf(credit.tiers, value);
  if (!tier) return nothing;
  const basis = credit.day_basis ?? periodDays;
  const money = rational(BigInt(tier.credit_days) * 100n, BigInt(basis));
  return { tier: tier.id, percent: credit.days_as === "money" ? money : zero, days: tier.credit_days };
}

function percentOfBreach(measured: Measured, value: Rational, terms: Terms, length: PeriodLength): Rational {
  const { credit, target } = terms;
  switch (credit.mode) {
    case "per_unit":
      return multiply(unitsOf(measured, credit, target.percent), decimal(credit.percent_per_unit));
    case "proportional": {
      const down = payableDown(measured, credit.allowance, target.percent);
      const denominatorMs = credit.denominator === "period" ? length.periodMs : measured.countedMs;
      return multiply(multiply(decimal(credit.multiplier), whole(100)), divide(down, whole(denominatorMs)));
    }
    case "per_shortfall": {
      const steps = divide(subtract(decimal(target.percent), value), decimal(credit.step_percent));
      return multiply(counted(larger(steps, zero), credit.step_rounding), decimal(credit.percent_per_step));
    }
    default:
      return zero;
  }
}

function unitsOf(
  measured: Measured,
  credit: Extract<Credit, { mode: "per_unit" }>,
  target: string,
): Rational {
  const unit = whole(credit.unit_seconds * secondMs);
  if (credit.unit_scope === "aggregate")
    return counted(divide(payableDown(measured, credit.allowance, target), unit), credit.unit_rounding);
  const units = measured.outages.map(({ downMs }) => counted(divide(downMs, unit), credit.unit_rounding));
  return units.reduce(add, zero);
}

/** Downtime, or what of it exceeds the target's allowance. */
function payableDown({ downMs, countedMs }: Measured, allowance: "none" | "beyond_target", target: string) {
  const down = downMs ?? zero;
  if (allowance === "none") return down;
  return larger(zero, subtract(down, errorBudgetMs(countedMs, target)));
}

/** What of the counted time the target lets be down. */
export function errorBudgetMs(countedMs: number, target: string): Rational {
  return percentOf(subtract(whole(100), decimal(target)), whole(countedMs));
}

function counted(value: Rational, rounding: "ceil" | "floor" | "exact"): Rational {
  if (rounding === "exact") return value;
  return whole(round(value, rounding === "ceil" ? "up" : "down"));
}
