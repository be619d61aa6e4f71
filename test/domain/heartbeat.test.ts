import { describe, expect, it } from "vitest";
import { cronComplaint } from "@/lib/domain/cron";
import { deadlineAfterBeat, deadlineAfterMiss, judgeMissedBeat } from "@/lib/domain/heartbeat";

/** A beat at 0, an interval of 60, a grace of 10: due at 60, late at 70. */
const plan = { intervalMs: 60, graceMs: 10, cron: null, timezone: "UTC" };
const judge = (...listening: [number, number][]) =>
  judgeMissedBeat(plan, { deadline: 70, listening: listening.map(([from, to]) => ({ from, to })) });

describe("R3.4 a beat that did not arrive", () => {
  it("is late from the due time on when somebody listened all the while", () => {
    expect(judge([-100, 200])).toEqual({ kind: "late", dueAt: 60 });
    expect(judge([30, 90], [-5, 40])).toEqual({ kind: "late", dueAt: 60 });
    expect(judge([-5, 40], [40, 70])).toEqual({ kind: "late", dueAt: 60 });
  });

  it("proves nothing when we were deaf: unknown from the deafness on, and the wait begins anew after it", () => {
    expect(judge([-5, 20], [30, 90])).toEqual({ kind: "deaf", from: 20, deadline: 100 });
    expect(judge([10, 90])).toEqual({ kind: "deaf", from: 0, deadline: 80 });
    expect(judge([-5, 20], [30, 40], [50, 90])).toEqual({ kind: "deaf", from: 20, deadline: 120 });
    expect(judge([-5, 65])).toEqual({ kind: "deaf", from: 65, deadline: 140 });
    expect(judge()).toEqual({ kind: "deaf", from: 0, deadline: 140 });
  });

  it("looks only at the wait itself", () => {
    expect(judge([-500, -400], [-5, 70], [300, 400])).toEqual({ kind: "late", dueAt: 60 });
  });
});

describe("a heartbeat by a cron schedule", () => {
  const nightly = { intervalMs: 60_000, graceMs: 600_000, cron: "30 2 * * *", timezone: "Europe/Berlin" };
  const at = (text: string) => Date.parse(text);
  const shown = (ms: number) => new Date(ms).toISOString();

  it("is due at the schedule's local time, summer and winter", () => {
    expect(shown(deadlineAfterBeat(nightly, at("2026-07-01T00:31:00Z")))).toBe("2026-07-02T00:40:00.000Z");
    expect(shown(deadlineAfterBeat(nightly, at("2026-12-01T01:31:00Z")))).toBe("2026-12-02T01:40:00.000Z");
  });

  it("takes a time the clocks skip right after the gap, and one that comes twice once", () => {
    expect(shown(deadlineAfterBeat(nightly, at("2026-03-28T01:31:00Z")))).toBe("2026-03-29T01:10:00.000Z");
    const first = deadlineAfterBeat(nightly, at("2026-10-24T00:31:00Z"));
    expect(shown(first)).toBe("2026-10-25T00:40:00.000Z");
    expect(shown(deadlineAfterBeat(nightly, first))).toBe("2026-10-26T01:40:00.000Z");
  });

  it("lets a beat that comes a little early serve its time, and a second one change nothing", () => {
    const early = at("2026-07-02T00:25:00Z");
    expect(shown(deadlineAfterBeat(nightly, early))).toBe("2026-07-03T00:40:00.000Z");
    expect(deadlineAfterBeat(nightly, early + 60_000)).toBe(deadlineAfterBeat(nightly, early));
    expect(shown(deadlineAfterBeat(nightly, at("2026-07-02T00:15:00Z")))).toBe("2026-07-02T00:40:00.000Z");
  });

  it("goes on to the next time after a miss, over any number of missed ones", () => {
    const deadline = at("2026-07-02T00:40:00Z");
    expect(shown(deadlineAfterMiss(nightly, deadline, deadline))).toBe("2026-07-03T00:40:00.000Z");
    expect(shown(deadlineAfterMiss(nightly, deadline, at("2026-07-09T12:00:00Z")))).toBe(
      "2026-07-10T00:40:00.000Z",
    );
  });

  it.each(["* * * *", "61 * * * *", "0 0 30 2 *", "0 */5 * * * *", "hello"])("refuses %s", (text) => {
    expect(cronComplaint(text)).not.toBeNull();
  });
});
