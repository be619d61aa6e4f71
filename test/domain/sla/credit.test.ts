import { describe, expect, it } from "vitest";
import { burnRate } from "@/lib/domain/sla/ops";
import { fraction, whole } from "@/lib/domain/sla/rational";
import { plainTerms, plainVector, type RawContract, type RawTerms, type RawVector, row, run } from "./rig";

const hourDown = [row("03T10:00", "03T11:00")];
const granted = (terms: Partial<RawTerms>, more: Partial<RawVector> & { contract?: never } = {}) =>
  run(plainVector({ ledger: hourDown, ...more }, {}, terms));

describe("money is rounded once and never through a cap", () => {
  it("a cap of half a unit is rounded down, and what is due beyond it is carried", () => {
    const capped = { cap: { percent_of_fee: "5", absolute_minor: null }, carry_forward: true };
    const fees = { currency: "USD", amount_minor: 1_010 };
    expect(granted(capped, { fees })).toMatchObject({
      credit_exact_minor: "101/1",
      credit_minor: 50,
      carried_forward_minor: 51,
    });
  });

  it("the smallest of the caps stands, what came over is due too, and the minimum is asked last", () => {
    const terms = {
      cap: { percent_of_fee: "90", absolute_minor: 9_000 },
      carry_forward: true,
      minimum: { minor: 300, op: ">" as const },
    };
    const period = { year: 2025, month: 6, carried_in_minor: 700, cap_remaining_minor: 300 };
    expect(granted(terms, { period })).toMatchObject({ credit_minor: 0, carried_forward_minor: 10_400 });
    expect(granted({ ...terms, minimum: { minor: 300, op: ">=" } }, { period }).credit_minor).toBe(300);
  });

  it("what came over is paid in a month without a breach", () => {
    const period = { year: 2025, month: 6, carried_in_minor: 700 };
    expect(granted({}, { period, ledger: [] })).toMatchObject({ breached: false, credit_minor: 700 });
  });

  it("a gross fee is made net before its percentage, and the tax put back after", () => {
    const fees = { currency: "EUR", amount_minor: 11_900, amount_includes_tax: true, tax_percent: "19" };
    expect(granted({}, { fees })).toMatchObject({ credit_minor: 1_000, tax_minor: 190, gross_minor: 1_190 });
  });

  it.each([
    ["half_up", 1_001],
    ["half_even", 1_000],
    ["down", 1_000],
    ["up", 1_001],
  ] as const)("a tie of 1000.5 rounds %s to %i", (money_rounding, minor) => {
    expect(
      granted({ money_rounding }, { fees: { currency: "JPY", amount_minor: 10_005 } }).credit_minor,
    ).toBe(minor);
  });

  it("amounts near the edge of exact numbers stay exact, and beyond it are refused", () => {
    const fees = { currency: "IDR", amount_minor: 9_007_199_254_740_991 };
    expect(granted({}, { fees }).credit_exact_minor).toBe("9007199254740991/10");
    expect(granted({}, { fees }).credit_minor).toBe(900_719_925_474_099);
    const terms = {
      cap: { percent_of_fee: null, absolute_minor: null },
      target: { percent: "100", meets: ">=" as const },
    };
    const credit = {
      mode: "proportional",
      multiplier: "1000000",
      allowance: "none",
      denominator: "period",
    } as const;
    expect(() => granted({ ...terms, credit }, { fees })).toThrow(/too large/);
  });
});

describe("credits other than tiers", () => {
  const perUnit = (more: object): Partial<RawTerms> => ({
    credit: {
      ...{ mode: "per_unit", unit_seconds: 1_800, percent_per_unit: "3" },
      ...{ unit_rounding: "exact", unit_scope: "aggregate", allowance: "none" },
      ...more,
    } as RawTerms["credit"],
  });

  it("units count whole, started, or exactly, and beyond the allowance or from the first second", () => {
    const ledger = [row("03T10:00", "03T11:10")];
    const percent = (more: object) => granted(perUnit(more), { ledger }).credit_percent;
    expect(percent({})).toBe("7.000000");
    expect(percent({ unit_rounding: "ceil" })).toBe("9.000000");
    expect(percent({ unit_rounding: "floor" })).toBe("6.000000");
    expect(percent({ allowance: "beyond_target" })).toBe("2.680000");
  });

  it("nothing but tiers pays without a breach", () => {
    const ledger = [row("03T10:00", "03T10:43:12")];
    expect(granted(perUnit({ unit_rounding: "ceil" }), { ledger }).credit_minor).toBe(0);
  });

  it("days of service are time, not money, unless the terms say so", () => {
    const days = (days_as: "time" | "money", day_basis: number | null): Partial<RawTerms> => ({
      credit: {
        mode: "tiered_days",
        days_as,
        day_basis,
        tiers: [{ id: "D", upper: "99.9", upper_inclusive: false, credit_days: 3 }],
      },
    });
    expect(granted(days("time", null))).toMatchObject({
      credit_days: 3,
      credit_minor: 0,
      credit_percent: "0.000000",
    });
    expect(granted(days("money", 20))).toMatchObject({ credit_days: 3, credit_minor: 15_000 });
    const claimed = run(
      plainVector(
        { ledger: hourDown, claim_filed_at: "2025-07-10T00:00:00Z" },
        { claims: { required: true, deadline: { kind: "days_after_period_end", days: 30 } } },
        days("time", null),
      ),
    );
    expect(claimed.claim).toEqual({ deadline: "2025-07-31T00:00:00Z", status: "timely", payable_minor: 0 });
  });

  it("a shortfall is measured from the value that was compared", () => {
    const credit: RawTerms["credit"] = {
      ...{ mode: "per_shortfall", step_percent: "0.1", percent_per_step: "1", step_rounding: "ceil" },
    };
    const ledger = [row("03T10:00", "03T11:27")];
    expect(granted({ credit }, { ledger }).credit_percent).toBe("2.000000");
    const comparison = { decimals: 1, rounding: "half_up" } as const;
    expect(granted({ credit, comparison }, { ledger }).credit_percent).toBe("1.000000");
  });
});

