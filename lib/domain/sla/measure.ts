import type { Interval, Ms } from "../time";
import { measureBuckets } from "./buckets";
import { measureTime } from "./downtime";
import { measureIntervals } from "./intervals";
import type { Finding, Outage } from "./outage";
import { compare, divide, one, type Rational, subtract, whole } from "./rational";
import { type Ground, serviceLevel } from "./service-level";
import type { Members, Terms } from "./terms";
import type { IntervalRow } from "./vector";

/** What is measured: the ledger's rows and the counts, over one active part under one version of the terms. */
export type Scene = {
  ground: Ground;
  counts: readonly IntervalRow[];
  /** The first instant of the period, to which buckets and intervals align. */
  origin: Ms;
  /** Time of the period the contract does not cover and yet counts as up. */
  uncoveredMs: number;
};

/** One active part measured: times in milliseconds, `ratio` the share that was up, null when nothing counted. */
export type Measured = {
  outOfHoursMs: number;
  excludedMs: number;
  unknownMs: number;
  inHoursMs: number;
  countedMs: number;
  downMs: Rational | null;
  ratio: Rational | null;
  outages: readonly Outage[];
};

/** Under "weakest" every member is measured alone and the lowest ratio stands, the first on a tie. */
export function measure(scene: Scene, terms: Terms): Measured {
  const { rule, members } = terms.components;
  const byLedger = terms.measurement.method === "time" || terms.measurement.method === "bucket_count";
  if (rule !== "weakest" || !byLedger) return measureMembers(scene, members, terms);
  const each = members.map((member) => measureMembers(scene, [member], terms));
  return each.reduce((weakest, next) => (isWeaker(next, weakest) ? next : weakest));
}

function isWeaker({ ratio }: Measured, than: Measured): boolean {
  if (ratio === null) return false;
  return than.ratio === null || compare(ratio, than.ratio) < 0;
}

function measureMembers(scene: Scene, members: Members, terms: Terms): Measured {
  const finding = find(scene, members, terms);
  const { inHoursMs, outOfHoursMs, unknownMs, excludedMs, removedMs, downMs, outages } = finding;
  const leaving = terms.exclusion_mode === "remove_from_denominator" ? excludedMs : removedMs;
  const countedMs = inHoursMs - leaving + scene.uncoveredMs;
  const ratio = ratioOf(finding, countedMs);
  return { inHoursMs, outOfHoursMs, unknownMs, excludedMs, countedMs, downMs, ratio, outages };
}

function find({ ground, counts, origin }: Scene, members: Members, terms: Terms): Finding {
  const { measurement } = terms;
  const { active, hours }: { active: Interval; hours: readonly Interval[] } = ground;
  switch (measurement.method) {
    case "time":
      return measureTime(serviceLevel(ground, members, terms), active, terms.min_outage);
    case "bucket_count":
      return measureBuckets(serviceLevel(ground, members, terms), origin, measurement);
    default:
      return measureIntervals(counts, { origin, active, hours }, measurement, terms);
  }
}

function ratioOf({ downMs, goodRequests }: Finding, countedMs: number): Rational | null {
  if (countedMs === 0) return null;
  if (goodRequests !== undefined) return goodRequests;
  return downMs === null ? null : subtract(one, divide(downMs, whole(countedMs)));
}
