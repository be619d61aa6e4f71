import { describe, expect, it } from "vitest";
import { type LatencySpread, latencyPhases, noQuantiles } from "@/lib/domain/latency-spread";
import { hourMs } from "@/lib/domain/time";
import { annotationsIn, spreadChart, spreadRows } from "@/lib/render/spread-chart";

const from = Date.UTC(2026, 10, 20);
const at = (hour: number) => from + hour * hourMs;
const point = (hour: number, p50Ms: number) => ({ at: at(hour), p50Ms, p95Ms: 80, p99Ms: 100 });

const spread: LatencySpread = {
  ...{ from, to: at(4), stepMs: hourMs, source: "outcomes", phase: "total", regions: [] },
  phases: Object.fromEntries(latencyPhases.map((phase) => [phase, noQuantiles])) as LatencySpread["phases"],
  points: [point(0, 50), point(1, 25), point(3, 50)],
};
const incident = (label: string, start: number, end: number) => ({
  ...{ kind: "incident" as const, label, href: `/incidents/${label}` },
  from: at(start),
  to: at(end),
});

describe("a chart of percentiles", () => {
  it("draws a level per slot, joins neighbours and leaves a gap where nothing ran", () => {
    const chart = spreadChart(spread, [], { heightPx: 200, zone: "UTC" });
    expect(chart.lines[0]).toEqual({ line: "p50Ms", path: "M0 100H250V150H500M750 100H1000" });
    expect(chart.rows.at(-1)).toEqual({ at: 200, label: "0 ms" });
  });

  it("marks what happened inside the window, in order and cut to it", () => {
    const happened = [incident("late", 3, 9), incident("early", -2, 1), incident("gone", -3, -1)];
    expect(annotationsIn(happened, spread).map(({ label }) => label)).toEqual(["early", "late"]);
    expect(spreadChart(spread, happened, { heightPx: 200, zone: "UTC" }).marks).toEqual([
      { kind: "incident", x: 0, width: 250, number: 1 },
      { kind: "incident", x: 750, width: 250, number: 2 },
    ]);
  });

  it("marks a deployment at its moment, between the incidents beside it", () => {
    const deployed = { kind: "change" as const, label: "4.2", href: null, from: at(2), to: at(2) };
    const happened = [incident("late", 3, 9), deployed];
    expect(spreadChart(spread, happened, { heightPx: 200, zone: "UTC" }).marks[0]).toEqual({
      ...{ kind: "change", x: 500, width: 0, number: 1 },
    });
  });

  it("has the same numbers in its table, newest first", () => {
    expect(spreadRows(spread, "UTC").map((row) => row.p50Ms)).toEqual([50, 25, 50]);
    expect(spreadRows(spread, "UTC")[0]?.at).toBe(at(3));
  });
});
