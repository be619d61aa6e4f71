import type { z } from "zod";
import { parseInput } from "@/lib/domain/complaint";
import { evaluate } from "@/lib/domain/sla/evaluate";
import { presentEvaluation, type SlaResult } from "@/lib/domain/sla/result";
import { vectorSchema } from "@/lib/domain/sla/vector";

/** A vector as a client sends it. */
export type RawVector = z.input<typeof vectorSchema>;
export type RawContract = RawVector["contract"];
export type RawTerms = RawContract["terms"];
export type RawRow = RawVector["ledger"][number];

/** Terms with nothing special: one component, three tiers under 99.9. */
export const plainTerms: RawTerms = {
  measurement: { method: "time" },
  components: { rule: "any_down", members: [{ component: "api", weight: "1" }] },
  state_factors: { operational: "0", degraded_performance: "0", partial_outage: "0.5", major_outage: "1" },
  unknown: { policy: "up", max_percent: null },
  min_outage: null,
  maintenance: {
    exclude: true,
    notice_seconds: 0,
    cap_seconds: null,
    cap_scope: "period",
    unqualified_state: "major_outage",
  },
  cause_exclusions: ["force_majeure"],
  exclusion_mode: "remove_from_denominator",
  service_hours: null,
  target: { percent: "99.9", meets: ">=" },
  comparison: { decimals: null, rounding: "half_up" },
  credit: {
    mode: "tiered",
    tiers: [
      { id: "T1", upper: "99.9", upper_inclusive: false, credit_percent: "10" },
      { id: "T2", upper: "99.0", upper_inclusive: false, credit_percent: "25" },
      { id: "T3", upper: "95.0", upper_inclusive: false, credit_percent: "50" },
    ],
  },
  cap: { percent_of_fee: "100", absolute_minor: null },
  minimum: { minor: 0, op: ">=" },
  carry_forward: false,
  money_rounding: "half_up",
};

/** June 2025 in UTC: 30 days, 2 592 000 s; a fee of 1,000.00 dollars. */
export function plainVector(
  more: Partial<RawVector> & { contract?: never } = {},
  contract: Partial<RawContract> = {},
  terms: Partial<RawTerms> = {},
): RawVector {
  return {
    contract: {
      id: "ctr",
      timezone: "UTC",
      window: { type: "calendar_month" },
      starts_at: null,
      ends_at: null,
      suspended: [],
      partial_period: { denominator: "active_only", fee: "prorate_seconds" },
      amendment_policy: "segment",
      amendments: [],
      claims: { required: false },
      ...contract,
      terms: { ...plainTerms, ...terms },
    },
    period: { year: 2025, month: 6 },
    ledger_gap_state: "operational",
    ledger: [],
    fees: { currency: "USD", amount_minor: 100_000 },
    ...more,
  };
}

/** One row of June 2025: "03T10:00" to "03T11:00". */
export function row(from: string, to: string | null, more: Partial<RawRow> = {}): RawRow {
  const at = (text: string) => `2025-06-${text}${text.length === 8 ? ":00" : ""}Z`;
  return { component: "api", from: at(from), to: to && at(to), state: "major_outage", ...more };
}

/** Through the schema and the engine to the shape outside, as the door does. */
export function run(vector: unknown): SlaResult {
  return presentEvaluation(evaluate(parseInput(vectorSchema, vector)));
}
