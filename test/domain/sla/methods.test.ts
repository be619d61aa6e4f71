import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuMsOf } from "../../cpu-time";
import { plainVector, type RawRow, type RawTerms, type RawVector, row, run } from "./rig";

type Buckets = Extract<RawTerms["measurement"], { method: "bucket_count" }>;
type Intervals = NonNullable<RawVector["intervals"]>;

const announced = { state: "under_maintenance" as const, announced_at: "2025-05-01T00:00:00Z" };
const buckets = (more: Partial<Buckets>): Partial<RawTerms> => ({
  measurement: {
    method: "bucket_count",
    bucket_seconds: 300,
    bucket_rule: "majority",
    min_consecutive: 1,
    ...more,
  },
});
const counted = (ledger: RawRow[], more: Partial<Buckets> = {}, terms: Partial<RawTerms> = {}) =>
  run(plainVector({ ledger }, {}, { ...buckets(more), ...terms }));

describe("buckets", () => {
  it("any, more than half, and all of a bucket's seconds are three rules", () => {
    const half = [row("03T10:00", "03T10:02:30")];
    const more = [{ ...row("03T10:00", "03T10:03"), to: "2025-06-03T10:02:30.001Z" }];
    const whole = [row("03T10:00", "03T10:05")];
    const downs = (bucket_rule: Buckets["bucket_rule"]) =>
      [half, more, whole].map((ledger) => counted(ledger, { bucket_rule }).downtime_seconds);
    expect(downs("any")).toEqual([300, 300, 300]);
    expect(downs("majority")).toEqual([0, 300, 300]);
    expect(downs("full")).toEqual([0, 0, 300]);
  });

  it("excluded seconds leave a bucket, and the rest decides; a bucket of nothing else is excluded", () => {
    const ledger = [row("03T10:00", "03T10:12", announced), row("03T10:12", "03T10:15")];
    const found = counted(ledger, { bucket_rule: "full" });
    expect(found).toMatchObject({ excluded_seconds: 600, downtime_seconds: 300, counted_seconds: 2_591_400 });
  });

  it("runs shorter than asked do not count", () => {
    const ledger = [row("03T10:00", "03T10:10"), row("03T11:00", "03T11:15")];
    expect(counted(ledger, { min_consecutive: 3 }).downtime_seconds).toBe(900);
  });

  it("the last bucket of a period it does not fill counts with what is there", () => {
    const vector = plainVector(
      { period: { year: 2025, month: 4 }, ledger: [row("03T10:00", null, { from: "2025-04-30T13:20:00Z" })] },
      { timezone: "Australia/Lord_Howe" },
      buckets({ bucket_seconds: 3_600, bucket_rule: "any" }),
    );
    const found = run(vector);
    expect(found.period_seconds % 3_600).toBe(1_800);
    expect(found).toMatchObject({ counted_seconds: found.period_seconds, downtime_seconds: 1_800 });
  });

  it("that closing time cuts count with their seconds in hours, and are decided by these alone", () => {
    const weekly = [{ days: [1, 2, 3, 4, 5, 6, 7], from: "08:30", to: "20:00" }];
    const hours = { service_hours: { timezone: "UTC", weekly, holidays: [] } };
    const hourly = { bucket_seconds: 3_600, bucket_rule: "full" as const };
    expect(counted([row("03T08:30", "03T10:00")], hourly, hours)).toMatchObject({
      out_of_hours_seconds: 1_350_000,
      counted_seconds: 1_242_000,
      downtime_seconds: 5_400,
    });
    expect(counted([row("03T08:00", "03T09:30", announced)], hourly, hours).excluded_seconds).toBe(1_800);
  });

  it("of one second measure whole-second outages as time does", () => {
    const second = fc.integer({ min: 0, max: 2_000 });
    const outages = fc.array(fc.tuple(second, second), { maxLength: 6 });
    const at = (seconds: number) =>
      new Date(Date.parse("2025-06-03T00:00:00Z") + seconds * 1000).toISOString();
    fc.assert(
      fc.property(outages, (pairs) => {
        const ledger = pairs.map(([from, length]) => ({
          ...row("03T10:00", null),
          from: at(from),
          to: at(from + length),
        }));
        const time = run(plainVector({ ledger }));
        const bySecond = counted(ledger, { bucket_seconds: 1, bucket_rule: "full" });
        expect(bySecond.uptime_ratio).toBe(time.uptime_ratio);
      }),
      { numRuns: 100 },
    );
  });
});

const hour = { interval_seconds: 3_600, empty_interval: "zero_error" as const };
const rates = (intervals: Intervals, terms: Partial<RawTerms>) => run(plainVector({ intervals }, {}, terms));
const from = (text: string) => `2025-06-${text}:00Z`;

