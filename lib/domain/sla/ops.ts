import { errorBudgetMs } from "./credit";
import type { Measured } from "./measure";
import { compare, divide, type Rational, rational, zero } from "./rational";
import type { Terms } from "./terms";

/** Operational numbers of one period, in milliseconds; what would divide by zero is null, never 0 or infinity. */
export type Operations = {
  incidents: number;
  longestMs: number;
  outageWallMs: number;
  mttrMs: Rational | null;
  mttfMs: Rational | null;
  mtbfMs: Rational | null;
  errorBudgetMs: Rational;
  errorBudgetConsumed: Rational | null;
};

/** Restore and failure times count wall time, the error budget counts downtime by its share. */
export function operationsOf({ outages, countedMs, downMs }: Measured, { target }: Terms): Operations {
  const incidents = outages.length;
  const outageWallMs = outages.reduce((total, { wallMs }) => total + wallMs, 0);
  const per = (ms: number) => (incidents === 0 ? null : rational(BigInt(ms), BigInt(incidents)));
  const budget = errorBudgetMs(countedMs, target.percent);
  return {
    incidents,
    longestMs: outages.reduce((longest, { wallMs }) => Math.max(longest, wallMs), 0),
    outageWallMs,
    mttrMs: per(outageWallMs),
    mttfMs: per(countedMs - outageWallMs),
    mtbfMs: per(countedMs),
    errorBudgetMs: budget,
    errorBudgetConsumed: budget.n === 0n ? null : divide(downMs ?? zero, budget),
  };
}

/**
 * How fast the error budget burns: 1 ends it exactly with the period. Null before any time has counted, or when the
 * target leaves no budget.
 */
export function burnRate(downMs: Rational, elapsedMs: number, targetPercent: string): Rational | null {
  const budget = errorBudgetMs(elapsedMs, targetPercent);
  return compare(budget, zero) === 0 ? null : divide(downMs, budget);
}
