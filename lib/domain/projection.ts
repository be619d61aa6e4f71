import type { LedgerEntry, SourceType } from "./ledger";
import { dayMs, type Interval, type Ms, startOfUtcDay } from "./time";

/**
 * What follows from a chain's entries and is kept beside its head: the earliest `effectiveFrom`, whether anything ever
 * measured it (RULES R1.4) or composed it, the first UTC day that is not projected yet (RULES R1.8), and the latest
 * instant at which anything begins or ends.
 */
export type ChainFacts = {
  firstFrom: Ms | null;
  measured: boolean;
  composed: boolean;
  projectedTo: Ms | null;
  changesTo: Ms | null;
};

/** Sources whose word makes a component measured. */
export const measuring: ReadonlySet<SourceType> = new Set(["monitor", "dependency", "import"]);

/** The facts after an append; `projectedTo` moves on to the day of `now`, which is not over. */
export function factsAfter(before: ChainFacts, entries: readonly LedgerEntry[], now: Ms): ChainFacts {
  const firstFrom = entries.reduce(
    (first, entry) => Math.min(first, entry.effectiveFrom),
    before.firstFrom ?? Number.POSITIVE_INFINITY,
  );
  const changesTo = entries.reduce(
    (last, { effectiveFrom, effectiveTo }) => Math.max(last, effectiveFrom, effectiveTo ?? effectiveFrom),
    before.changesTo ?? Number.NEGATIVE_INFINITY,
  );
  const composed = before.composed || entries.some((entry) => entry.definition !== null);
  return {
    firstFrom,
    measured: before.measured || entries.some((entry) => measuring.has(entry.source.type)),
    composed,
    projectedTo: composed ? null : Math.max(startOfUtcDay(now), before.projectedTo ?? 0),
    changesTo,
  };
}

/**
 * The whole UTC days to compute anew after an append: those that the entries or what they supersede reach into, all
 * of them when the gaps now read differently, and those that ended since the last append. `added` includes the
 * superseded entries.
 */
export function daysTouched(
  before: ChainFacts,
  after: ChainFacts,
  added: readonly LedgerEntry[],
): Interval[] {
  const { firstFrom, projectedTo } = after;
  if (projectedTo === null || firstFrom === null) return [];
  const start = startOfUtcDay(firstFrom);
  const fresh = { from: Math.max(before.projectedTo ?? start, start), to: projectedTo };
  const reaches = added.map((entry) => ({
    from: entry.effectiveFrom,
    to: entry.effectiveTo ?? Number.POSITIVE_INFINITY,
  }));
  const gapsDiffer = before.measured !== after.measured;
  if (gapsDiffer) reaches.push({ from: firstFrom, to: Number.POSITIVE_INFINITY });
  if (before.firstFrom !== null && firstFrom < before.firstFrom) {
    reaches.push({ from: firstFrom, to: before.firstFrom });
  }
  const dirty = {
    from: startOfUtcDay(Math.min(...reaches.map((reach) => reach.from))),
    to: Math.min(fresh.from, Math.ceil(Math.max(...reaches.map((reach) => reach.to)) / dayMs) * dayMs),
  };
  return [dirty, fresh].filter((days) => days.from < days.to);
}
