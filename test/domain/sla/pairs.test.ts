import { describe, expect, it } from "vitest";
import type { SlaResult } from "@/lib/domain/sla/result";
import { plainVector, type RawContract, type RawTerms, type RawVector, row, run } from "./rig";

/** Two or three rules meeting in one period, every figure worked out by hand beside it. */
type Case = {
  vector?: Partial<RawVector> & { contract?: never };
  contract?: Partial<RawContract>;
  terms?: Partial<RawTerms>;
  expected: Partial<SlaResult>;
};

const resultOf = ({ vector, contract, terms }: Case) => run(plainVector(vector, contract, terms));

function members(...weights: [string, string][]): RawTerms["components"]["members"] {
  return weights.map(([component, weight]) => ({ component, weight }));
}

const announced = { state: "under_maintenance", announced_at: "2025-05-01T00:00:00Z" } as const;
const db = { component: "db" };
const everyDay = (from: string, to: string): RawTerms["service_hours"] => ({
  timezone: "UTC",
  weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from, to }],
  holidays: [],
});
const maintenance = {
  exclude: true,
  notice_seconds: 0,
  cap_seconds: null,
  cap_scope: "period",
  unqualified_state: "major_outage",
} as const;

describe("two rules in one second", () => {
  it.each<[string, Case]>([
    [
      "weights are those of the members that maintenance leaves: 1800 s at 0.5 alone, 1800 s at 3/4 of 0.5",
      {
        terms: { components: { rule: "weighted", members: members(["api", "3"], ["db", "1"]) } },
        vector: {
          ledger: [
            row("03T10:00", "03T11:00", { ...announced, ...db }),
            row("03T10:30", "03T11:30", { state: "partial_outage" }),
          ],
        },
        expected: { excluded_seconds: 0, downtime_exact: "1575/1", counted_seconds: 2_592_000 },
      },
    ],
    [
      "each member of the weakest has the allowance to itself: 7200 - 3600 s over it against 600 s down",
      {
        terms: {
          components: { rule: "weakest", members: members(["db", "1"], ["api", "1"]) },
          maintenance: { ...maintenance, cap_seconds: 3_600 },
        },
        vector: {
          ledger: [
            row("03T10:00", "03T11:00", { ...announced, ...db }),
            row("03T12:00", "03T12:10", db),
            row("03T10:00", "03T12:00", announced),
          ],
        },
        expected: { excluded_seconds: 3_600, downtime_exact: "3600/1", ops: null },
      },
    ],
    [
      "an allowance is spent in service hours alone: 08:00-09:00 of the window from 06:00, the rest of it counts",
      {
        terms: {
          service_hours: everyDay("08:00", "20:00"),
          maintenance: { ...maintenance, cap_seconds: 3_600 },
        },
        vector: { ledger: [row("03T06:00", "03T09:30", announced)] },
        expected: {
          out_of_hours_seconds: 1_296_000,
          excluded_seconds: 3_600,
          counted_seconds: 1_292_400,
          downtime_exact: "1800/1",
        },
      },
    ],
    [
      "a deduction runs by the wall clock, out of hours too: 23:50 + 15 min, then 25 min of the morning",
      {
        terms: {
          service_hours: everyDay("00:00", "12:00"),
          min_outage: { seconds: 900, op: ">=", mode: "deductible", scope: "full_outage" },
        },
        vector: { ledger: [row("03T23:50", "04T00:30")] },
        expected: { downtime_exact: "1500/1", counted_seconds: 1_296_000 },
      },
    ],
    [
      "an excused stretch parts a run, and both halves are too short; only the minute excused leaves the denominator",
      {
        terms: { min_outage: { seconds: 600, op: ">=", mode: "threshold", scope: "full_outage" } },
        vector: {
          ledger: [
            row("03T10:00", "03T10:09"),
            row("03T10:09", "03T10:10", { cause: "force_majeure" }),
            row("03T10:10", "03T10:19"),
          ],
        },
        expected: { excluded_seconds: 60, downtime_exact: "0/1", counted_seconds: 2_591_940 },
      },
    ],
    [
      "a redundant pair that nobody watched is down by agreement, but not where one of them was seen working",
      {
        terms: {
          components: { rule: "all_down", members: members(["api", "1"], ["db", "1"]) },
          unknown: { policy: "down", max_percent: "50" },
        },
        vector: {
          ledger_gap_state: "unknown",
          ledger: [row("01T00:00", "29T12:00", { state: "operational" })],
        },
        expected: { unknown_seconds: 2_592_000, downtime_exact: "129600/1", data_sufficient: false },
      },
    ],
    [
      "a second that is down for one customer in two hundred fills its bucket like any other",
      {
        terms: {
          measurement: {
            method: "bucket_count",
            bucket_seconds: 300,
            bucket_rule: "majority",
            min_consecutive: 2,
          },
        },
        vector: {
          ledger: [row("03T10:02", "03T10:08", { state: "partial_outage", affected_ratio: "0.01" })],
        },
        expected: { downtime_exact: "600/1" },
      },
    ],
    [
      "an excluded interval parts a run of down ones, whatever it counted",
      {
        terms: {
          measurement: {
            ...{
              method: "interval_downtime",
              interval_seconds: 300,
              threshold_percent: "5",
              threshold_op: ">",
            },
            ...{ min_requests: 1, min_consecutive: 3, empty_interval: "zero_error" },
          },
        },
        vector: {
          intervals: [
            { from: "2025-06-03T10:00:00Z", repeat: 2, total: 100, bad: 100 },
            { from: "2025-06-03T10:10:00Z", repeat: 1, total: 100, bad: 100, excluded: true },
            { from: "2025-06-03T10:15:00Z", repeat: 2, total: 100, bad: 100 },
            { from: "2025-06-04T10:00:00Z", repeat: 3, total: 100, bad: 6 },
          ],
        },
        expected: { downtime_exact: "900/1", excluded_seconds: 300, counted_seconds: 2_591_700 },
      },
    ],
  ])("%s", (_, { expected, ...given }) => {
    expect(resultOf({ expected, ...given })).toMatchObject(expected);
  });
});

