import type { Terms } from "./terms";

/**
 * Where terms begin: 99.9 % measured in time, outages count and slowness does not, maintenance announced two days
 * ahead is left out, silence counts as working but holds up the credit, and rounding never decides.
 */
export const defaultTerms: Terms = {
  measurement: { method: "time" },
  components: { rule: "any_down", members: [] },
  state_factors: { operational: "0", degraded_performance: "0", partial_outage: "1", major_outage: "1" },
  unknown: { policy: "up", max_percent: "5" },
  min_outage: null,
  maintenance: {
    exclude: true,
    notice_seconds: 172_800,
    cap_seconds: null,
    cap_scope: "period",
    unqualified_state: "operational",
  },
  cause_exclusions: ["force_majeure", "customer_caused"],
  exclusion_mode: "remove_from_denominator",
  service_hours: null,
  target: { percent: "99.9", meets: ">=" },
  comparison: { decimals: null, rounding: "half_up" },
  credit: { mode: "tiered", tiers: tiers(["99.9", "10"], ["99", "25"], ["95", "100"]) },
  cap: { percent_of_fee: "100", absolute_minor: null },
  minimum: { minor: 0, op: ">=" },
  carry_forward: false,
  money_rounding: "half_up",
};

/** Tiers below each bound, mildest first. */
export function tiers(...bounds: readonly (readonly [upper: string, percent: string])[]) {
  return bounds.map(([upper, credit_percent], index) => ({
    id: `T${index + 1}`,
    upper,
    upper_inclusive: false,
    credit_percent,
  }));
}
