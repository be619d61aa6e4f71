import { defaultTerms, tiers } from "@/lib/domain/sla/default-terms";
import type { Terms } from "@/lib/domain/sla/terms";
import type { Window } from "@/lib/domain/sla/vector";
import type { Choice } from "./editor";

/** Choices in the order and the words of a table that is written down once. */
function choicesOf(words: Readonly<Record<string, string>>): Choice[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

export const windows: Readonly<Record<Window["type"], Window>> = {
  calendar_month: { type: "calendar_month" },
  anchored_month: { type: "anchored_month", anchor_day: 15 },
  calendar_quarter: { type: "calendar_quarter", fiscal_start_month: 1 },
  calendar_year: { type: "calendar_year", fiscal_start_month: 1 },
  rolling_days: { type: "rolling_days", days: 30, basis: "local_days" },
  fixed: { type: "fixed" },
};

export const windowChoices = choicesOf({
  calendar_month: "Calendar month",
  anchored_month: "Month from a billing day on",
  calendar_quarter: "Quarter",
  calendar_year: "Year",
  rolling_days: "A number of days",
  fixed: "The contract's whole term",
});

export const monthChoices = choicesOf(
  Object.fromEntries(
    "January February March April May June July August September October November December"
      .split(" ")
      .map((name, index) => [index + 1, name]),
  ),
);

type Measurement = Terms["measurement"];

export const measurements: Readonly<Record<Measurement["method"], Measurement>> = {
  time: { method: "time" },
  bucket_count: { method: "bucket_count", bucket_seconds: 60, bucket_rule: "full", min_consecutive: 1 },
  interval_error_rate: {
    method: "interval_error_rate",
    interval_seconds: 300,
    empty_interval: "zero_error",
  },
  interval_downtime: {
    ...{ method: "interval_downtime", interval_seconds: 60, threshold_percent: "5", threshold_op: ">" },
    ...{ min_requests: 0, min_consecutive: 1, empty_interval: "zero_error" },
  },
  request_ratio: { method: "request_ratio", interval_seconds: 300 },
};

export const measurementChoices = choicesOf({
  time: "Downtime, to the second",
  bucket_count: "Minutes (or other steps) that are down",
  interval_error_rate: "Mean error rate of every interval, as S3 does",
  interval_downtime: "Intervals with too many errors",
  request_ratio: "Share of all requests that failed",
});

export const countSources = choicesOf({
  outcomes: "Our own checks",
  reported: "Counts reported through the API",
});

export const emptyIntervals = choicesOf({
  zero_error: "Counts as free of errors",
  excluded: "Is left out",
});

export const bucketRules = choicesOf({
  any: "any second of it is",
  majority: "most of it is",
  full: "all of it is",
});

export const memberRules = choicesOf({
  any_down: "Any of them is down",
  all_down: "All of them are down together",
  weighted: "By weight: each counts its share",
  weakest: "The worst of them decides",
});

type Credit = Terms["credit"];

export const credits: Readonly<Record<Credit["mode"], Credit>> = {
  tiered: defaultTerms.credit,
  tiered_days: {
    ...{ mode: "tiered_days", days_as: "time", day_basis: null },
    tiers: tiers(["99.9", ""], ["99", ""], ["95", ""]).map(({ credit_percent, ...tier }, index) => ({
      ...tier,
      credit_days: [3, 7, 15][index] ?? 0,
    })),
  },
  per_unit: {
    ...{ mode: "per_unit", unit_seconds: 3_600, percent_per_unit: "5", unit_rounding: "ceil" },
    ...{ unit_scope: "aggregate", allowance: "none" },
  },
  proportional: { mode: "proportional", multiplier: "10", allowance: "none", denominator: "period" },
  per_shortfall: {
    ...{ mode: "per_shortfall", step_percent: "0.1", percent_per_step: "1", step_rounding: "ceil" },
  },
};

export const creditChoices = choicesOf({
  tiered: "A percentage by how low uptime fell",
  tiered_days: "Days of service by how low uptime fell",
  per_unit: "A percentage per hour (or other unit) down",
  proportional: "What the downtime is worth, multiplied",
  per_shortfall: "A percentage per step below the target",
});

export const allowances = choicesOf({
  none: "All downtime",
  beyond_target: "Only downtime beyond the target",
});

export const unitRoundings = choicesOf({ ceil: "Begun ones", floor: "Full ones only", exact: "Exactly" });

export const roundings = choicesOf({
  half_up: "Half up",
  half_even: "Half to even",
  down: "Down",
  up: "Up",
});

export const bounds = choicesOf({ ">=": "At least the target", ">": "More than the target" });

export const unknownPolicies = choicesOf({
  up: "Working",
  down: "Down",
  excluded: "Nothing: it is left out",
});

export const unqualifiedStates = choicesOf({
  operational: "As what the ledger says (recommended)",
  degraded_performance: "As degraded",
  partial_outage: "As a partial outage",
  major_outage: "As an outage",
});

export const exclusionModes = choicesOf({
  remove_from_denominator: "Taken out of the period",
  count_as_up: "Counted as working",
});

export const deadlines = {
  days_after_period_end: { kind: "days_after_period_end", days: 30 },
  days_after_last_outage: { kind: "days_after_last_outage", days: 30 },
  end_of_nth_following_period: { kind: "end_of_nth_following_period", n: 2 },
} as const;

export const claimChoices = choicesOf({
  "": "Credited without being asked for",
  days_after_period_end: "Claimed some days after the period",
  days_after_last_outage: "Claimed some days after the last outage",
  end_of_nth_following_period: "Claimed by the end of a later period",
});

export const bases = choicesOf({
  worst: "The worst of measured and declared",
  measured: "What monitors measured",
  declared: "What people declared",
});

export const amendmentPolicies = choicesOf({
  segment: "Each part by its own terms",
  terms_at_start: "By the terms at its start",
  terms_at_end: "By the terms at its end",
  customer_favourable: "By whichever terms credit more",
});

export const denominators = choicesOf({
  active_only: "The days that were covered",
  full_period: "The whole period",
});

export const feeShares = choicesOf({
  prorate_seconds: "Shared out by time",
  prorate_days: "Shared out by days",
  full: "Charged in full",
});

export const stackings = choicesOf({
  cumulative: "All of them",
  best_only: "Only the highest",
});

export const clawbacks = choicesOf({
  never: "Never taken back",
  allowed: "Taken back by a debit memo",
});
