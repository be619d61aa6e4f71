import { describe, expect, it } from "vitest";
import { datesTouched, startOfDate } from "@/lib/domain/sla/calendar";
import { inHours } from "@/lib/domain/sla/service-hours";
import { plainVector, type RawContract, type RawVector, run } from "./rig";

function bounds(window: RawContract["window"], period: RawVector["period"], timezone = "UTC") {
  const found = run(plainVector({ period }, { window, timezone }));
  return [found.period_start, found.period_end, found.period_seconds];
}

const month = { type: "calendar_month" } as const;
const anchored = (anchor_day: number) => ({ type: "anchored_month", anchor_day }) as const;

describe("periods derive from local dates", () => {
  it("a month's length is what its zone's clocks made of it", () => {
    expect(bounds(month, { year: 2025, month: 3 }, "Europe/Paris")[2]).toBe(31 * 86_400 - 3_600);
    expect(bounds(month, { year: 2025, month: 11 }, "America/Chicago")[2]).toBe(30 * 86_400 + 3_600);
    expect(bounds(month, { year: 2025, month: 10 }, "Australia/Lord_Howe")[2]).toBe(31 * 86_400 - 1_800);
    expect(bounds(month, { year: 2025, month: 2 })[2]).toBe(28 * 86_400);
  });

  it("a missing midnight begins at the first instant of the date, a repeated one at its first", () => {
    const day = (date: string, zone: string) =>
      bounds({ type: "rolling_days", days: 1, basis: "local_days" }, { end_date: date }, zone);
    expect(day("2018-11-05", "America/Sao_Paulo")).toEqual([
      "2018-11-04T03:00:00Z",
      "2018-11-05T02:00:00Z",
      82_800,
    ]);
    expect(day("2024-11-04", "America/Havana")).toEqual([
      "2024-11-03T04:00:00Z",
      "2024-11-04T05:00:00Z",
      90_000,
    ]);
  });

  it("a date its zone never had has no length, and is not a date of the period", () => {
    expect(startOfDate("2011-12-30", "Pacific/Apia")).toBe(startOfDate("2011-12-31", "Pacific/Apia"));
    const [from, to, seconds] = bounds(month, { year: 2011, month: 12 }, "Pacific/Apia");
    expect([from, to, seconds]).toEqual(["2011-12-01T10:00:00Z", "2011-12-31T10:00:00Z", 30 * 86_400]);
    const interval = { from: Date.parse(String(from)), to: Date.parse(String(to)) };
    expect(datesTouched(interval, "Pacific/Apia")).toBe(30);
  });

  it("an anchor of 29, 30 or 31 is the last day of a shorter month, and never forgets itself", () => {
    expect(bounds(anchored(31), { year: 2025, month: 1 })).toEqual([
      "2025-01-31T00:00:00Z",
      "2025-02-28T00:00:00Z",
      28 * 86_400,
    ]);
    expect(bounds(anchored(31), { year: 2025, month: 2 })[1]).toBe("2025-03-31T00:00:00Z");
    expect(bounds(anchored(30), { year: 2024, month: 2 }).slice(0, 2)).toEqual([
      "2024-02-29T00:00:00Z",
      "2024-03-30T00:00:00Z",
    ]);
    expect(bounds(anchored(29), { year: 2025, month: 12 })[1]).toBe("2026-01-29T00:00:00Z");
  });

  it("a fiscal year or quarter is named by the calendar year it begins in", () => {
    expect(bounds({ type: "calendar_year", fiscal_start_month: 2 }, { year: 2024 })).toEqual([
      "2024-02-01T00:00:00Z",
      "2025-02-01T00:00:00Z",
      366 * 86_400,
    ]);
    expect(bounds({ type: "calendar_quarter", fiscal_start_month: 11 }, { year: 2024, quarter: 2 })).toEqual([
      "2025-02-01T00:00:00Z",
      "2025-05-01T00:00:00Z",
      89 * 86_400,
    ]);
  });

  it("elapsed days do not follow the clocks, local days do", () => {
    const rolling = (basis: "elapsed" | "local_days") =>
      bounds({ type: "rolling_days", days: 30, basis }, { end_date: "2025-04-10" }, "Europe/Berlin");
    expect(rolling("elapsed")).toEqual(["2025-03-10T22:00:00Z", "2025-04-09T22:00:00Z", 30 * 86_400]);
    expect(rolling("local_days")[0]).toBe("2025-03-10T23:00:00Z");
  });
});

