import { describe, expect, it } from "vitest";
import type { SlaResult } from "@/lib/domain/sla/result";
import { plainTerms, plainVector, type RawContract, type RawTerms, type RawVector, row, run } from "./rig";

/** Rules that meet where seldom more than one is tested; every figure is worked out by hand beside it. */
type Case = {
  vector?: Partial<RawVector> & { contract?: never };
  contract?: Partial<RawContract>;
  terms?: Partial<RawTerms>;
  expected: Partial<SlaResult>;
};

const resultOf = ({ vector, contract, terms }: Case) => run(plainVector(vector, contract, terms));

function amended(effective_from: string, more: Partial<RawTerms>): RawContract["amendments"] {
  return [{ effective_from, terms: { ...plainTerms, ...more } }];
}

const yen = { currency: "JPY", amount_minor: 100_001, tax_percent: "10" };

describe("half a month of yen, amended, with something carried in, capped, rounded up and a minimum", () => {
  /*
   * 15 of 30 dates: 50 000.5 yen; segments of 10 and 5 days. One hour of 240 is under 99.9 (10 % of 2/3), twelve of 120
   * are 90 % (50 % of 1/3): 7/30 of the fee. With 500 brought along 12 166.78 are due, 20 % of the fee may be paid:
   * 10 000.1, which rounds up to 10 001 and so through the cap: 10 000; carried 12 167 - 10 000.
   */
  const given = (minimum: RawTerms["minimum"]): RawVector =>
    plainVector(
      {
        fees: yen,
        period: { year: 2025, month: 6, carried_in_minor: 500 },
        ledger: [row("20T10:00", "20T11:00"), row("27T00:00", "27T12:00")],
      },
      {
        starts_at: "2025-06-16T00:00:00Z",
        partial_period: { denominator: "active_only", fee: "prorate_days" },
        amendments: amended("2025-06-26T00:00:00Z", {
          cap: { percent_of_fee: "20", absolute_minor: 50_000 },
          carry_forward: true,
          money_rounding: "up",
          minimum,
        }),
      },
    );
  const expected = {
    // 13 of 360 hours are down.
    uptime_ratio: "347/360",
    credit_percent: "23.333333",
    credit_exact_minor: "700007/60",
    carried_forward_minor: 2_167,
    tier: null,
    breached: true,
  };

  it("pays the cap when the minimum is at least that", () => {
    const paid = { credit_minor: 10_000, tax_minor: 1_000, gross_minor: 11_000 };
    expect(run(given({ minor: 10_000, op: ">=" }))).toMatchObject({ ...expected, ...paid });
  });

  it("pays nothing when it must be more, and carries what the cap cut all the same", () => {
    const unpaid = { credit_minor: 0, tax_minor: 0, gross_minor: 0 };
    expect(run(given({ minor: 10_000, op: ">" }))).toMatchObject({ ...expected, ...unpaid });
  });
});

