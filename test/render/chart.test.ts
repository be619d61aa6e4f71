import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LatencyPoint, LatencySeries } from "@/lib/domain/latency";
import { hourMs } from "@/lib/domain/time";
import {
  chartWidth,
  latencyChart,
  latencyRows,
  latencyText,
  scaleValues,
  timeTicks,
} from "@/lib/render/chart";

const from = Date.UTC(2026, 10, 20);
const box = { heightPx: 200, zone: "UTC", intervalMs: 60_000 };

function point(hour: number, part: Partial<LatencyPoint> = {}): LatencyPoint {
  const phases = { dnsMs: 10, connectMs: 20, tlsMs: null, firstByteMs: 70, transferMs: 0, totalMs: 100 };
  return { at: from + hour * hourMs, count: 60, failures: 0, ...phases, ...part };
}

function series(points: LatencyPoint[], hours = 4): LatencySeries {
  return {
    ...{ from, to: from + hours * hourMs, stepMs: hourMs, source: "outcomes" },
    ...{ points, p50Ms: 100, p95Ms: 150 },
  };
}

describe("a latency chart", () => {
  it("stacks the phases in the order they happen and leaves out what never took place", () => {
    const chart = latencyChart(series([point(0)]), [], box);
    expect(chart.rows).toEqual([
      { at: 0, label: "100 ms" },
      { at: 100, label: "50 ms" },
      { at: 200, label: "0 ms" },
    ]);
    expect(chart.layers).toEqual([
      { phase: "dnsMs", path: "M0 200V180h250V200z" },
      { phase: "connectMs", path: "M0 180V140h250V180z" },
      { phase: "firstByteMs", path: "M0 140V0h250V140z" },
    ]);
  });

  it("draws nothing over a stretch without runs, and says where that was", () => {
    const chart = latencyChart(series([point(0), point(2)]), [], box);
    expect(chart.silent).toEqual([
      { x: 250, width: 250 },
      { x: 750, width: 250 },
    ]);
    expect(chart.layers[0]?.path.match(/M/g)).toHaveLength(2);
  });

  it("does not call it silence when runs are further apart than the chart's steps", () => {
    const chart = latencyChart(series([point(0), point(3)]), [], { ...box, intervalMs: 2 * hourMs });
    expect(chart.silent).toEqual([]);
  });

  it("cuts a step that began before the window", () => {
    const chart = latencyChart(series([{ ...point(0), at: from - hourMs / 2 }]), [], box);
    expect(chart.layers[0]?.path).toBe("M0 200V180h125V200z");
  });

  it("joins neighbouring slots with failures and cuts an outage to the window", () => {
    const failing = { failures: 3 };
    const chart = latencyChart(
      series([point(0, failing), point(1, failing), point(2)]),
      [
        { from: from - hourMs, to: from + hourMs },
        { from: from + 9 * hourMs, to: from + 10 * hourMs },
      ],
      box,
    );
    expect(chart.failures).toEqual([{ x: 0, width: 500 }]);
    expect(chart.outages).toEqual([{ x: 0, width: 250 }]);
  });

  it("keeps every shape inside its box, whatever was measured", () => {
    const ms = fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: null });
    const phases = fc.record({ dnsMs: ms, connectMs: ms, tlsMs: ms, firstByteMs: ms, transferMs: ms });
    fc.assert(
      fc.property(fc.array(phases, { maxLength: 4 }), (all) => {
        const chart = latencyChart(series(all.map((each, hour) => point(hour, each))), [], box);
        for (const { path } of chart.layers) {
          const down = [...path.matchAll(/[V]([\d.]+)/g)].map((match) => Number(match[1]));
          expect(down.every((y) => y >= 0 && y <= 200)).toBe(true);
          const far = [...path.matchAll(/M([\d.]+) [\d.]+V[\d.]+h([\d.]+)/g)];
          expect(far.every(([, x, width]) => Number(x) + Number(width) <= chartWidth)).toBe(true);
        }
        const covered = chart.silent.reduce((sum, { width }) => sum + width, 0);
        expect(covered).toBeCloseTo(chartWidth - (all.length * chartWidth) / 4, 1);
      }),
    );
  });

  it("says in its table what it draws, newest first", () => {
    const rows = latencyRows(series([point(0), point(2, { failures: 2 })]), "UTC");
    expect(rows).toEqual([
      {
        at: from + 2 * hourMs,
        when: "02:00 UTC",
        runs: 62,
        failures: 2,
        phases: [10, 20, null, 70, 0],
        totalMs: 100,
      },
      { at: from, when: "00:00 UTC", runs: 60, failures: 0, phases: [10, 20, null, 70, 0], totalMs: 100 },
    ]);
  });
});

describe("the scales of a chart", () => {
  it("reach the highest value in at most five equal steps from zero", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (highest) => {
        const values = scaleValues(highest);
        const step = (values[1] ?? 0) - (values[0] ?? 0);
        expect(values[0]).toBe(0);
        expect(step).toBeGreaterThan(0);
        expect(values.at(-1)).toBeGreaterThanOrEqual(highest);
        expect(values.length).toBeLessThanOrEqual(5);
      }),
    );
  });

  it("mark at most seven round times or midnights of the reader's zone", () => {
    const labels = (hours: number, zone: string) =>
      timeTicks({ from, to: from + hours * hourMs }, zone).map(({ label }) => label);
    expect(labels(1, "UTC")).toEqual(["20 Nov", "00:10", "00:20", "00:30", "00:40", "00:50"]);
    expect(labels(24, "UTC")).toEqual(["20 Nov", "04:00", "08:00", "12:00", "16:00", "20:00"]);
    expect(labels(24, "Asia/Kolkata")).toEqual(["08:00", "12:00", "16:00", "20:00", "21 Nov", "04:00"]);
    expect(labels(24 * 7, "Europe/Berlin")[0]).toBe("21 Nov");
    expect(labels(24 * 30, "UTC")).toHaveLength(6);
  });

  it("keep to the clock when daylight saving ends", () => {
    const autumn = Date.UTC(2026, 9, 24, 22);
    const ticks = timeTicks({ from: autumn, to: autumn + 25 * hourMs }, "Europe/Berlin");
    expect(ticks.map(({ label }) => label)).toEqual(["25 Oct", "04:00", "08:00", "12:00", "16:00", "20:00"]);
    expect((ticks[1]?.at ?? 0) - (ticks[0]?.at ?? 0)).toBe(5 * hourMs);
  });

  it("write milliseconds below a second and seconds above, cut and never rounded up", () => {
    expect([0, 87.9, 999, 1_000, 1_259, 12_999].map(latencyText)).toEqual([
      "0 ms",
      "87 ms",
      "999 ms",
      "1 s",
      "1.25 s",
      "12 s",
    ]);
  });
});
