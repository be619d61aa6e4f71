import { describe, expect, it } from "vitest";
import { chronicEvents, exercisable, type PastPeriod } from "@/lib/domain/chronic";
import { chronicClause } from "@/lib/domain/chronic-words";
import { parseInput } from "@/lib/domain/complaint";
import type { TermsVersion } from "@/lib/domain/contract";
import { type ChronicTrigger, chronicRightField } from "@/lib/domain/sla/chronic-right";
import { termsSchema } from "@/lib/domain/sla/terms";
import { dayMs, hourMs, type Interval } from "@/lib/domain/time";
import { termsOf } from "../operations/contract-rig";

const length = 30 * dayMs;
const fees = { currency: "EUR", amount_minor: 100 };

function version(triggers: readonly ChronicTrigger[], effectiveFrom = 0): TermsVersion {
  const chronic = { triggers: [...triggers], exercise_within_days: 10 };
  const terms = parseInput(termsSchema, termsOf("cmp_1", triggers.length > 0 ? { chronic } : {}));
  return { termsVersion: 1, effectiveFrom, terms, fees, createdAt: 0, createdBy: "user:usr_1" };
}

/** Periods of thirty days, each of an uptime, broken below 99.9. */
function periods(...uptimes: readonly string[]): PastPeriod[] {
  return uptimes.map((uptime_percent, index) => {
    const result = { uptime_percent, breached: Number(uptime_percent) < 99.9, downtime_seconds: 0 };
    return { from: index * length, to: (index + 1) * length, result, working: [] } as unknown as PastPeriod;
  });
}

/** One period's statement with these outages. */
function withOutages(place: number, outages: readonly Interval[]): PastPeriod {
  const [period] = periods("99.0");
  const working = outages.map((outage) => ({ ...outage, kind: "downtime" }));
  const seconds = outages.reduce((sum, { from, to }) => sum + (to - from) / 1000, 0);
  const result = { ...period?.result, downtime_seconds: seconds };
  return { from: place * length, to: (place + 1) * length, result, working } as unknown as PastPeriod;
}

const hours = (from: number, count: number) => ({ from: from * hourMs, to: (from + count) * hourMs });
const metAt = (trigger: ChronicTrigger, past: readonly PastPeriod[]) =>
  chronicEvents([version([trigger])], past).map((event) => event.metAt);
const row = { kind: "periods_breached", n: 3, within_periods: 3, consecutive: true } as const;

describe("a right for chronic failure", () => {
  it("is met once by three broken periods in a row, however long the row goes on", () => {
    const past = periods("99", "99", "99", "99", "100", "99", "99", "99");
    expect(metAt(row, past)).toEqual([3 * length, 8 * length]);
  });

  it("is met by two broken periods of the last four, and by none further apart", () => {
    const some = { kind: "periods_breached", n: 2, within_periods: 4, consecutive: false } as const;
    expect(metAt(some, periods("99", "100", "100", "99"))).toEqual([4 * length]);
    expect(metAt(some, periods("99", "100", "100", "100", "99"))).toEqual([]);
  });

  it("counts only breaches below its own bound, exactly", () => {
    const deep = {
      kind: "periods_breached",
      n: 1,
      within_periods: 1,
      consecutive: false,
      below: "99",
    } as const;
    expect(metAt(deep, periods("99.000000", "98.999999"))).toEqual([2 * length]);
  });

  it("is met by more downtime than allowed in a period, not by as much", () => {
    const long = { kind: "downtime_over", seconds: 7_200, per: "period" } as const;
    expect(metAt(long, [withOutages(0, [hours(5, 2)])])).toEqual([]);
    expect(metAt(long, [withOutages(0, [hours(5, 2), hours(9, 1)])])).toEqual([length]);
  });

  it("looks back over days across periods, cutting what reaches in from before", () => {
    const long = { kind: "downtime_over", seconds: 36_000, per: { rolling_days: 1 } } as const;
    const end = 30 * 24;
    const past = [withOutages(0, [hours(end - 6, 6)]), withOutages(1, [hours(end, 5), hours(end + 90, 1)])];
    expect(metAt(long, past)).toEqual([(end + 5) * hourMs]);
  });

  it("counts downtime in days as statements do: each stretch by the share of it that was down", () => {
    const long = { kind: "downtime_over", seconds: 7_200, per: { rolling_days: 1 } } as const;
    const half = (from: number, length: number): PastPeriod => {
      const period = withOutages(0, [hours(from, length)]);
      return { ...period, working: period.working.map((line) => ({ ...line, factor: "1/2" })) };
    };
    expect(metAt(long, [half(5, 4)])).toEqual([]);
    expect(metAt(long, [half(5, 5)])).toEqual([10 * hourMs]);
  });

  it("is met by outages of a least length within days, at the end of the last of them", () => {
    const many = { kind: "outages", count: 3, min_seconds: 3_600, rolling_days: 2 } as const;
    const [short, far] = [{ from: 1, to: 60_000 }, hours(90, 1)];
    expect(metAt(many, [withOutages(0, [short, hours(2, 1), hours(10, 1), far])])).toEqual([]);
    expect(metAt(many, [withOutages(0, [short, hours(2, 1), hours(10, 1), hours(40, 2)])])).toEqual([
      42 * hourMs,
    ]);
  });

  it("belongs to the version in force when it is met, and lapses at its deadline", () => {
    const past = periods("99", "99", "99");
    expect(chronicEvents([version([]), version([row], 3 * length)], past)).toEqual([]);
    const events = chronicEvents([version([row]), version([], 3 * length)], past);
    const until = 3 * length + 10 * dayMs;
    expect(events).toMatchObject([{ metAt: 3 * length, exerciseUntil: until, place: 0 }]);
    expect(exercisable(events, until - 1)).toHaveLength(1);
    expect(exercisable(events, until)).toEqual([]);
  });

  it("is one clause of the contract's sentence", () => {
    const triggers = [row, { kind: "outages", count: 3, min_seconds: 300, rolling_days: 30 }] as const;
    expect(chronicClause({ triggers, exercise_within_days: 30 })).toBe(
      "once 3 periods in a row are broken or there are 3 outages of 5 minutes or more within 30 days, the customer may use the contract's right for chronic failure within 30 days",
    );
  });

  it("refuses more broken periods than it looks at, and a right without triggers", () => {
    const wrong = { triggers: [{ ...row, n: 4 }], exercise_within_days: 30 };
    expect(chronicRightField.safeParse(wrong).success).toBe(false);
    expect(chronicRightField.safeParse({ triggers: [], exercise_within_days: 30 }).success).toBe(false);
  });
});
