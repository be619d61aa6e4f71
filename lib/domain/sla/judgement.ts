import { compare, decimal, type Rational, roundTo, times } from "./rational";
import type { Credit, Terms } from "./terms";

/** A measured ratio held against the target. `value` is the percentage that was compared. */
export type Judgement = { value: Rational | null; breached: boolean };

type Tier = Extract<Credit, { tiers: unknown }>["tiers"][number];

/** Rounds only when the terms say so; what is undefined breaches nothing. */
export function judge(ratio: Rational | null, { comparison, target }: Terms): Judgement {
  if (ratio === null) return { value: null, breached: false };
  const exact = times(ratio, 100);
  const value =
    comparison.decimals === null ? exact : roundTo(exact, comparison.decimals, comparison.rounding);
  const over = compare(value, decimal(target.percent));
  return { value, breached: !(target.meets === ">=" ? over >= 0 : over > 0) };
}

/** The lowest bound the value lies under; of two alike, the one the value may not touch. Null when it is above all. */
export function tierOf<T extends Tier>(tiers: readonly T[], value: Rational): T | null {
  const reached = tiers.filter(({ upper, upper_inclusive }) => {
    const over = compare(value, decimal(upper));
    return over < 0 || (over === 0 && upper_inclusive);
  });
  return reached.toSorted(byBound)[0] ?? null;
}

function byBound(a: Tier, b: Tier): number {
  return compare(decimal(a.upper), decimal(b.upper)) || Number(a.upper_inclusive) - Number(b.upper_inclusive);
}
