import type { Ms } from "../time";
import { measureBuckets } from "./buckets";
import { measureTime } from "./downtime";
import { measureIntervals } from "./intervals";
import type { Finding, Outage } from "./outage";
import { compare, divide, one, type Rational, subtract, whole } from "./rational";
import { type Evidence, evidenceFor, evidenceOf, type Row } from "./rows";
import { type Ground, type Piece, serviceLevel } from "./service-level";
import type { Members, Terms } from "./terms";
import type { IntervalRow } from "./vector";

/** What is measured: the ledger's rows and the counts, over one active part under one version of the terms. */
export type Scene = {
  ground: Ground;
  rows: readonly Row[];
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

/** Measures by the method of the terms. The methods that count requests take them as they are, for all members. */
export function measure(scene: Scene, terms: Terms): Measured {
  const { ground, counts, origin } = scene;
  const { measurement } = terms;
  switch (measurement.method) {
    case "time":
      return measureMembers(scene, terms, (pieces) => measureTime(pieces, ground.active, terms.min_outage));
    case "bucket_count":
      return measureMembers(scene, terms, (pieces) => measureBuckets(pieces, origin, measurement));
    default: {
      const place = { origin, active: ground.active, hours: ground.hours };
      return measured(measureIntervals(counts, place, measurement, terms), scene, terms);
    }
  }
}

/** Under "weakest" every member is measured alone and the lowest ratio stands, the first on a tie. */
function measureMembers(scene: Scene, terms: Terms, find: (pieces: Piece[]) => Finding): Measured {
  const { rule, members } = terms.components;
  const evidence = evidenceOf(scene.rows, new Set(members.map(({ component }) => component)), terms);
  const under = (read: Evidence, set: Members) =>
    measured(find(serviceLevel(scene.ground, read, set, terms)), scene, terms);
  if (rule !== "weakest") return under(evidence, members);
  const each = members.map((member) => under(evidenceFor(member.component, evidence), [member]));
  return each.reduce((weakest, next) => (isWeaker(next, weakest) ? next : weakest));
}

function isWeaker({ ratio }: Measured, than: Measured): boolean {
  if (ratio === null) return false;
  return than.ratio === null || compare(ratio, than.ratio) < 0;
}

function measured(finding: Finding, { uncoveredMs }: Scene, { exclusion_mode }: Terms): Measured {
  const { inHoursMs, outOfHoursMs, unknownMs, excludedMs, removedMs, downMs, outages } = finding;
  const leavingMs = exclusion_mode === "remove_from_denominator" ? excludedMs : removedMs;
  const countedMs = inHoursMs - leavingMs + uncoveredMs;
  const ratio = ratioOf(finding, countedMs);
  return { inHoursMs, outOfHoursMs, unknownMs, excludedMs, countedMs, downMs, ratio, outages };
}

function ratioOf({ downMs, goodRequests }: Finding, countedMs: number): Rational | null {
  if (countedMs === 0) return null;
  if (goodRequests !== undefined) return goodRequests;
  return downMs === null ? null : subtract(one, divide(downMs, whole(countedMs)));
}