describe("counts by interval", () => {
  const errorRate = (empty_interval: "zero_error" | "excluded"): Partial<RawTerms> => ({
    measurement: { method: "interval_error_rate", interval_seconds: 3_600, empty_interval },
  });

  it("the mean of rates is no pooled ratio, and empty hours count or leave as agreed", () => {
    const intervals = [
      { from: from("03T10:00"), repeat: 1, total: 3, bad: 1 },
      { from: from("03T11:00"), repeat: 2, total: 7, bad: 1 },
      { from: from("03T13:00"), repeat: 1, total: 5, bad: 5, excluded: true },
    ];
    const kept = rates(intervals, errorRate("zero_error"));
    expect(kept).toMatchObject({
      downtime_exact: "15600/7",
      counted_seconds: 2_588_400,
      excluded_seconds: 3_600,
    });
    const removed = rates(intervals, errorRate("excluded"));
    expect(removed).toMatchObject({
      downtime_exact: "15600/7",
      counted_seconds: 10_800,
      uptime_ratio: "50/63",
    });
    const asUp = rates(intervals, { ...errorRate("zero_error"), exclusion_mode: "count_as_up" });
    expect(asUp).toMatchObject({ counted_seconds: 2_592_000, downtime_exact: "15600/7" });
  });

  it("nothing but empty intervals that leave is no ratio at all", () => {
    expect(rates([], errorRate("excluded"))).toMatchObject({
      counted_seconds: 0,
      uptime_ratio: null,
      breached: false,
    });
  });

  it("an interval is down at or over its threshold, with enough requests, in a run long enough", () => {
    const terms = (threshold_op: ">" | ">="): Partial<RawTerms> => ({
      measurement: {
        ...{ method: "interval_downtime", ...hour, threshold_percent: "12.5", threshold_op },
        ...{ min_requests: 8, min_consecutive: 2 },
      },
    });
    const intervals = [
      { from: from("03T10:00"), repeat: 2, total: 8, bad: 1 },
      { from: from("03T12:00"), repeat: 1, total: 7, bad: 7 },
      { from: from("03T13:00"), repeat: 1, total: 8, bad: 8 },
      { from: from("03T20:00"), repeat: 3, total: 80, bad: 11 },
    ];
    expect(rates(intervals, terms(">=")).downtime_seconds).toBe(5 * 3_600);
    expect(rates(intervals, terms(">")).downtime_seconds).toBe(3 * 3_600);
  });

  it("requests pool into one ratio, from which excluded ones leave", () => {
    const measurement = { method: "request_ratio" as const, interval_seconds: 3_600 };
    const intervals = [
      { from: from("03T10:00"), repeat: 10, total: 900, bad: 9 },
      { from: from("04T10:00"), repeat: 1, total: 1_000, bad: 1_000, excluded: true },
    ];
    expect(rates(intervals, { measurement })).toMatchObject({ uptime_ratio: "99/100", downtime_exact: null });
    const asUp = { measurement, exclusion_mode: "count_as_up" as const };
    expect(rates(intervals, asUp).uptime_ratio).toBe("991/1000");
    expect(rates([], { measurement })).toMatchObject({ uptime_ratio: null, data_sufficient: false });
  });

  it("a run that repeats a thousand million times costs no more than one", () => {
    const intervals = [{ from: from("01T00:00"), repeat: 1_000_000_000, total: 1_000, bad: 1 }];
    expect(rates(intervals, errorRate("zero_error")).uptime_ratio).toBe("999/1000");
  });

  it("hours outside service hours are neither counted nor excluded", () => {
    const service_hours = {
      timezone: "UTC",
      weekly: [{ days: [2], from: "08:00", to: "18:00" }],
      holidays: [],
    };
    const intervals = [{ from: from("03T00:00"), repeat: 24, total: 10, bad: 10 }];
    expect(rates(intervals, { ...errorRate("zero_error"), service_hours })).toMatchObject({
      counted_seconds: 4 * 36_000,
      downtime_seconds: 36_000,
      out_of_hours_seconds: 2_592_000 - 144_000,
    });
  });
});

describe("a year of a hundred thousand rows", () => {
  it("takes a sweep or two, not an afternoon", () => {
    const start = Date.parse("2025-01-01T00:00:00Z");
    const at = (index: number, ms: number) => new Date(start + index * 315_000 + ms).toISOString();
    const ledger = Array.from({ length: 100_000 }, (_, index): RawRow => {
      const component = index % 2 ? "api" : "web";
      return { component, from: at(index, 0), to: at(index, 400_500), state: "partial_outage" };
    });
    const vector = plainVector(
      { period: { year: 2025 }, ledger },
      { window: { type: "calendar_year", fiscal_start_month: 1 } },
      {
        components: {
          rule: "weighted",
          members: [
            { component: "api", weight: "1" },
            { component: "web", weight: "2" },
          ],
        },
      },
    );
    expect(cpuMsOf(() => expect(run(vector).ops).toMatchObject({ incidents: 1 }))).toBeLessThan(6_000);
  });
});
