import type { Interval } from "../time";
import { add, type Rational, zero } from "./rational";

/** Downtime that counts, from its first counted instant to its last; what lies between may be out of hours. */
export type Outage = Interval & {
  /** Counted time, whatever share of it was down. */
  wallMs: number;
  /** Counted time by the share that was down. */
  downMs: Rational;
};

/**
 * What a method found in the active part. `inHoursMs` is all of it that service hours leave, excluded time with it;
 * `removedMs` is what leaves the denominator whatever the terms say of exclusions.
 */
export type Finding = {
  inHoursMs: number;
  outOfHoursMs: number;
  excludedMs: number;
  removedMs: number;
  /** At least one member unknown. */
  unknownMs: number;
  /** Null when the method measures none. */
  downMs: Rational | null;
  /** Share of good requests, where the method counts requests; null when there were none. */
  goodRequests?: Rational | null;
  outages: Outage[];
};

export function totalDown(outages: readonly Outage[]): Rational {
  return outages.reduce((total, { downMs }) => add(total, downMs), zero);
}
