import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs, parseInstant } from "@/lib/domain/time";
import { zooms } from "@/lib/domain/zoom";
import { timelineMarks, timelinePaths, timelineTicks, timelineWidth } from "@/lib/render/timeline-chart";

const at = (text: string) => parseInstant(text) ?? Number.NaN;
const noon = at("2026-11-20T12:00:00Z");

describe("the ledger's timeline as a drawing", () => {
  it("draws one path per state, outages last, so that nothing covers them", () => {
    const window = { from: noon - hourMs, to: noon };
    const paths = timelinePaths(
      [
        { from: window.from, to: noon - 30 * minuteMs, state: "operational" },
        { from: noon - 30 * minuteMs, to: noon - 20 * minuteMs, state: "major_outage" },
        { from: noon - 20 * minuteMs, to: noon - 10 * minuteMs, state: "unknown" },
        { from: noon - 10 * minuteMs, to: noon, state: "operational" },
      ],
      window,
      28,
    );
    expect(paths.map((path) => path.state)).toEqual(["operational", "unknown", "major_outage"]);
    expect(paths[0]?.d).toBe("M0 0h500v28h-500zM833.33 0h166.67v28h-166.67z");
  });

  it("keeps a ten-second outage visible in three years", () => {
    const window = { from: noon - 1_096 * dayMs, to: noon };
    const [path] = timelinePaths([{ from: noon - 10_000, to: noon, state: "major_outage" }], window, 28);
    expect(path?.d).toBe(`M${timelineWidth - 1.5} 0h1.5v28h-1.5z`);
  });

  it("leaves out marks that miss the window and cuts those that reach over its edges", () => {
    const window = { from: noon - hourMs, to: noon };
    const marks = timelineMarks(
      [
        { from: noon - 2 * hourMs, to: noon - hourMs },
        { from: noon - 2 * hourMs, to: noon - 30 * minuteMs },
      ],
      window,
    );
    expect(marks).toEqual([{ x: 0, width: 500 }]);
  });

  it.each(zooms)("has between two and nine ticks over $label, in rising order", ({ lengthMs }) => {
    const ticks = timelineTicks({ from: noon - lengthMs, to: noon }, "America/New_York");
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks.map((tick) => tick.x)).toEqual(ticks.map((tick) => tick.x).toSorted((a, b) => a - b));
  });

  it("puts midnights where the zone's clock has them, across a change of the clock", () => {
    const window = { from: at("2026-10-24T00:00:00+02:00"), to: at("2026-10-27T00:00:00+01:00") };
    expect(timelineTicks(window, "Europe/Berlin").map((tick) => tick.label)).toEqual([
      "24 Oct",
      "25 Oct",
      "26 Oct",
    ]);
  });
});
