import { invalid } from "../errors";
import { type Interval, intersect } from "../time";
import { bestForCustomer, type Plan, planOf } from "./amendment";
import { assess, type Backdrop } from "./assessment";
import { datesTouched } from "./calendar";
import { type ClaimOutcome, claimOf } from "./claim";
import { feeOf } from "./fee";
import { inHours } from "./service-hours";
import { type Adjustment, adjustmentOf, type Settlement, settle } from "./settlement";
import { joined, type Standing } from "./standing";
import { united } from "./stretches";
import { everyMember } from "./terms";
import type { Contract, Vector } from "./vector";
import { periodOf } from "./window";

/** One period of one contract, computed: what was measured, what it is worth, and what is left to be done about it. */
export type Evaluation = {
  period: Interval;
  active: Interval;
  standing: Standing;
  settlement: Settlement;
  claim: ClaimOutcome;
  adjustment: Adjustment | null;
};

/** Most steps of sweeps that one evaluation may take: a second or two. */
const stepsMax = 20_000_000;

/**
 * Evaluates a parsed vector: pure and exact, in time that grows with its rows. Throws `invalid` when the contract does
 * not cover the period at all, when counts do not fit the grid, and when an exact answer would be out of proportion.
 */
export function evaluate(vector: Vector): Evaluation {
  const { contract, fees, restatement } = vector;
  const period = periodOf(contract.window, vector.period, contract.timezone);
  const active = activePart(contract, period);
  const fee = feeOf(fees, contract, period, active);
  const plan = planOf(contract, { period, active, fee });
  refuseBeyondWork(vector, plan);
  const assessments = plan.parts.map((part) => assess(part, backdropOf(vector, period, active)));
  const standing = joined(plan.join === "best" ? [bestForCustomer(assessments)] : assessments, fee);
  const { terms } = standing;
  const settlement = settle(standing.credit, {
    fee,
    terms,
    period: vector.period,
    taxPercent: fees.tax_percent,
  });
  const claim = claimOf({
    contract,
    period: vector.period,
    periodTo: period.to,
    lastOutageTo: standing.measured.outages.at(-1)?.to ?? null,
    filedAt: vector.claim_filed_at,
    creditMinor: settlement.creditMinor,
    creditDays: standing.days,
  });
  const adjustment = restatement ? adjustmentOf(settlement.creditMinor, restatement) : null;
  return { period, active, standing, settlement, claim, adjustment };
}

function activePart({ starts_at, ends_at }: Contract, period: Interval): Interval {
  const from = starts_at ?? Number.NEGATIVE_INFINITY;
  const active = intersect(period, { from, to: ends_at ?? Number.POSITIVE_INFINITY });
  if (active) return active;
  throw invalid(
    "period",
    from >= period.to ? "ends before the contract starts" : "begins after the contract ended",
  );
}

function backdropOf(vector: Vector, period: Interval, active: Interval): Backdrop {
  const { suspended, timezone } = vector.contract;
  return {
    vector,
    suspended: united(suspended.toSorted((a, b) => a.from - b.from)),
    origin: period.from,
    activeTo: active.to,
    length: { periodMs: period.to - period.from, periodDays: datesTouched(period, timezone) },
  };
}

/** Every edge asks every member; under "weakest" each member has a sweep, ten times as dear, of its own. */
function refuseBeyondWork({ ledger }: Vector, { parts }: Plan): void {
  const forAll = ledger.filter(({ component }) => component === everyMember).length;
  const steps = parts.reduce((total, part) => {
    const { rule, members } = part.terms.components;
    const hours = inHours(part, part.terms.service_hours).length;
    if (rule !== "weakest") return total + (ledger.length + hours) * members.length;
    return total + 10 * (ledger.length + (forAll + hours) * members.length);
  }, 0);
  if (steps > stepsMax)
    throw invalid(
      "ledger",
      "has too many rows for this many members and versions of terms; evaluate fewer at once",
    );
}
