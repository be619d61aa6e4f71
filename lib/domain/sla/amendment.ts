import { assert } from "../errors";
import type { Interval, Ms } from "../time";
import type { Assessment, Part } from "./assessment";
import { compare, multiply, type Rational, rational } from "./rational";
import type { Terms } from "./terms";
import type { Contract } from "./vector";

/** One version of the terms and when it takes force. */
export type Version = { from: Ms; terms: Terms };

/** The versions that matter to an active part: the one in force at its start, then those that begin inside it. */
export function versionsIn(contract: Contract, active: Interval): [Version, ...Version[]] {
  const amendments = contract.amendments
    .map(({ effective_from, terms }): Version => ({ from: effective_from, terms }))
    .sort((a, b) => a.from - b.from);
  const before = amendments.findLast(({ from }) => from <= active.from)?.terms ?? contract.terms;
  const inside = amendments.filter(({ from }) => from > active.from && from < active.to);
  return [{ from: active.from, terms: before }, ...inside];
}

/** What is to be assessed, and whether the parts make one result together or compete to be it. */
export type Plan = { parts: Part[]; join: "one" | "sum" | "best" };

/** The parts that the contract's policy makes of an active part; without an inner amendment there is one. */
export function planOf(
  contract: Contract,
  { period, active, fee }: { period: Interval; active: Interval; fee: Rational },
): Plan {
  const versions = versionsIn(contract, active);
  const full = contract.partial_period.denominator === "full_period";
  const uncoveredMs = full ? active.from - period.from + period.to - active.to : 0;
  const under = ({ terms }: Version): Part => ({ ...active, terms, fee, uncoveredMs });
  if (versions.length === 1) return { parts: [under(versions[0])], join: "one" };
  switch (contract.amendment_policy) {
    case "terms_at_start":
      return { parts: [under(versions[0])], join: "one" };
    case "terms_at_end":
      return { parts: [under(versions.at(-1) ?? versions[0])], join: "one" };
    case "customer_favourable":
      return { parts: versions.map(under), join: "best" };
    case "segment":
      return { parts: segments(versions, { period, active, fee }, full), join: "sum" };
  }
}

/** Each version's own stretch with its share of the fee; uncovered time goes to the stretch it borders on. */
function segments(
  versions: readonly Version[],
  { period, active, fee }: { period: Interval; active: Interval; fee: Rational },
  full: boolean,
): Part[] {
  return versions.map(({ from, terms }, index) => {
    const next = versions[index + 1];
    const to = next?.from ?? active.to;
    const before = index === 0 ? active.from - period.from : 0;
    const after = next ? 0 : period.to - active.to;
    const share = rational(BigInt(to - from), BigInt(active.to - active.from));
    return { from, to, terms, fee: multiply(fee, share), uncoveredMs: full ? before + after : 0 };
  });
}

/** The assessment with the largest exact credit, the earliest version on a tie. */
export function bestForCustomer(assessments: readonly Assessment[]): Assessment {
  const [first, ...others] = assessments;
  assert(first, "there is at least one version");
  return others.reduce((best, next) => (compare(next.credit, best.credit) > 0 ? next : best), first);
}
