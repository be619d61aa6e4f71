import type { Ms } from "../time";
import type { Evidence } from "./rows";
import type { Terms } from "./terms";
import { excusedRank, owedRank, type Track } from "./track";

/** One component at one instant: the rank of its factor, or -1 when it is dropped from the set. */
export type Condition = { readonly rank: number; readonly unknown: boolean };

export const dropped: Condition = { rank: -1, unknown: false };

/** `all` is the track of rows that name every member; `overCap` says the maintenance allowance is used up. */
export type ConditionReader = (own: Track, all: Track, now: Ms, overCap: boolean) => Condition;

/** How a component's running rows are read, best evidence first: maintenance, what was said, what nobody knows. */
export function conditionReader(evidence: Evidence, terms: Terms, gapIsUnknown: boolean): ConditionReader {
  const known: readonly Condition[] = evidence.factors.map((_, rank) => ({ rank, unknown: false }));
  const up = known[0] ?? dropped;
  const blind: Condition = {
    rank: { up: 0, down: evidence.downRank, excluded: -1 }[terms.unknown.policy],
    unknown: true,
  };
  return (own, all, now, overCap) => {
    if (!overCap && now < Math.max(own.maintainedUntil, all.maintainedUntil)) return dropped;
    if (now < Math.max(own.claimedUntil, all.claimedUntil)) {
      const owed = owedRank(own, all, now);
      if (owed > 0) return known[owed] ?? dropped;
      return excusedRank(own, all, now) > 0 ? dropped : up;
    }
    return gapIsUnknown || now < Math.max(own.unknownUntil, all.unknownUntil) ? blind : up;
  };
}
