import { describe, expect, it } from "vitest";
import {
  isRepeat,
  type MeasuredIncident,
  measuresOf,
  median,
  quarterBefore,
  quarterMeasures,
  quarterNameAt,
  quarterOf,
} from "@/lib/domain/incident-measure";
import { dayMs, minuteMs } from "@/lib/domain/time";

const autumn = Date.UTC(2026, 9, 1);

function incident(id: string, startedAt: number, more: Partial<MeasuredIncident> = {}): MeasuredIncident {
  const none = { detectedAt: null, publishedAt: null, notifiedAt: null, resolvedAt: null };
  return { id, title: id, startedAt, ...none, failed: [], ...more };
}

const failed = [{ componentId: "cmp_a", failure: "connect_refused" as const }];

describe("an incident's measures", () => {
  it("run from its beginning, are null while unknown and never below zero", () => {
    const told = incident("a", autumn, {
      detectedAt: autumn + minuteMs,
      publishedAt: autumn + 2 * minuteMs,
      resolvedAt: autumn - 1,
    });
    expect(measuresOf(told)).toEqual({
      detectMs: minuteMs,
      firstWordMs: 2 * minuteMs,
      notifyMs: null,
      restoreMs: 0,
    });
  });

  it("repeat what failed alike within ninety days before, and nothing later or older", () => {
    const first = incident("a", autumn, { failed });
    const again = incident("b", autumn + 90 * dayMs, { failed });
    const late = incident("c", autumn + 91 * dayMs, { failed });
    const other = incident("d", autumn + dayMs, {
      failed: [{ componentId: "cmp_a", failure: "tls_expired" }],
    });
    expect(isRepeat(again, [first, again])).toBe(true);
    expect(isRepeat(first, [first, again])).toBe(false);
    expect(isRepeat(late, [first, late])).toBe(false);
    expect(isRepeat(other, [first, other])).toBe(false);
  });
});

describe("a quarter", () => {
  it("has the median of what is known, the lower of two middles", () => {
    expect(median([])).toBeNull();
    expect(median([null, 3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2);
  });

  it("counts its own incidents, and those before only as what was repeated", () => {
    const before = incident("a", autumn - dayMs, { failed });
    const one = incident("b", autumn, { failed, resolvedAt: autumn + 10 * minuteMs });
    const two = incident("c", autumn + 10 * dayMs, { resolvedAt: autumn + 10 * dayMs + 4 * minuteMs });
    const quarter = quarterOf("2026-Q4") ?? { from: 0, to: 0 };
    expect(quarterMeasures(quarter, [before, one, two])).toMatchObject({
      incidents: 2,
      repeats: 1,
      betweenMs: 10 * dayMs,
      median: { restoreMs: 4 * minuteMs, notifyMs: null },
    });
  });

  it("has a name, an interval and one before it", () => {
    expect(quarterOf("2026-Q4")).toEqual({ from: autumn, to: Date.UTC(2027, 0, 1) });
    expect(quarterOf("2026-Q5")).toBeNull();
    expect(quarterNameAt(autumn)).toBe("2026-Q4");
    expect(quarterBefore("2026-Q1")).toBe("2025-Q4");
  });
});
