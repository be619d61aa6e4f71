import { describe, expect, it } from "vitest";
import { firstTurn } from "@/lib/domain/schedule";

const now = Date.UTC(2026, 9, 1);
const turns = (count: number, intervalMs: number) =>
  Array.from(
    { length: count },
    (_, at) => firstTurn(`mon_01k6f${at.toString(36)}`, "local", intervalMs, now) - now,
  );

describe("first turns", () => {
  it("of ten thousand monitors made together use every tenth of a second alike, and every millisecond may come", () => {
    const made = turns(10_000, 10_000);
    const perTenth = Map.groupBy(made, (turn) => Math.floor(turn / 100));
    expect(perTenth.size).toBe(100);
    // A hundred on average; five standard deviations.
    for (const [, each] of perTenth) expect(Math.abs(each.length - 100)).toBeLessThan(50);
    // Of n things thrown into n places, 1 - 1/e of the places are hit.
    expect(new Set(made).size).toBeGreaterThan(6_000);
  });

  it("come within a minute, however long the interval, and are the same whenever they are asked for", () => {
    const made = turns(1_000, 86_400_000);
    expect(Math.max(...made)).toBeLessThan(60_000);
    expect(turns(1_000, 86_400_000)).toEqual(made);
  });
});
