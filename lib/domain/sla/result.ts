import { z } from "zod";
import { formatInstant, type Ms } from "../time";
import type { Assessment } from "./assessment";
import { claimStatuses } from "./claim";
import type { Evaluation } from "./evaluate";
import { type Operations, operationsOf } from "./ops";
import {
  compare,
  decimal,
  divide,
  fraction,
  multiply,
  type Rational,
  sixDecimals,
  times,
  truncate,
  whole,
} from "./rational";
import type { Standing } from "./standing";

const instantText = z.string().meta({ format: "date-time", example: "2024-05-01T00:00:00Z" });
const fractionText = z.string().meta({ description: "Exact, in lowest terms.", example: "719/720" });
const percentText = z.string().meta({ description: "Six decimals, truncated.", example: "99.861111" });

/** The shape of an evaluation outside: seconds whole and truncated, exact values as fractions, money in minor units. */
export const resultSchema = z
  .object({
    period_start: instantText,
    period_end: instantText,
    period_seconds: z.int(),
    active_seconds: z.int(),
    out_of_hours_seconds: z.int(),
    excluded_seconds: z.int(),
    unknown_seconds: z.int(),
    counted_seconds: z.int(),
    downtime_seconds: z.int().nullable().meta({
      description: "What the terms count as down, each second by its share; null where they count requests.",
    }),
    downtime_exact: fractionText.nullable(),
    uptime_ratio: fractionText.nullable(),
    uptime_percent: percentText.nullable(),
    compared_percent: percentText.nullable(),
    data_sufficient: z.boolean(),
    breached: z.boolean(),
    tier: z.string().nullable(),
    credit_percent: percentText,
    credit_exact_minor: fractionText,
    credit_minor: z.int(),
    credit_days: z.int(),
    carried_forward_minor: z.int(),
    tax_minor: z.int().nullable(),
    gross_minor: z.int().nullable(),
    claim: z.object({
      deadline: instantText.nullable(),
      status: z.enum(claimStatuses),
      payable_minor: z.int(),
    }),
    adjustment: z
      .object({ kind: z.enum(["credit_memo", "debit_memo", "none"]), amount_minor: z.int() })
      .nullable(),
    segments: z
      .array(
        z.object({
          from: instantText,
          to: instantText,
          seconds: z.int(),
          counted_seconds: z.int(),
          downtime_exact: fractionText.nullable(),
          uptime_ratio: fractionText.nullable(),
          uptime_percent: percentText.nullable(),
          breached: z.boolean(),
          tier: z.string().nullable(),
          credit_percent: percentText,
          credit_exact_minor: fractionText,
        }),
      )
      .nullable(),
    ops: z
      .object({
        incidents: z.int(),
        longest_outage_seconds: z.int(),
        outage_wall_seconds: z
          .int()
          .meta({ description: "Length of the counted outages, whatever share was down." }),
        mttr_seconds: fractionText.nullable(),
        mttf_seconds: fractionText.nullable(),
        mtbf_seconds: fractionText.nullable(),
        error_budget_seconds: fractionText,
        error_budget_consumed: fractionText.nullable(),
      })
      .nullable(),
  })
  .meta({ id: "SlaResult" });
export type SlaResult = z.output<typeof resultSchema>;

/** An evaluation as it is written outside. */
export function presentEvaluation({
  period,
  active,
  standing,
  settlement,
  claim,
  adjustment,
}: Evaluation): SlaResult {
  return {
    period_start: instantOf(period.from),
    period_end: instantOf(period.to),
    period_seconds: seconds(period.to - period.from),
    active_seconds: seconds(active.to - active.from),
    ...presentStanding(standing),
    credit_minor: settlement.creditMinor,
    credit_days: standing.days,
    carried_forward_minor: settlement.carriedForwardMinor,
    tax_minor: settlement.taxMinor,
    gross_minor: settlement.grossMinor,
    claim: {
      deadline: claim.deadline === null ? null : instantOf(claim.deadline),
      status: claim.status,
      payable_minor: claim.payableMinor,
    },
    adjustment: adjustment && { kind: adjustment.kind, amount_minor: adjustment.amountMinor },
    segments: standing.segments?.map(presentSegment) ?? null,
    ops: presentOperations(standing),
  };
}

function presentStanding(standing: Standing) {
  const { measured, value, breached, tier, percent, credit } = standing;
  return {
    out_of_hours_seconds: seconds(measured.outOfHoursMs),
    excluded_seconds: seconds(measured.excludedMs),
    unknown_seconds: seconds(measured.unknownMs),
    counted_seconds: seconds(measured.countedMs),
    downtime_seconds: measured.downMs && Number(truncate(inSeconds(measured.downMs))),
    downtime_exact: measured.downMs && fraction(inSeconds(measured.downMs)),
    uptime_ratio: measured.ratio && fraction(measured.ratio),
    uptime_percent: measured.ratio && sixDecimals(times(measured.ratio, 100)),
    compared_percent: value && sixDecimals(value),
    data_sufficient: isSufficient(standing),
    breached,
    tier,
    credit_percent: sixDecimals(percent),
    credit_exact_minor: fraction(credit),
  };
}

/** Whether little enough of the time in hours was unknown to decide anything by itself. */
function isSufficient({ measured, terms }: Standing): boolean {
  if (measured.ratio === null) return false;
  const most = terms.unknown.max_percent;
  if (most === null) return true;
  return compare(whole(measured.unknownMs * 100), multiply(decimal(most), whole(measured.inHoursMs))) <= 0;
}

function presentSegment({ part, measured, judgement, grant, credit }: Assessment) {
  return {
    from: instantOf(part.from),
    to: instantOf(part.to),
    seconds: seconds(part.to - part.from),
    counted_seconds: seconds(measured.countedMs),
    downtime_exact: measured.downMs && fraction(inSeconds(measured.downMs)),
    uptime_ratio: measured.ratio && fraction(measured.ratio),
    uptime_percent: measured.ratio && sixDecimals(times(measured.ratio, 100)),
    breached: judgement.breached,
    tier: grant.tier,
    credit_percent: sixDecimals(grant.percent),
    credit_exact_minor: fraction(credit),
  };
}

/** Incidents exist where seconds were measured, of one set of members under one version of the terms. */
function presentOperations({ measured, terms, segments }: Standing) {
  const isTime = terms.measurement.method === "time" && terms.components.rule !== "weakest";
  if (!isTime || segments !== null || measured.ratio === null) return null;
  const ops: Operations = operationsOf(measured, terms);
  const exact = (ms: Rational | null) => ms && fraction(inSeconds(ms));
  return {
    incidents: ops.incidents,
    longest_outage_seconds: seconds(ops.longestMs),
    outage_wall_seconds: seconds(ops.outageWallMs),
    mttr_seconds: exact(ops.mttrMs),
    mttf_seconds: exact(ops.mttfMs),
    mtbf_seconds: exact(ops.mtbfMs),
    error_budget_seconds: fraction(inSeconds(ops.errorBudgetMs)),
    error_budget_consumed: ops.errorBudgetConsumed && fraction(ops.errorBudgetConsumed),
  };
}

function instantOf(instant: Ms): string {
  return formatInstant(instant).replace(".000Z", "Z");
}

function seconds(ms: number): number {
  return Math.trunc(ms / 1000);
}

function inSeconds(ms: Rational): Rational {
  return divide(ms, whole(1000));
}
