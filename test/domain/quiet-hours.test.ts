import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AlertRoute, alertRoutesInput } from "@/lib/domain/alert";
import { alertTitle, routeFor, type Stepping, stepPlan } from "@/lib/domain/alert-plan";
import { quietUntil } from "@/lib/domain/quiet-hours";
import { dayMs, formatInstant, minuteMs } from "@/lib/domain/time";

const at = (text: string) => Date.parse(text);
const night = { from: "22:00", to: "07:00", timezone: "Europe/Berlin" };

describe("quiet hours", () => {
  it("hold from the clock's start to its end, past midnight, and not a moment longer", () => {
    expect(quietUntil(night, at("2026-11-20T20:59:59Z"))).toBeNull();
    expect(quietUntil(night, at("2026-11-20T21:00:00Z"))).toBe(at("2026-11-21T06:00:00Z"));
    expect(quietUntil(night, at("2026-11-21T05:59:59.999Z"))).toBe(at("2026-11-21T06:00:00Z"));
    expect(quietUntil(night, at("2026-11-21T06:00:00Z"))).toBeNull();
    expect(quietUntil(null, 0)).toBeNull();
  });

  it("end when the clock shows it also in the nights that skip or repeat an hour", () => {
    expect(quietUntil(night, at("2026-03-28T22:00:00Z"))).toBe(at("2026-03-29T05:00:00Z"));
    expect(quietUntil(night, at("2026-10-24T22:00:00Z"))).toBe(at("2026-10-25T06:00:00Z"));
    const gap = { from: "02:15", to: "02:45", timezone: "Europe/Berlin" };
    expect(quietUntil(gap, at("2026-03-29T01:20:00Z"))).toBe(at("2026-03-29T01:45:00Z"));
    expect(quietUntil(gap, at("2026-10-25T00:20:00Z"))).toBe(at("2026-10-25T00:45:00Z"));
  });

  it("always end after the instant they hold, within a day and an hour", () => {
    const clock = fc.integer({ min: 0, max: 1_439 }).map((minute) => {
      const two = (value: number) => String(value).padStart(2, "0");
      return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
    });
    const instant = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2028-01-01T00:00:00Z") });
    const zone = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC");
    fc.assert(
      fc.property(clock, clock, zone, instant, (from, to, timezone, now) => {
        fc.pre(from !== to);
        const end = quietUntil({ from, to, timezone }, now);
        if (end === null) return;
        expect(end).toBeGreaterThan(now);
        expect(end - now).toBeLessThanOrEqual(dayMs + 60 * minuteMs);
        expect(quietUntil({ from, to, timezone }, end), formatInstant(end)).toBeNull();
      }),
    );
  });
});

const route: AlertRoute = {
  ...{ name: "Night shift", componentIds: null, minSeverity: "partial_outage", quietHours: night },
  wakeForMajor: true,
  steps: [
    { channelIds: ["alc_1"], afterMinutes: 0 },
    { channelIds: ["alc_2", "alc_3"], afterMinutes: 10 },
    { channelIds: ["alc_4"], afterMinutes: 30 },
  ],
};
const fresh: Stepping = { status: "open", severity: "partial_outage", stepsTaken: 0, toldAt: null };

describe("the steps of an alert", () => {
  const noon = at("2026-11-20T12:00:00Z");

  it("go on by the minute until somebody acknowledges it", () => {
    expect(stepPlan(route, fresh, noon)).toEqual({
      channelIds: ["alc_1"],
      stepsTaken: 1,
      nextAt: noon + 10 * minuteMs,
    });
    const told = { ...fresh, stepsTaken: 1, toldAt: noon };
    expect(stepPlan(route, told, noon + 9 * minuteMs).channelIds).toEqual([]);
    expect(stepPlan(route, told, noon + 10 * minuteMs)).toEqual({
      channelIds: ["alc_2", "alc_3"],
      stepsTaken: 2,
      nextAt: noon + 30 * minuteMs,
    });
    expect(stepPlan(route, told, noon + 40 * minuteMs)).toMatchObject({ stepsTaken: 3, nextAt: null });
    expect(stepPlan(route, { ...told, status: "acknowledged" }, noon + 40 * minuteMs).channelIds).toEqual([]);
  });

  it("wait for the end of quiet hours, unless all is down; what was begun goes on", () => {
    const midnight = at("2026-11-20T23:00:00Z");
    expect(stepPlan(route, fresh, midnight)).toEqual({
      channelIds: [],
      stepsTaken: 0,
      nextAt: at("2026-11-21T06:00:00Z"),
    });
    expect(stepPlan(route, { ...fresh, severity: "major_outage" }, midnight).channelIds).toEqual(["alc_1"]);
    const silent = { ...route, wakeForMajor: false };
    expect(stepPlan(silent, { ...fresh, severity: "major_outage" }, midnight).channelIds).toEqual([]);
    const begun = { ...fresh, stepsTaken: 1, toldAt: midnight - 20 * minuteMs };
    expect(stepPlan(route, begun, midnight).channelIds).toEqual(["alc_2", "alc_3"]);
  });

  it("are those of the first route that fits", () => {
    const shop = { ...route, name: "Shop", componentIds: ["cmp_1"], minSeverity: "major_outage" as const };
    const pick = (componentIds: string[], severity: "major_outage" | "partial_outage") =>
      routeFor([shop, route], { componentIds, severity })?.name;
    expect(pick(["cmp_1", "cmp_2"], "major_outage")).toBe("Shop");
    expect(pick(["cmp_1"], "partial_outage")).toBe("Night shift");
    expect(pick(["cmp_2"], "major_outage")).toBe("Night shift");
    expect(routeFor([shop], { componentIds: ["cmp_2"], severity: "major_outage" })).toBeNull();
  });

  it("are refused when they go back in time, tell nobody or do not begin at once", () => {
    const parse = (steps: unknown[]) =>
      alertRoutesInput.safeParse({ routes: [{ name: "A", steps }] }).success;
    const step = (after_minutes: number) => ({ channels: ["alc_1"], after_minutes });
    expect(parse([step(0), step(5)])).toBe(true);
    expect(parse([step(5)])).toBe(false);
    expect(parse([step(0), step(5), step(5)])).toBe(false);
    expect(parse([{ channels: [], after_minutes: 0 }])).toBe(false);
    expect(parse([])).toBe(false);
  });

  it("have one line for one cause", () => {
    const own = { type: "component", title: "Database" } as const;
    expect(alertTitle(own, ["Database"])).toBe("Database is down");
    expect(alertTitle(own, ["Database", "Shop", "Search"])).toBe(
      "Database is down, and with it Shop and Search",
    );
    const cloud = { type: "provider", title: "Cloud EU" } as const;
    expect(alertTitle(cloud, ["A", "B", "C", "D"])).toBe("Cloud EU (provider) takes A and 3 others down");
  });
});
