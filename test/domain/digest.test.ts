import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestWindow } from "@/lib/domain/digest";
import { dayMs, formatInstant, hourMs } from "@/lib/domain/time";

const at = (text: string) => Date.parse(`${text}Z`);
const said = (window: ReturnType<typeof digestWindow>) =>
  window && [formatInstant(window.from).slice(0, 16), formatInstant(window.to).slice(0, 16)];

describe("the window of a digest", () => {
  it("ends at eight in the morning of the page's zone, of the weekly one on Monday", () => {
    const friday = at("2026-11-27T09:00");
    expect(said(digestWindow("daily", "Europe/Berlin", null, friday))).toEqual([
      "2026-11-26T07:00",
      "2026-11-27T07:00",
    ]);
    expect(said(digestWindow("daily", "America/New_York", null, friday))).toEqual([
      "2026-11-25T13:00",
      "2026-11-26T13:00",
    ]);
    expect(said(digestWindow("weekly", "Asia/Kolkata", null, friday))).toEqual([
      "2026-11-16T02:30",
      "2026-11-23T02:30",
    ]);
  });

  it("is an hour longer or shorter when the clock is changed in it", () => {
    const lengthOf = (now: string) => {
      const window = digestWindow("daily", "Europe/Berlin", null, at(now));
      return window && (window.to - window.from) / hourMs;
    };
    expect(lengthOf("2026-10-25T12:00")).toBe(25);
    expect(lengthOf("2026-03-29T12:00")).toBe(23);
  });

  it("begins where the last one ended, and is none before the next morning or when a zone moves back", () => {
    const now = at("2026-11-27T09:00");
    const first = digestWindow("daily", "UTC", null, now);
    expect(digestWindow("daily", "UTC", first?.to ?? 0, now)).toBeNull();
    expect(digestWindow("daily", "America/Los_Angeles", first?.to ?? 0, now)).toBeNull();
    const late = digestWindow("daily", "UTC", first?.to ?? 0, now + 3 * dayMs);
    expect(late).toEqual({ from: first?.to, to: (first?.to ?? 0) + 3 * dayMs });
  });

  it("of one morning after another leaves no gap and tells nothing twice, in whatever zone", () => {
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns");
    const steps = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });
    fc.assert(
      fc.property(zones, fc.constantFrom("daily", "weekly"), steps, (zone, rhythm, hours) => {
        let [now, toldTo] = [at("2026-09-01T00:00"), null as number | null];
        for (const step of hours) {
          now += step * hourMs;
          const window = digestWindow(rhythm, zone, toldTo, now);
          if (window === null) continue;
          expect(window.to).toBeLessThanOrEqual(now);
          if (toldTo !== null) expect(window.from).toBe(toldTo);
          toldTo = window.to;
        }
      }),
    );
  });
});
