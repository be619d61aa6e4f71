import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, compare, decimal, type Rational, rational, zero } from "@/lib/domain/sla/rational";
import { anyVector, instantOf, periodCells } from "./random";
import { plainVector, type RawRow, type RawVector, row, run } from "./rig";

function exact(fraction: string | null): Rational {
  const [n = "0", d = "1"] = (fraction ?? "0/1").split("/");
  return rational(BigInt(n), BigInt(d));
}

const closed = (vector: RawVector): RawVector => ({
  ...vector,
  ledger: vector.ledger.map((each) => ({ ...each, to: each.to ?? instantOf(periodCells + 60) })),
});

/** Terms whose rules look at the period's ends: a minimum judged inside it, an allowance per period. */
const looksAtEnds = ({ contract: { terms } }: RawVector) =>
  terms.min_outage?.scope === "within_period" || terms.maintenance.cap_seconds !== null;

function between(vector: RawVector, from: number, to: number) {
  return run({ ...vector, period: { ...vector.period, from: instantOf(from), to: instantOf(to) } });
}

describe("laws that hold for every ledger", () => {
  it("splitting a period and adding what its parts measured loses nothing", () => {
    const parts = fc.tuple(anyVector.map(closed), fc.integer({ min: 1, max: periodCells - 1 }));
    fc.assert(
      fc.property(parts, ([vector, cut]) => {
        fc.pre(!looksAtEnds(vector));
        const all = between(vector, 0, periodCells);
        const [left, right] = [between(vector, 0, cut), between(vector, cut, periodCells)];
        expect(add(exact(left.downtime_exact), exact(right.downtime_exact))).toEqual(
          exact(all.downtime_exact),
        );
        for (const key of [
          "counted_seconds",
          "excluded_seconds",
          "unknown_seconds",
          "out_of_hours_seconds",
        ] as const)
          expect([key, left[key] + right[key]]).toEqual([key, all[key]]);
      }),
      { numRuns: 400 },
    );
  });

  it("the order of the rows changes nothing", () => {
    const shuffled = anyVector.chain((vector) =>
      fc.tuple(
        fc.constant(vector),
        fc.shuffledSubarray(vector.ledger, { minLength: vector.ledger.length }),
        fc.constantFrom("any_down" as const, "all_down" as const, "weighted" as const, "weakest" as const),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([vector, ledger, rule]) => {
        const { contract } = vector;
        const components = { ...contract.terms.components, rule };
        const under = { ...vector, contract: { ...contract, terms: { ...contract.terms, components } } };
        expect(run({ ...under, ledger })).toEqual(run(under));
      }),
      { numRuns: 400 },
    );
  });

  it("an unexcused full outage more never raises the uptime", () => {
    const outage = fc
      .record({
        component: fc.constantFrom("api", "web", "db", "*"),
        from: fc.integer({ min: -30, max: periodCells }),
        cells: fc.integer({ min: 1, max: 90 }),
      })
      .map(({ component, from, cells }): RawRow => {
        return { component, from: instantOf(from), to: instantOf(from + cells), state: "major_outage" };
      });
    fc.assert(
      fc.property(anyVector.map(closed), outage, (vector, more) => {
        const { min_outage, exclusion_mode } = vector.contract.terms;
        fc.pre(min_outage === null || exclusion_mode === "count_as_up");
        const before = run(vector).uptime_ratio;
        const after = run({ ...vector, ledger: [...vector.ledger, more] }).uptime_ratio;
        fc.pre(before !== null);
        expect(after).not.toBeNull();
        expect(compare(exact(after), exact(before))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 600 },
    );
  });

  it("every second of the active part is counted, excluded or out of hours, and no more is down than counts", () => {
    fc.assert(
      fc.property(anyVector, (vector) => {
        const found = run(vector);
        const removes = vector.contract.terms.exclusion_mode === "remove_from_denominator";
        const spent =
          found.counted_seconds + found.out_of_hours_seconds + (removes ? found.excluded_seconds : 0);
        expect(spent).toBe(found.active_seconds);
        expect(
          compare(exact(found.downtime_exact), decimal(String(found.counted_seconds))),
        ).toBeLessThanOrEqual(0);
        expect(compare(exact(found.downtime_exact), zero)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 400 },
    );
  });
});

describe("what looks like a law and is none", () => {
  it("an outage more can raise the uptime: in excused time, too short to count, it only counts as time", () => {
    const terms = {
      min_outage: { seconds: 300, op: ">=", mode: "threshold", scope: "full_outage" } as const,
    };
    const excused = row("10T00:00", "12T00:00", { cause: "force_majeure" });
    const before = plainVector({ ledger: [row("03T10:00", "03T11:00"), excused] }, {}, terms);
    const after = run({ ...before, ledger: [...before.ledger, row("11T10:00", "11T10:04")] });
    expect(compare(exact(after.uptime_ratio), exact(run(before).uptime_ratio))).toBe(1);
  });

  it("more maintenance can mean more downtime: an early window eats the allowance of a later one", () => {
    const announced = { state: "under_maintenance" as const, announced_at: "2025-05-01T00:00:00Z" };
    const terms = { maintenance: { ...plainVector().contract.terms.maintenance, cap_seconds: 3_600 } };
    const late = row("20T10:00", "20T11:00", announced);
    const outage = row("20T10:00", "20T11:00");
    const early = row("03T10:00", "03T10:40", announced);
    expect(run(plainVector({ ledger: [late, outage] }, {}, terms)).downtime_seconds).toBe(0);
    expect(run(plainVector({ ledger: [early, late, outage] }, {}, terms)).downtime_seconds).toBe(2_400);
  });
});
