import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { nextOccurrences, occurrencesOf, type Plan, planComplaint } from "@/lib/domain/recurrence";
import { dayMs, formatInstant, hourMs, type Interval } from "@/lib/domain/time";

const at = (text: string) => Date.parse(text);
const shown = (windows: readonly Interval[]) =>
  windows.map(({ from, to }) => `${formatInstant(from).slice(0, 16)}/${formatInstant(to).slice(0, 16)}`);

/** "Every last Sunday 01:00-03:00 Europe/Berlin", first on 25 January 2026. */
const lastSunday: Plan = {
  from: at("2026-01-25T00:00:00Z"),
  to: at("2026-01-25T02:00:00Z"),
  timezone: "Europe/Berlin",
  rrule: "FREQ=MONTHLY;BYDAY=-1SU",
};

describe("a recurring window on a clock that changes", () => {
  it("keeps its times of day over both changes: one hour in March, three in October", () => {
    const year = { from: at("2026-01-01T00:00:00Z"), to: at("2027-01-01T00:00:00Z") };
    expect(shown(occurrencesOf(lastSunday, year))).toEqual([
      "2026-01-25T00:00/2026-01-25T02:00",
      "2026-02-22T00:00/2026-02-22T02:00",
      "2026-03-29T00:00/2026-03-29T01:00",
      "2026-04-25T23:00/2026-04-26T01:00",
      "2026-05-30T23:00/2026-05-31T01:00",
      "2026-06-27T23:00/2026-06-28T01:00",
      "2026-07-25T23:00/2026-07-26T01:00",
      "2026-08-29T23:00/2026-08-30T01:00",
      "2026-09-26T23:00/2026-09-27T01:00",
      "2026-10-24T23:00/2026-10-25T02:00",
      "2026-11-29T00:00/2026-11-29T02:00",
      "2026-12-27T00:00/2026-12-27T02:00",
    ]);
  });

  it("gives a window that the clock skips whole its planned length, from after the gap", () => {
    const nightly: Plan = {
      from: at("2026-03-27T01:10:00Z"),
      to: at("2026-03-27T01:50:00Z"),
      timezone: "Europe/Berlin",
      rrule: "FREQ=DAILY;COUNT=4",
    };
    const week = { from: at("2026-03-27T00:00:00Z"), to: at("2026-04-03T00:00:00Z") };
    expect(shown(occurrencesOf(nightly, week))).toEqual([
      "2026-03-27T01:10/2026-03-27T01:50",
      "2026-03-28T01:10/2026-03-28T01:50",
      "2026-03-29T01:10/2026-03-29T01:50",
      "2026-03-30T00:10/2026-03-30T00:50",
    ]);
  });

  it("begins at the first of two equal times and ends at the first end: 02:00-02:30 in October is half an hour", () => {
    const weekly: Plan = {
      from: at("2026-10-18T00:00:00Z"),
      to: at("2026-10-18T00:30:00Z"),
      timezone: "Europe/Berlin",
      rrule: "FREQ=WEEKLY",
    };
    const weeks = { from: weekly.from, to: weekly.from + 15 * dayMs };
    expect(shown(occurrencesOf(weekly, weeks))).toEqual([
      "2026-10-18T00:00/2026-10-18T00:30",
      "2026-10-25T00:00/2026-10-25T00:30",
      "2026-11-01T01:00/2026-11-01T01:30",
    ]);
  });

  it("ends with COUNT and with UNTIL, in UTC or on its own clock", () => {
    const all = { from: lastSunday.from, to: lastSunday.from + 3_000 * dayMs };
    const count = (rule: string) =>
      occurrencesOf({ ...lastSunday, rrule: `FREQ=MONTHLY;BYDAY=-1SU;${rule}` }, all);
    expect(count("COUNT=7")).toHaveLength(7);
    expect(count("UNTIL=20260331")).toHaveLength(3);
    expect(count("UNTIL=20260425T230000Z")).toHaveLength(4);
    expect(count("UNTIL=20260425T225959Z")).toHaveLength(3);
    expect(count("UNTIL=20260426T010000")).toHaveLength(4);
  });

  it("finds the next ones however long ago it began", () => {
    const next = nextOccurrences(lastSunday, at("2041-06-01T00:00:00Z"), 2);
    expect(shown(next)).toEqual(["2041-06-29T23:00/2041-06-30T01:00", "2041-07-27T23:00/2041-07-28T01:00"]);
    expect(nextOccurrences({ ...lastSunday, rrule: null }, at("2041-06-01T00:00:00Z"), 2)).toEqual([]);
  });

  it("always shows the planned times of day where the clock has them, in every zone", () => {
    const zones = [
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Kathmandu",
      "Pacific/Apia",
    ];
    const plans = fc.record({
      zone: fc.constantFrom(...zones),
      minute: fc.integer({ min: 0, max: 1_439 }),
      length: fc.integer({ min: 1, max: 1_440 }),
      from: fc.integer({ min: 0, max: 700 }),
    });
    const dial = (instant: number, zone: string) =>
      Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainTime();
    fc.assert(
      fc.property(plans, ({ zone, minute, length, from }) => {
        const midday = Temporal.PlainDate.from("2026-01-10")
          .toPlainDateTime({ hour: 0 })
          .add({ minutes: minute });
        const start = midday.toZonedDateTime(zone);
        const end = midday.add({ minutes: length }).toZonedDateTime(zone);
        const plan: Plan = {
          ...{ from: start.epochMilliseconds, to: end.epochMilliseconds },
          ...{ timezone: zone, rrule: "FREQ=DAILY" },
        };
        const found = occurrencesOf(plan, {
          from: plan.from + from * dayMs,
          to: plan.from + (from + 5) * dayMs,
        });
        expect(found.length).toBeGreaterThanOrEqual(5);
        for (const window of found) {
          expect(window.to).toBeGreaterThan(window.from);
          expect(Math.abs(window.to - window.from - length * 60_000)).toBeLessThanOrEqual(hourMs);
          const late = dial(window.from, zone).since(start.toPlainTime()).total("minutes");
          expect([0, 30, 60]).toContain((late + 1_440) % 1_440);
        }
      }),
    );
  });
});

describe("a plan that cannot be", () => {
  const complaint = (rrule: string | null, change: Partial<Plan> = {}) =>
    planComplaint({ ...lastSunday, rrule, ...change });

  it("is refused with the field and what to do", () => {
    expect(complaint(null)).toBeNull();
    expect(complaint(lastSunday.rrule)).toBeNull();
    expect(complaint(null, { to: lastSunday.from })).toMatchObject({ path: "to" });
    for (const rule of [
      "",
      "DAILY",
      "FREQ=SECONDLY",
      "FREQ=DAILY;BYHOUR=1,2",
      "FREQ=DAILY;COUNT=1;UNTIL=20270101",
    ])
      expect(complaint(rule), rule).toMatchObject({ path: "rrule" });
    expect(complaint("FREQ=MONTHLY;BYDAY=1SU")?.message).toContain("not one of the rule's times");
    expect(complaint("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")).toMatchObject({ path: "rrule" });
    expect(complaint("FREQ=DAILY", { to: lastSunday.from + 25 * hourMs })?.message).toContain(
      "before the one before",
    );
  });
});
