import { assert } from "../errors";
import type { Assessment } from "./assessment";
import { judge } from "./judgement";
import type { Measured } from "./measure";
import { add, divide, multiply, type Rational, rational, sum, whole, zero } from "./rational";
import type { Terms } from "./terms";

/** Where a period stands, all of its parts together. `segments` is null unless an amendment split it. */
export type Standing = {
  /** The version that caps, rounds and carries: the last one. */
  terms: Terms;
  measured: Measured;
  /** The percentage that was compared. */
  value: Rational | null;
  breached: boolean;
  tier: string | null;
  percent: Rational;
  days: number;
  credit: Rational;
  segments: readonly Assessment[] | null;
};

/** One assessment as it is; several as their sums, with no tier of their own and a breach when any has one. */
export function joined(parts: readonly Assessment[], fee: Rational): Standing {
  const last = parts.at(-1);
  assert(last, "a period has at least one part");
  const { terms } = last.part;
  if (parts.length === 1) {
    const { measured, judgement, grant, credit } = last;
    return { terms, measured, ...judgement, ...grant, credit, segments: null };
  }
  const measured = summed(parts.map((part) => part.measured));
  const credit = sum(parts.map((part) => part.credit));
  return {
    terms,
    measured,
    value: judge(measured.ratio, terms).value,
    breached: parts.some(({ judgement }) => judgement.breached),
    tier: null,
    percent: fee.n === 0n ? zero : divide(multiply(credit, whole(100)), fee),
    days: parts.reduce((total, { grant }) => total + grant.days, 0),
    credit,
    segments: parts,
  };
}

function summed(parts: readonly Measured[]): Measured {
  const total = (of: (part: Measured) => number) => parts.reduce((ms, part) => ms + of(part), 0);
  return {
    inHoursMs: total(({ inHoursMs }) => inHoursMs),
    outOfHoursMs: total(({ outOfHoursMs }) => outOfHoursMs),
    excludedMs: total(({ excludedMs }) => excludedMs),
    unknownMs: total(({ unknownMs }) => unknownMs),
    countedMs: total(({ countedMs }) => countedMs),
    downMs: downOf(parts),
    ratio: ratioOf(parts),
    outages: parts.flatMap(({ outages }) => outages),
  };
}

function downOf(parts: readonly Measured[]): Rational | null {
  return parts.reduce<Rational | null>(
    (total, { downMs }) => (total === null || downMs === null ? null : add(total, downMs)),
    zero,
  );
}

/** The parts' ratios by their counted time, which for measured downtime is 1 − Σ downtime / Σ counted. */
function ratioOf(parts: readonly Measured[]): Rational | null {
  let counted = 0;
  let up = zero;
  for (const { ratio, countedMs } of parts) {
    if (ratio === null) continue;
    counted += countedMs;
    up = add(up, multiply(ratio, whole(countedMs)));
  }
  return counted === 0 ? null : divide(up, rational(BigInt(counted), 1n));
}