describe("three rules in one period", () => {
  it.each<[string, Case]>([
    [
      "an allowance of maintenance is spent by elapsed time in Sunday hours that the clocks cut short",
      {
        contract: { timezone: "Europe/Berlin" },
        terms: {
          service_hours: {
            timezone: "Europe/Berlin",
            weekly: [{ days: [7], from: "00:00", to: "06:00" }],
            holidays: [],
          },
          maintenance: { ...plainTerms.maintenance, cap_seconds: 3_600 },
        },
        vector: {
          period: { year: 2025, month: 3 },
          // 23:00 on Saturday to 05:30 on Sunday: one hour out of hours, one allowed, 01:00 to 05:30 is 3.5 hours.
          ledger: [
            {
              component: "*",
              from: "2025-03-29T22:00:00Z",
              to: "2025-03-30T03:30:00Z",
              state: "under_maintenance",
              announced_at: "2025-03-01T00:00:00Z",
            },
          ],
        },
        expected: {
          period_seconds: 2_674_800,
          // Four Sundays of six hours and one of five.
          out_of_hours_seconds: 2_674_800 - 104_400,
          excluded_seconds: 3_600,
          counted_seconds: 100_800,
          downtime_exact: "12600/1",
          uptime_ratio: "7/8",
        },
      },
    ],
    [
      "unknown time that counts as down makes a short outage long enough",
      {
        terms: {
          unknown: { policy: "down", max_percent: null },
          min_outage: { seconds: 600, op: ">=", mode: "threshold", scope: "full_outage" },
        },
        vector: { ledger: [row("03T10:00", "03T10:08", { state: "unknown" }), row("03T10:08", "03T10:13")] },
        expected: { downtime_exact: "780/1", unknown_seconds: 480, excluded_seconds: 0 },
      },
    ],
    [
      "unknown time that is excluded parts an outage into two that are too short",
      {
        terms: {
          unknown: { policy: "excluded", max_percent: null },
          min_outage: { seconds: 600, op: ">=", mode: "threshold", scope: "full_outage" },
        },
        vector: {
          ledger: [
            row("03T10:00", "03T10:06"),
            row("03T10:06", "03T10:07", { state: "unknown" }),
            row("03T10:07", "03T10:13"),
          ],
        },
        expected: { downtime_exact: "0/1", unknown_seconds: 60, excluded_seconds: 60, breached: false },
      },
    ],
    [
      "what is known beside an unknown row is known: no unknown second",
      {
        terms: { unknown: { policy: "down", max_percent: "1" } },
        vector: {
          ledger: [
            row("03T10:00", "03T12:00", { state: "unknown" }),
            row("03T10:00", "03T11:00", { state: "operational" }),
          ],
        },
        expected: { downtime_exact: "3600/1", unknown_seconds: 3_600 },
      },
    ],
    [
      "error rates where most intervals are empty and leave, and excluded ones stay as good",
      {
        terms: {
          measurement: { method: "interval_error_rate", interval_seconds: 300, empty_interval: "excluded" },
          exclusion_mode: "count_as_up",
        },
        vector: {
          intervals: [
            { from: "2025-06-03T10:00:00Z", repeat: 100, total: 10, bad: 1 },
            { from: "2025-06-04T10:00:00Z", repeat: 20, total: 10, bad: 10, excluded: true },
          ],
        },
        // 100 intervals of 10 % are ten of them, in 120 that count.
        expected: { counted_seconds: 36_000, downtime_exact: "3000/1", uptime_ratio: "11/12", tier: "T3" },
      },
    ],
    [
      "error rates of which excluded intervals leave nothing: no ratio, no breach",
      {
        terms: {
          measurement: { method: "interval_error_rate", interval_seconds: 300, empty_interval: "excluded" },
        },
        vector: {
          intervals: [{ from: "2025-06-04T10:00:00Z", repeat: 20, total: 10, bad: 10, excluded: true }],
        },
        expected: {
          counted_seconds: 0,
          uptime_ratio: null,
          compared_percent: null,
          breached: false,
          data_sufficient: false,
        },
      },
    ],
    [
      "the weakest member is judged by the unknown time that counts as down for it alone",
      {
        terms: {
          components: {
            rule: "weakest",
            members: [
              { component: "api", weight: "1" },
              { component: "db", weight: "1" },
            ],
          },
          unknown: { policy: "down", max_percent: "5" },
          min_outage: { seconds: 600, op: ">", mode: "threshold", scope: "within_period" },
        },
        vector: {
          ledger: [
            row("03T10:00", "03T10:10"),
            row("05T10:00", "05T10:20", { component: "db", state: "unknown" }),
            row("07T10:00", "07T10:05", { component: "*" }),
          ],
        },
        // Ten minutes are not more than ten; the five of both are too short for either.
        expected: { downtime_exact: "1200/1", unknown_seconds: 1_200, ops: null },
      },
    ],
    [
      "a fiscal quarter from February with a change of clocks pays ten times the price of its downtime",
      {
        contract: {
          timezone: "America/New_York",
          window: { type: "calendar_quarter", fiscal_start_month: 2 },
        },
        terms: {
          target: { percent: "99.99", meets: ">=" },
          credit: { mode: "proportional", multiplier: "10", allowance: "none", denominator: "period" },
        },
        vector: {
          period: { year: 2025, quarter: 1 },
          ledger: [
            {
              component: "api",
              from: "2025-03-09T06:00:00Z",
              to: "2025-03-09T09:00:00Z",
              state: "major_outage",
            },
          ],
          fees: { currency: "USD", amount_minor: 90_000 },
        },
        // 89 days less an hour; 10 x 10800/7686000 of the fee.
        expected: {
          period_start: "2025-02-01T05:00:00Z",
          period_end: "2025-05-01T04:00:00Z",
          period_seconds: 7_686_000,
          credit_exact_minor: "540000/427",
          credit_minor: 1_265,
        },
      },
    ],
    [
      "gross yen: the credit and its tax are each cut to whole yen once",
      {
        terms: { money_rounding: "down" },
        vector: {
          ledger: [row("20T10:00", "20T11:00")],
          fees: { currency: "JPY", amount_minor: 98_765, tax_percent: "10", amount_includes_tax: true },
        },
        expected: {
          credit_exact_minor: "98765/11",
          credit_minor: 8_978,
          tax_minor: 897,
          gross_minor: 9_875,
        },
      },
    ],
    [
      "an outage still open is as long as all of the active part, also where an amendment parts it",
      {
        contract: { amendments: amended("2025-06-16T00:00:00Z", { min_outage: null }) },
        terms: { min_outage: { seconds: 3_600, op: ">=", mode: "threshold", scope: "full_outage" } },
        vector: { ledger: [row("15T23:55", null)] },
        expected: { downtime_exact: `${300 + 15 * 86_400}/1` },
      },
    ],
    [
      "the version that pays most is found before caps, and capped as it says itself",
      {
        contract: {
          amendment_policy: "customer_favourable",
          starts_at: "2025-06-16T00:00:00Z",
          amendments: amended("2025-06-21T00:00:00Z", {
            credit: {
              mode: "tiered",
              tiers: [{ id: "T9", upper: "99.9", upper_inclusive: false, credit_percent: "40" }],
            },
            cap: { percent_of_fee: "5", absolute_minor: null },
          }),
        },
        vector: { ledger: [row("20T10:00", "20T11:00")] },
        // Half the fee: 40 % of 50 000 exactly, of which 5 % may be paid; the first version would have paid 5 000.
        expected: { tier: "T9", credit_exact_minor: "20000/1", credit_minor: 2_500, segments: null },
      },
    ],
  ])("%s", (_, { expected, ...given }) => {
    expect(resultOf({ expected, ...given })).toMatchObject(expected);
  });
});

