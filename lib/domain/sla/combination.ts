import { type Condition, dropped } from "./condition";
import { decimal } from "./rational";
import type { Members, Terms } from "./terms";

/** The share of a second that is down, n/d; over the denominator at hand, not in lowest terms. */
export type Share = { readonly n: bigint; readonly d: bigint };

/** What a set of members amounts to; `level` is null in excluded time, when every member is dropped. */
export type Level = { level: Share | null; unknown: boolean };

/** Combines the members' conditions at one instant; called for instants in order. */
export type Combination = (conditionOf: (index: number) => Condition) => Level;

/** `factors` are the shares that ranks stand for, rising and all over one denominator. */
export function combination(
  rule: Terms["components"]["rule"],
  members: Members,
  factors: readonly Share[],
): Combination {
  if (rule === "weighted") return weighted(members, factors);
  return extreme(members.length, factors, rule === "all_down" ? Math.min : Math.max);
}

/** The worst member (max) or the best (min). */
function extreme(
  count: number,
  factors: readonly Share[],
  choose: (a: number, b: number) => number,
): Combination {
  return (conditionOf) => {
    let chosen = -1;
    let unknown = false;
    for (let index = 0; index < count; index++) {
      const condition = conditionOf(index);
      unknown ||= condition.unknown;
      if (condition.rank >= 0) chosen = chosen < 0 ? condition.rank : choose(chosen, condition.rank);
    }
    return { level: factors[chosen] ?? null, unknown };
  };
}

/** The mean over the members that are left, by weight. Its sums move only with members that changed. */
function weighted(members: Members, factors: readonly Share[]): Combination {
  const places = Math.max(...members.map(({ weight }) => weight.split(".")[1]?.length ?? 0));
  const weights = members.map(({ weight }) => {
    const { n, d } = decimal(weight);
    return (n * 10n ** BigInt(places)) / d;
  });
  const denominator = factors[0]?.d ?? 1n;
  const last: Condition[] = members.map(() => dropped);
  let down = 0n;
  let present = 0n;
  let level: Share | null = null;
  const move = ({ rank }: Condition, weight: bigint) => {
    if (rank < 0) return;
    down += weight * (factors[rank]?.n ?? 0n);
    present += weight;
  };
  return (conditionOf) => {
    let unknown = false;
    let changed = false;
    for (const [index, weight] of weights.entries()) {
      const condition = conditionOf(index);
      unknown ||= condition.unknown;
      const before = last[index] ?? dropped;
      if (condition === before) continue;
      move(before, -weight);
      move(condition, weight);
      last[index] = condition;
      changed = true;
    }
    if (changed) level = present === 0n ? null : { n: down, d: denominator * present };
    return { level, unknown };
  };
}
