import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { states } from "@/lib/domain/state";
import { dayMs } from "@/lib/domain/time";
import {
  formatPercent,
  noTotals,
  splitAtUtcDays,
  sumTotals,
  totalsByUtcDay,
  totalsOf,
  uptimeOf,
  worstOf,
} from "@/lib/domain/uptime";

const ms = fc.integer({ min: 0, max: 1e13 });
const digits = fc.integer({ min: 0, max: 12 });
const timeline = fc
  .tuple(
    fc.integer({ min: -3 * dayMs, max: 3 * dayMs }),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 2 * dayMs }), fc.constantFrom(...states)), { maxLength: 9 }),
  )
  .map(([start, parts]) => {
    let from = start;
    return parts.map(([length, state]) => {
      const to = from + length;
      const segment = { from, to, state };
      from = to;
      return segment;
    });
  });

describe("formatPercent", () => {
  it.each([
    [1, 0, 3, "100.000"],
    [0, 1, 3, "0.000"],
    [0, 0, 3, null],
    [2, 1, 6, "66.666666"],
    [999_999, 1, 3, "99.999"],
    [86_399_999, 1, 2, "99.99"],
    [1, 199, 0, "0"],
    [1, 999_999, 3, "0.000"],
    [99, 1, 0, "99"],
  ])("R2 of %d up and %d down with %d digits is %s", (up, down, places, text) => {
    expect(formatPercent(up, down, places)).toBe(text);
  });

  it("R2 never shows 100 with a failure inside, never more than 100, and never rounds up", () => {
    fc.assert(
      fc.property(ms, ms, digits, (up, down, places) => {
        const text = formatPercent(up, down, places);
        if (up + down === 0) return expect(text).toBeNull();
        expect(text).toMatch(places === 0 ? /^\d+$/ : new RegExp(`^\\d+\\.\\d{${places}}$`));
        expect((text ?? "").startsWith("100")).toBe(down === 0);
        const shown = BigInt((text ?? "").replace(".", ""));
        const [whole, scale] = [BigInt(up) + BigInt(down), 100n * 10n ** BigInt(places)];
        expect(shown * whole <= BigInt(up) * scale && BigInt(up) * scale < (shown + 1n) * whole).toBe(true);
      }),
    );
  });
});

describe("uptimeOf", () => {
  it("R2 counts degraded as up, both outages as down, and leaves maintenance and unknown on neither side", () => {
    const totals = {
      ...noTotals(),
      operational: 1,
      degraded_performance: 2,
      partial_outage: 4,
      major_outage: 8,
    };
    const totalsMs = { ...totals, under_maintenance: 16, unknown: 32 };
    expect(uptimeOf(totalsMs)).toEqual({ totalsMs, upMs: 3, downMs: 12 });
  });

  it("R1.8 days of a timeline sum to the timeline, each within its day", () => {
    fc.assert(
      fc.property(timeline, (segments) => {
        const days = totalsByUtcDay(segments);
        expect(sumTotals(days.map((day) => day.totalsMs))).toEqual(totalsOf(segments));
        for (const [index, { dayStart, totalsMs }] of days.entries()) {
          expect(Math.abs(dayStart % dayMs)).toBe(0);
          const sum = Object.values(totalsMs).reduce((all, each) => all + each, 0);
          const isEdge = index === 0 || index === days.length - 1;
          expect(isEdge ? sum <= dayMs && sum > 0 : sum === dayMs).toBe(true);
        }
      }),
    );
  });

  it("R1.8 a window is whole days and at most two edges shorter than a day", () => {
    const bound = fc.integer({ min: -5 * dayMs, max: 5 * dayMs });
    fc.assert(
      fc.property(bound, fc.integer({ min: 1, max: 4 * dayMs }), (from, length) => {
        const { days, edges } = splitAtUtcDays({ from, to: from + length });
        const parts = [...edges, ...(days === null ? [] : [days])].sort((a, b) => a.from - b.from);
        expect(parts[0]?.from).toBe(from);
        expect(parts.at(-1)?.to).toBe(from + length);
        expect(parts.every((part, index) => index === 0 || part.from === parts[index - 1]?.to)).toBe(true);
        if (days !== null) expect([Math.abs(days.from % dayMs), Math.abs(days.to % dayMs)]).toEqual([0, 0]);
        const edgeMax = days === null ? 2 * dayMs : dayMs;
        expect(edges.every((edge) => edge.to - edge.from < edgeMax)).toBe(true);
      }),
    );
  });

  it("colours a day by the worst that happened, and by no data only when nothing else is known", () => {
    expect(worstOf({ ...noTotals(), operational: 5, partial_outage: 1, unknown: 9 })).toBe("partial_outage");
    expect(worstOf({ ...noTotals(), operational: 1, unknown: 9 })).toBe("operational");
    expect(worstOf({ ...noTotals(), unknown: 9 })).toBe("unknown");
  });
});
