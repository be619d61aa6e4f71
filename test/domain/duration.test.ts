import { describe, expect, it } from "vitest";
import { clockTime, relativeTime, shortDuration } from "@/lib/domain/duration";
import { dayMs, hourMs, minuteMs, parseInstant, secondMs } from "@/lib/domain/time";
import { isZone } from "@/lib/domain/zone";
import { panned, zoomed, zoomWindow } from "@/lib/domain/zoom";

const at = (text: string) => parseInstant(text) ?? Number.NaN;

describe("durations as people read them", () => {
  it.each([
    [0, "0 s"],
    [999, "999 ms"],
    [59 * secondMs + 999, "59 s"],
    [4 * minuteMs + 7 * secondMs, "4 min 07 s"],
    [12 * minuteMs + 59 * secondMs, "12 min"],
    [hourMs + 4 * minuteMs, "1 h 04 min"],
    [2 * hourMs, "2 h"],
    [3 * dayMs + 2 * hourMs, "3 d 02 h"],
    [90 * dayMs, "90 d"],
  ])("%i ms is %s, cut and never rounded up", (lengthMs, text) => {
    expect(shortDuration(lengthMs)).toBe(text);
  });

  it("says past and future by the largest unit", () => {
    expect(relativeTime(0, 4 * secondMs)).toBe("just now");
    expect(relativeTime(0, 119 * secondMs)).toBe("1 min ago");
    expect(relativeTime(3 * dayMs, 0)).toBe("in 3 d");
  });

  it("names the zone, and the day and year only when they are others", () => {
    const now = at("2026-11-21T10:00:00Z");
    expect(clockTime(at("2026-11-21T09:03:00Z"), "Europe/Berlin", now)).toBe("10:03 CET");
    expect(clockTime(at("2026-11-20T23:30:00Z"), "UTC", now)).toBe("20 Nov, 23:30 UTC");
    expect(clockTime(at("2025-07-01T09:00:00Z"), "Europe/Berlin", now)).toMatch(/^1 Jul 2025, 11:00 /);
  });

  it("knows zones by name only, not offsets or nonsense", () => {
    expect(["UTC", "Europe/Berlin", "", "+02:00", "Mars/Olympus", "x".repeat(100)].map(isZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("the window of a zoom", () => {
  const now = at("2026-11-21T10:00:00Z");

  it("is never beyond now, never empty and never longer than three years", () => {
    expect(zoomWindow({ from: null, to: null }, now)).toEqual({ from: now - 90 * dayMs, to: now });
    expect(zoomWindow({ from: now, to: now + dayMs }, now)).toEqual({ from: now - secondMs, to: now });
    expect(zoomWindow({ from: 0, to: null }, now).from).toBe(now - 1_096 * dayMs);
  });

  it("zooms about its middle and stops panning at now", () => {
    const window = { from: now - 3 * hourMs, to: now - hourMs };
    expect(zoomed(window, 0.5, now)).toEqual({ from: now - 2.5 * hourMs, to: now - 1.5 * hourMs });
    expect(panned(window, 1, now)).toEqual({ from: now - 2 * hourMs, to: now });
  });
});
