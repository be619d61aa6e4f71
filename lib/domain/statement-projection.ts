import type { Evaluation } from "./sla/evaluate";
import {
  compare,
  decimal,
  divide,
  fraction,
  multiply,
  one,
  type Rational,
  rational,
  subtract,
  whole,
} from "./sla/rational";
import type { Ms } from "./time";

/**
 * How a period that runs is going (SLA.md part 3): nothing more is taken to go wrong. `budgetConsumed` is the share of
 * the allowed downtime used so far; `burnRate` 1 uses exactly all of it by the period's end. Both are exact fractions,
 * null where the target allows no downtime or the method measures none.
 */
export type Projection = {
  elapsedSeconds: number;
  budgetConsumed: string | null;
  burnRate: string | null;
  /** Broken already, or so it will be if the rest of the period goes as it went so far. */
  isAtRisk: boolean;
  likelyCreditMinor: number;
};

export function projectionOf({ active, standing, settlement }: Evaluation, now: Ms): Projection {
  const elapsedMs = Math.max(0, Math.min(now, active.to) - active.from);
  const { measured, terms, breached } = standing;
  const allowed = divide(subtract(whole(100), decimal(terms.target.percent)), whole(100));
  const consumed = shareOf(measured.downMs, multiply(whole(measured.countedMs), allowed));
  const burnRate = shareOf(measured.downMs, multiply(whole(elapsedMs), allowed));
  return {
    elapsedSeconds: Math.trunc(elapsedMs / 1_000),
    budgetConsumed: consumed && fraction(consumed),
    burnRate: burnRate && fraction(burnRate),
    isAtRisk: breached || (burnRate !== null && compare(burnRate, one) > 0),
    likelyCreditMinor: settlement.creditMinor,
  };
}

function shareOf(part: Rational | null, of: Rational): Rational | null {
  return part === null || compare(of, rational(0n, 1n)) === 0 ? null : divide(part, of);
}