describe("two rules in one credit", () => {
  const hour = { ledger: [row("20T10:00", "20T11:00")] };

  it.each<[string, Case]>([
    [
      "110.000 dinar with 10 % tax is 100 net, half of it for 15 of 30 days; 10 % credited, 0.5 of tax on it",
      {
        contract: {
          starts_at: "2025-06-16T00:00:00Z",
          partial_period: { denominator: "full_period", fee: "prorate_days" },
        },
        vector: {
          ...hour,
          fees: { currency: "KWD", amount_minor: 110_000, tax_percent: "10", amount_includes_tax: true },
        },
        expected: {
          uptime_ratio: "719/720",
          credit_exact_minor: "5000/1",
          credit_minor: 5_000,
          tax_minor: 500,
          gross_minor: 5_500,
        },
      },
    ],
    [
      "segments are capped and carried as the last version says: 6666.7 + 8333.3 + 500 - 6000 = 9500",
      {
        contract: {
          amendments: [
            {
              effective_from: "2025-06-21T00:00:00Z",
              terms: {
                ...plainVector().contract.terms,
                cap: { percent_of_fee: "6", absolute_minor: null },
                carry_forward: true,
              },
            },
          ],
        },
        vector: {
          ledger: [row("20T10:00", "20T11:00"), row("25T00:00", "25T10:00")],
          period: { year: 2025, month: 6, carried_in_minor: 500 },
        },
        expected: {
          credit_percent: "15.000000",
          credit_exact_minor: "15000/1",
          credit_minor: 6_000,
          carried_forward_minor: 9_500,
        },
      },
    ],
    [
      "a cap below the minimum leaves nothing to pay, and what the cap cut is carried all the same",
      {
        terms: {
          cap: { percent_of_fee: null, absolute_minor: 90 },
          minimum: { minor: 100, op: ">=" },
          carry_forward: true,
        },
        vector: hour,
        expected: { credit_minor: 0, carried_forward_minor: 9_910 },
      },
    ],
    [
      "the 31st of each month, and a claim until the end of the period after: March 30th is the last day",
      {
        contract: {
          window: { type: "anchored_month", anchor_day: 31 },
          claims: { required: true, deadline: { kind: "end_of_nth_following_period", n: 1 } },
        },
        vector: {
          period: { year: 2025, month: 1 },
          ledger: [{ component: "api", from: "2025-02-27T23:00:00Z", to: null, state: "major_outage" }],
          claim_filed_at: "2025-03-30T23:59:59Z",
        },
        expected: {
          period_start: "2025-01-31T00:00:00Z",
          period_end: "2025-02-28T00:00:00Z",
          downtime_exact: "3600/1",
          claim: { deadline: "2025-03-31T00:00:00Z", status: "timely", payable_minor: 10_000 },
        },
      },
    ],
    [
      "days after the last outage count from where it last counted: its end in hours, not at night",
      {
        contract: { claims: { required: true, deadline: { kind: "days_after_last_outage", days: 5 } } },
        terms: { service_hours: everyDay("08:00", "20:00") },
        vector: { ledger: [row("03T19:00", "04T03:00")], claim_filed_at: "2025-06-09T00:00:00Z" },
        expected: { claim: { deadline: "2025-06-09T00:00:00Z", status: "late", payable_minor: 0 } },
      },
    ],
    [
      "days of service are claimed like money, and pay none",
      {
        contract: { claims: { required: true, deadline: { kind: "days_after_period_end", days: 30 } } },
        terms: {
          credit: {
            mode: "tiered_days",
            days_as: "time",
            day_basis: null,
            tiers: [{ id: "T1", upper: "99.9", upper_inclusive: false, credit_days: 3 }],
          },
        },
        vector: { ...hour, claim_filed_at: "2025-07-30T23:59:59Z" },
        expected: {
          credit_days: 3,
          credit_minor: 0,
          claim: { deadline: "2025-07-31T00:00:00Z", status: "timely", payable_minor: 0 },
        },
      },
    ],
    [
      "each outage's units are of its own weighted seconds: ceil(0.5) + ceil(1.5) = 3 where the sum is 2",
      {
        terms: {
          credit: {
            ...{ mode: "per_unit", unit_seconds: 1_800, percent_per_unit: "2", unit_rounding: "ceil" },
            ...{ unit_scope: "per_outage", allowance: "none" },
          },
        },
        vector: {
          ledger: [
            row("03T10:00", "03T10:30", { state: "partial_outage" }),
            row("04T10:00", "04T11:30", { state: "partial_outage" }),
          ],
        },
        expected: { downtime_exact: "3600/1", credit_percent: "6.000000", credit_minor: 6_000 },
      },
    ],
    [
      "of two versions worth the same the earlier one stands, with its own cap",
      {
        contract: {
          amendment_policy: "customer_favourable",
          amendments: [
            {
              effective_from: "2025-06-11T00:00:00Z",
              terms: { ...plainVector().contract.terms, cap: { percent_of_fee: "1", absolute_minor: null } },
            },
          ],
        },
        vector: hour,
        expected: { credit_exact_minor: "10000/1", credit_minor: 10_000, segments: null },
      },
    ],
  ])("%s", (_, { expected, ...given }) => {
    expect(resultOf({ expected, ...given })).toMatchObject(expected);
  });
});