describe("amendments", () => {
  const stricter = { ...plainTerms, target: { percent: "100", meets: ">=" as const } };
  const generous: RawTerms = {
    ...plainTerms,
    credit: {
      mode: "tiered",
      tiers: [{ id: "G", upper: "99.95", upper_inclusive: false, credit_percent: "40" }],
    },
  };
  const amended = (amendment_policy: RawContract["amendment_policy"], more: Partial<RawContract> = {}) =>
    run(
      plainVector(
        { ledger: [row("03T10:00", "03T10:30")] },
        {
          amendment_policy,
          amendments: [
            { effective_from: "2025-06-21T00:00:00Z", terms: stricter },
            { effective_from: "2025-06-11T00:00:00Z", terms: generous },
          ],
          ...more,
        },
      ),
    );

  it("each policy holds the period to its own version", () => {
    expect(amended("terms_at_start")).toMatchObject({ tier: null, breached: false, segments: null });
    expect(amended("terms_at_end")).toMatchObject({ tier: null, breached: true, credit_minor: 0 });
    expect(amended("customer_favourable")).toMatchObject({
      tier: "G",
      credit_minor: 40_000,
      breached: false,
    });
  });

  it("segments have their own terms and share of the fee, and add up", () => {
    const found = amended("segment");
    expect(
      found.segments?.map(({ seconds, tier, credit_exact_minor }) => [seconds, tier, credit_exact_minor]),
    ).toEqual([
      [864_000, "T1", "10000/3"],
      [864_000, null, "0/1"],
      [864_000, null, "0/1"],
    ]);
    expect(found).toMatchObject({
      tier: null,
      breached: true,
      credit_exact_minor: "10000/3",
      credit_minor: 3_333,
      credit_percent: "3.333333",
      downtime_exact: "1800/1",
      uptime_ratio: "1439/1440",
      ops: null,
    });
  });

  it("an amendment at the very start of the active part is simply in force", () => {
    const found = amended("segment", { starts_at: "2025-06-21T00:00:00Z" });
    expect(found).toMatchObject({ segments: null, active_seconds: 864_000 });
  });

  it("time before the contract counts as up once, in the segment it borders on", () => {
    const found = amended("segment", {
      starts_at: "2025-06-02T00:00:00Z",
      partial_period: { denominator: "full_period", fee: "full" },
    });
    expect(found).toMatchObject({ counted_seconds: 2_592_000, active_seconds: 29 * 86_400 });
    expect(found.segments?.map(({ counted_seconds }) => counted_seconds)).toEqual([
      864_000, 864_000, 864_000,
    ]);
  });
});

describe("what was issued before", () => {
  const restated = (prior_credit_minor: number, clawback: "allowed" | "never") =>
    granted({}, { restatement: { prior_credit_minor, clawback } }).adjustment;

  it("is made up for by a memo of the difference, or left when money may not be taken back", () => {
    expect(restated(4_000, "allowed")).toEqual({ kind: "credit_memo", amount_minor: 6_000 });
    expect(restated(14_000, "allowed")).toEqual({ kind: "debit_memo", amount_minor: 4_000 });
    expect(restated(14_000, "never")).toEqual({ kind: "none", amount_minor: 0 });
    expect(restated(10_000, "allowed")).toEqual({ kind: "none", amount_minor: 0 });
  });
});

describe("burn rate", () => {
  it("is 1 when the budget ends with the time, and nothing without a budget or time", () => {
    const text = (down: number, elapsed: number, target: string) => {
      const rate = burnRate(whole(down), elapsed, target);
      return rate && fraction(rate);
    };
    expect(text(3_600, 3_600_000, "99.9")).toBe("1/1");
    expect(text(51_840, 3_600_000, "99.9")).toBe("72/5");
    expect(text(10, 3_600_000, "100")).toBeNull();
    expect(text(0, 0, "99.9")).toBeNull();
  });
});
