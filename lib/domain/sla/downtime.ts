import { type Interval, type Ms, secondMs } from "../time";
import { type Finding, type Outage, totalDown } from "./outage";
import { rational } from "./rational";
import type { Piece } from "./service-level";
import type { MinOutage } from "./terms";

/** Method "time": every second by the share of it that was down, in runs that are long enough. */
export function measureTime(pieces: readonly Piece[], active: Interval, rule: MinOutage | null): Finding {
  const outages = runsOf(pieces).flatMap((run) => {
    const outage = countedPart(run, countsFrom(run, active, rule));
    return outage ? [outage] : [];
  });
  return { ...spent(pieces), removedMs: 0, downMs: totalDown(outages), outages };
}

/** How the active part divides: in hours or not, excluded, unknown. */
export function spent(
  pieces: readonly Piece[],
): Pick<Finding, "inHoursMs" | "outOfHoursMs" | "excludedMs" | "unknownMs"> {
  const total = { inHoursMs: 0, outOfHoursMs: 0, excludedMs: 0, unknownMs: 0 };
  for (const { from, to, place, level, unknown } of pieces) {
    if (place === "out_of_hours") total.outOfHoursMs += to - from;
    if (place !== "counted") continue;
    total.inHoursMs += to - from;
    if (level === null) total.excludedMs += to - from;
    if (unknown) total.unknownMs += to - from;
  }
  return total;
}

/** Maximal stretches that are down; excluded time breaks one, out-of-hours time and the period's ends do not. */
function runsOf(pieces: readonly Piece[]): Piece[][] {
  const runs: Piece[][] = [];
  let run: Piece[] = [];
  for (const piece of pieces) {
    if (piece.level !== null && piece.level.n > 0n) {
      if (run.length === 0) runs.push(run);
      run.push(piece);
    } else if (run.length > 0) run = [];
  }
  return runs;
}

/** From when on a run counts; infinity when it is too short to. */
function countsFrom(run: readonly Piece[], active: Interval, rule: MinOutage | null): Ms {
  const from = run[0]?.from ?? 0;
  if (rule === null) return from;
  const to = run.at(-1)?.to ?? 0;
  const judged =
    rule.scope === "full_outage"
      ? { from, to }
      : { from: Math.max(from, active.from), to: Math.min(to, active.to) };
  const leastMs = rule.seconds * secondMs;
  if (rule.mode === "deductible") return judged.from + leastMs;
  const lengthMs = judged.to - judged.from;
  const longEnough = rule.op === ">=" ? lengthMs >= leastMs : lengthMs > leastMs;
  return longEnough ? from : Number.POSITIVE_INFINITY;
}

/** What of a run lies in hours of the active part, from `start` on; null when nothing does. */
function countedPart(run: readonly Piece[], start: Ms): Outage | null {
  let wallMs = 0;
  let [n, d] = [0n, 1n];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { from, to, place, level } of run) {
    const begin = Math.max(from, start);
    if (place !== "counted" || level === null || begin >= to) continue;
    wallMs += to - begin;
    const weighed = level.n * BigInt(to - begin);
    [n, d] = n === 0n || d === level.d ? [n + weighed, level.d] : [n * level.d + weighed * d, d * level.d];
    first = Math.min(first, begin);
    last = to;
  }
  return wallMs === 0 ? null : { from: first, to: last, wallMs, downMs: rational(n, d) };
}
