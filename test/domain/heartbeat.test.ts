import { describe, expect, it } from "vitest";
import { judgeMissedBeat } from "@/lib/domain/heartbeat";

/** A beat at 0, an interval of 60, a grace of 10: due at 60, late at 70. */
const wait = { deadline: 70, intervalMs: 60, graceMs: 10 };
const judge = (...listening: [number, number][]) =>
  judgeMissedBeat({ ...wait, listening: listening.map(([from, to]) => ({ from, to })) });

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
