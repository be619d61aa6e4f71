/** What a form asks of a provider's promise: a target and what is credited below which percentage. */
export type PlainPromise = {
  componentId: string;
  /** "99.9" */
  target: string;
  /** One tier a line: "99.9 10" credits 10 % of the fee below 99.9 %. */
  tiers: string;
};

/**
 * The usual promise of a provider as complete terms: outages count from the first second of an outage, what we did not
 * measure counts for the provider, and the lowest tier reached decides. Whatever else was agreed goes through REST.
 */
export function plainTerms({ componentId, target, tiers }: PlainPromise): Record<string, unknown> {
  return {
    measurement: { method: "time" },
    components: { rule: "any_down", members: [{ component: componentId, weight: "1" }] },
    state_factors: { operational: "0", degraded_performance: "0", partial_outage: "1", major_outage: "1" },
    unknown: { policy: "up", max_percent: "100" },
    min_outage: null,
    maintenance: {
      exclude: true,
      notice_seconds: 0,
      cap_seconds: null,
      cap_scope: "period",
      unqualified_state: "operational",
    },
    cause_exclusions: ["customer_caused"],
    exclusion_mode: "remove_from_denominator",
    service_hours: null,
    target: { percent: target, meets: ">=" },
    comparison: { decimals: null, rounding: "half_up" },
    credit: { mode: "tiered", tiers: tiersOf(tiers) },
    cap: { percent_of_fee: null, absolute_minor: null },
    minimum: { minor: 0, op: ">=" },
    carry_forward: false,
    money_rounding: "half_up",
  };
}

function tiersOf(text: string): Record<string, unknown>[] {
  const lines = text.split(/[\r\n;]+/, 30).map((line) =>
    line
      .trim()
      .split(/[\s%]+/)
      .filter(Boolean),
  );
  return lines
    .filter((parts) => parts.length > 0)
    .map(([upper = "", credit = ""], index) => ({
      id: `T${index + 1}`,
      upper,
      upper_inclusive: false,
      credit_percent: credit,
    }));
}
