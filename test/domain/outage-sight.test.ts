import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blindStretches } from "@/lib/domain/outage-sight";

const instant = fc.integer({ min: 0, max: 40 });
/** Seen to fail, then perhaps out of sight, then perhaps well. */
const outage = fc
  .tuple(instant, instant, instant, fc.constantFrom("lasts", "unseen", "over"))
  .map(([a, b, c, how]) => {
    const [startedAt = 0, end = 0, well = 0] = [a, b, c].sort((one, other) => one - other);
    return {
      startedAt,
      endedAt: how === "lasts" ? null : end,
      recoveredAt: how === "over" ? well : null,
    };
  });

describe("the stretches out of sight (R3.3)", () => {
  it("are none where every outage was seen to recover", () => {
    expect(blindStretches([{ startedAt: 0, endedAt: 10, recoveredAt: 10 }])).toEqual([]);
  });

  it("leave out what another outage was seen to last in", () => {
    const first = { startedAt: 0, endedAt: 10, recoveredAt: 40 };
    const second = { startedAt: 20, endedAt: 40, recoveredAt: 40 };
    expect(blindStretches([first, second])).toEqual([{ from: 10, to: 20 }]);
  });

  it("are, instant by instant, those in which one is out of sight and none lasts", () => {
    fc.assert(
      fc.property(fc.array(outage, { maxLength: 6 }), (outages) => {
        const last = Math.max(
          0,
          ...outages.flatMap(({ startedAt, endedAt, recoveredAt }) => [
            startedAt,
            endedAt ?? 0,
            recoveredAt ?? 0,
          ]),
        );
        const stretches = blindStretches(outages);
        for (let at = 0; at < last; at += 1) {
          const lasts = outages.some(
            (each) => each.startedAt <= at && at < (each.endedAt ?? Number.POSITIVE_INFINITY),
          );
          const blind = outages.some(
            ({ endedAt, recoveredAt }) =>
              endedAt !== null && endedAt <= at && at < (recoveredAt ?? Number.POSITIVE_INFINITY),
          );
          expect(stretches.some(({ from, to }) => from <= at && at < to)).toBe(blind && !lasts);
        }
      }),
    );
  });
});