describe("claims end with local dates", () => {
  const deadlineOf = (
    timezone: string,
    window: RawContract["window"],
    period: RawVector["period"],
    n: number,
  ) =>
    run(
      plainVector(
        { period },
        {
          timezone,
          window,
          claims: { required: true, deadline: { kind: "end_of_nth_following_period", n } },
        },
      ),
    ).claim.deadline;

  it("the n-th following period ends where its own anchor says", () => {
    expect(deadlineOf("UTC", anchored(31), { year: 2025, month: 1 }, 1)).toBe("2025-03-31T00:00:00Z");
    expect(deadlineOf("Europe/Berlin", month, { year: 2025, month: 1 }, 2)).toBe("2025-03-31T22:00:00Z");
    expect(deadlineOf("UTC", month, { year: 2025, month: 12 }, 2)).toBe("2026-03-01T00:00:00Z");
  });

  it("days after the last outage count from the day after it, in the contract's zone, over a change of clocks", () => {
    const outage = {
      component: "api",
      from: "2025-10-20T20:00:00Z",
      to: "2025-10-20T23:30:00Z",
      state: "major_outage" as const,
    };
    const claimed = (claim_filed_at: string) =>
      run(
        plainVector(
          { period: { year: 2025, month: 10 }, ledger: [outage], claim_filed_at },
          {
            timezone: "Europe/Paris",
            claims: { required: true, deadline: { kind: "days_after_last_outage", days: 5 } },
          },
        ),
      ).claim;
    expect(claimed("2025-10-26T22:59:59.999Z")).toEqual({
      deadline: "2025-10-26T23:00:00Z",
      status: "timely",
      payable_minor: 10_000,
    });
    expect(claimed("2025-10-26T23:00:00Z")).toMatchObject({ status: "late", payable_minor: 0 });
  });
});

describe("service hours are what a wall clock shows", () => {
  const hours = (timezone: string, from: string, to: string) =>
    ({ timezone, weekly: [{ days: [7], from, to }], holidays: [] }) as const;
  const on = (timezone: string, from: string, to: string, date: string) => {
    const day = { from: startOfDate(date, timezone), to: startOfDate(date, timezone) + 36 * 3_600_000 };
    const found = inHours(day, {
      ...hours(timezone, from, to),
      weekly: [{ days: [7], from, to }],
      holidays: [],
    });
    return found.reduce((total, stretch) => total + (stretch.to - stretch.from) / 60_000, 0);
  };

  it("an hour that happens twice is in twice, one that is skipped is not in at all", () => {
    expect(on("Europe/Berlin", "02:00", "03:00", "2025-10-26")).toBe(120);
    expect(on("Europe/Berlin", "02:00", "03:00", "2025-03-30")).toBe(0);
    expect(on("Europe/Berlin", "00:00", "24:00", "2025-03-30")).toBe(23 * 60);
  });

  it("half an hour on Lord Howe", () => {
    expect(on("Australia/Lord_Howe", "01:00", "03:00", "2025-04-06")).toBe(150);
    expect(on("Australia/Lord_Howe", "01:00", "03:00", "2025-10-05")).toBe(90);
  });

  it("hours that touch or overlap count once", () => {
    const weekly = [
      { days: [1, 1], from: "08:00", to: "12:00" },
      { days: [1], from: "11:00", to: "13:00" },
      { days: [1], from: "13:00", to: "14:00" },
    ];
    const monday = { from: Date.parse("2025-06-02T00:00:00Z"), to: Date.parse("2025-06-03T00:00:00Z") };
    expect(inHours(monday, { timezone: "UTC", weekly, holidays: [] })).toEqual([
      { from: monday.from + 8 * 3_600_000, to: monday.from + 14 * 3_600_000 },
    ]);
  });
});
