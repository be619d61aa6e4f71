import type { Interval, Ms } from "../time";
import { type Grant, grantOf, type PeriodLength } from "./credit";
import { type Judgement, judge } from "./judgement";
import { type Measured, measure } from "./measure";
import { percentOf, type Rational } from "./rational";
import { rowsKnown } from "./rows";
import { inHours } from "./service-hours";
import type { Terms } from "./terms";
import type { Vector } from "./vector";

/** A stretch of the active part with the terms it is held to and its share of the fee. */
export type Part = Interval & { terms: Terms; fee: Rational; uncoveredMs: number };

/** One part measured, judged and credited, exact: before carry-in, caps and rounding. */
export type Assessment = {
  part: Part;
  measured: Measured;
  judgement: Judgement;
  grant: Grant;
  credit: Rational;
};

/** What every part of one vector is assessed against; `activeTo` ends the last of them. */
export type Backdrop = {
  vector: Vector;
  suspended: readonly Interval[];
  origin: Ms;
  activeTo: Ms;
  length: PeriodLength;
};

/**
 * Measures, judges and credits one part under its own terms. An amendment ends no outage: what is open reaches to the
 * end of all parts, and is as long as that where its length decides.
 */
export function assess(part: Part, { vector, suspended, origin, activeTo, length }: Backdrop): Assessment {
  const { terms, uncoveredMs } = part;
  const active = { from: part.from, to: part.to };
  const ground = {
    active,
    hours: inHours(active, terms.service_hours),
    suspended,
    gapIsUnknown: vector.ledger_gap_state === "unknown",
    maintenanceUsedBeforeSeconds: vector.period.maintenance_used_before_seconds ?? 0,
  };
  const rows = rowsKnown(vector.ledger, vector.known_at, activeTo);
  const measured = measure({ ground, rows, counts: vector.intervals ?? [], origin, uncoveredMs }, terms);
  const judgement = judge(measured.ratio, terms);
  const grant = grantOf(measured, judgement, terms, length);
  return { part, measured, judgement, grant, credit: percentOf(grant.percent, part.fee) };
}
