import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridFinding } from "./grid-oracle";
import { anyVector } from "./random";
import { run } from "./rig";

describe("the sweep against minute-by-minute counting", () => {
  it("finds the same downtime, exclusions, unknown time and incidents on any ledger", () => {
    fc.assert(
      fc.property(anyVector, (vector) => {
        const slow = gridFinding(vector);
        const fast = run(vector);
        const [n = "0", d = "1"] = (fast.downtime_exact ?? "").split("/");
        expect(Number(n) / Number(d)).toBeCloseTo(slow.downtime * 60, 6);
        expect({
          excluded: fast.excluded_seconds,
          unknown: fast.unknown_seconds,
          outOfHours: fast.out_of_hours_seconds,
          counted: fast.counted_seconds,
        }).toEqual({
          excluded: slow.excluded * 60,
          unknown: slow.unknown * 60,
          outOfHours: slow.outOfHours * 60,
          counted: slow.counted * 60,
        });
        if (fast.ops)
          expect([fast.ops.incidents, fast.ops.outage_wall_seconds]).toEqual([
            slow.incidents,
            slow.wall * 60,
          ]);
      }),
      { numRuns: 800 },
    );
  });
});