describe("the last day of a claim", () => {
  const claimed = (timezone: string, year: number, month: number, days: number, claim_filed_at: string) =>
    run(
      plainVector(
        {
          period: { year, month },
          ledger: [{ component: "api", from: `${year}-01-01T00:00:00Z`, to: null, state: "major_outage" }],
          claim_filed_at,
        },
        { timezone, claims: { required: true, deadline: { kind: "days_after_period_end", days } } },
      ),
    ).claim;

  it("ends with the first instant of a date whose midnight is missing", () => {
    const deadline = "2025-09-07T04:00:00Z";
    const filed = (at: string) => claimed("America/Santiago", 2025, 8, 6, at);
    expect(filed("2025-09-07T03:59:59.999Z")).toMatchObject({ deadline, status: "timely" });
    expect(filed(deadline)).toEqual({ deadline, status: "late", payable_minor: 0 });
  });

  it("ends with the first of two midnights", () => {
    const deadline = "2025-11-02T04:00:00Z";
    expect(claimed("America/Havana", 2025, 10, 1, deadline)).toMatchObject({ deadline, status: "late" });
  });

  it("does not know a date its zone never had", () => {
    // Samoa went from 29 to 31 December 2011: 30 days after November's end is the 31st at its first instant.
    expect(claimed("Pacific/Apia", 2011, 11, 29, "2011-12-30T09:59:59Z")).toMatchObject({
      deadline: "2011-12-30T10:00:00Z",
      status: "timely",
    });
  });
});

describe("windows anchored near the end of a month, in a zone", () => {
  const period = (anchor_day: number, year: number, month: number) => {
    const window = { type: "anchored_month", anchor_day } as const;
    const { period_start, period_end } = run(
      plainVector({ period: { year, month } }, { window, timezone: "Asia/Tokyo" }),
    );
    return [period_start, period_end].map((text) => text.slice(0, 10));
  };

  it.each([
    [29, 2024, 2, "2024-02-28", "2024-03-28"],
    [29, 2025, 1, "2025-01-28", "2025-02-27"],
    [30, 2024, 1, "2024-01-29", "2024-02-28"],
    [30, 2025, 2, "2025-02-27", "2025-03-29"],
    [31, 2025, 4, "2025-04-29", "2025-05-30"],
    [31, 2025, 12, "2025-12-30", "2026-01-30"],
  ])("the %i of %i-%i runs from 15:00 UTC of %s to that of %s", (anchor, year, month, from, to) => {
    expect(period(anchor, year, month)).toEqual([from, to]);
  });
});
