import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MemberSegment } from "@/lib/domain/composed";
import { contractRows } from "@/lib/domain/fold";
import { bases, type SourceState, type State, states } from "@/lib/domain/state";
import { foldTimeline } from "@/lib/domain/timeline";
import { totalsOf } from "@/lib/domain/uptime";
import { type OracleRow, truthAt } from "./fold-oracle";
import { anyChain, chainOf, gridEnd, reasonHash } from "./ledger-rig";

const window = fc
  .tuple(fc.integer({ min: 0, max: gridEnd + 4 }), fc.integer({ min: 1, max: gridEnd + 4 }))
  .map(([from, length]) => ({ from, to: from + length }));
const cut = fc.record({
  asOf: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
  headSeq: fc.option(fc.nat({ max: 14 }), { nil: undefined }),
});
const basis = fc.constantFrom(...bases);

/** A member's timeline in steps of one, over every instant a window can hold. */
const memberTimeline: fc.Arbitrary<MemberSegment[]> = fc
  .array(fc.constantFrom<State>(...states), { minLength: 8, maxLength: 8 })
  .map((seen) =>
    Array.from({ length: 2 * (gridEnd + 4) }, (_, t) => {
      const state = seen[t % 8] ?? "unknown";
      const observed: SourceState = state === "under_maintenance" ? "major_outage" : state;
      return { from: t, to: t + 1, state, observed, causes: [] };
    }),
  );
const members = fc.tuple(memberTimeline, memberTimeline).map(
  ([a, b]) =>
    new Map([
      ["cmp_a", a],
      ["cmp_b", b],
    ]),
); // cmp_c stays without a chain: unknown

const memberAt = (timelines: ReadonlyMap<string, readonly MemberSegment[]>, t: number) => (id: string) =>
  timelines.get(id)?.[t] ?? { state: "unknown" as const, observed: "unknown" as const };

const byText = (a: string, b: string) => (a < b ? -1 : 1);
const said = (rows: readonly OracleRow[]) => rows.map((row) => JSON.stringify(row)).sort(byText);

describe("foldTimeline against an oracle that visits every instant", () => {
  it("R1 says at every instant what the rules say there, on every basis and at every cut", () => {
    fc.assert(
      fc.property(anyChain, basis, window, cut, members, (entries, on, { from, to }, at, parts) => {
        const segments = foldTimeline({ entries, basis: on, from, to, ...at, members: parts });
        for (let t = from; t < to; t += 1) {
          const segment = segments.find((each) => each.from <= t && t < each.to);
          const truth = truthAt(entries, on, t, at, memberAt(parts, t));
          expect({ t, state: segment?.state, observed: segment?.observed }).toEqual({
            ...{ t, state: truth.state, observed: truth.observed },
          });
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it("R4.1 has at every instant the rows, causes and ratios that the rules leave there", () => {
    fc.assert(
      fc.property(anyChain, basis, window, cut, members, (entries, on, { from, to }, at, parts) => {
        const { rows } = contractRows({ entries, basis: on, from, to, ...at, members: parts });
        for (let t = from; t < to; t += 1) {
          const active = rows
            .filter((row) => row.from <= t && t < row.to)
            .map(({ source, state, cause, affectedRatio }) => ({
              who: source.type === "absence" ? "absence" : `${source.type}:${source.id}`,
              ...{ state, cause, ratio: affectedRatio },
            }));
          const truth = truthAt(entries, on, t, at, memberAt(parts, t));
          expect({ t, rows: said(active) }).toEqual({ t, rows: said(truth.rows) });
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it("R2 covers the window without gap, overlap or equal neighbours, and its totals sum to the window", () => {
    fc.assert(
      fc.property(anyChain, basis, window, (entries, on, { from, to }) => {
        const segments = foldTimeline({ entries, basis: on, from, to });
        const ends = segments.map((segment) => segment.to);
        expect(segments.map((segment) => segment.from)).toEqual([from, ...ends.slice(0, -1)]);
        expect(ends.at(-1)).toBe(to);
        const words = segments.map(({ state, observed }) => `${state} ${observed}`);
        expect(words.every((each, index) => each !== words[index - 1])).toBe(true);
        const sum = Object.values(totalsOf(segments)).reduce((all, ms) => all + ms, 0);
        expect(sum).toBe(to - from);
      }),
    );
  });

  it("R1.8 adds up: a window folded in two parts has the totals of the whole", () => {
    fc.assert(
      fc.property(anyChain, basis, window, fc.nat(), (entries, on, { from, to }, pick) => {
        const middle = from + (pick % (to - from + 1));
        const fold = (a: number, b: number) => totalsOf(foldTimeline({ entries, basis: on, from: a, to: b }));
        const [first, second, whole] = [fold(from, middle), fold(middle, to), fold(from, to)];
        for (const state of states) expect(first[state] + second[state]).toBe(whole[state]);
      }),
    );
  });
});

const monitor = { type: "monitor", id: "mon_1" } as const;
const second = { type: "monitor", id: "mon_2" } as const;
const incident = { type: "incident", id: "inc_1" } as const;
const spoken = (
  source: typeof monitor | typeof second | typeof incident,
  state: State | null,
  from: number,
) => ({ kind: "observation", source, state, effectiveFrom: from }) as const;
const brief = (entries: ReturnType<typeof chainOf>, basisOf: (typeof bases)[number] = "worst") =>
  foldTimeline({ entries, basis: basisOf, from: 0, to: 100 }).map(({ from, to, state }) => [from, to, state]);

describe("foldTimeline", () => {
  it("R2 is unknown throughout for a component without entries, and empty for an empty window", () => {
    expect(foldTimeline({ entries: [], basis: "declared", from: 5, to: 9 })).toEqual([
      { from: 5, to: 9, state: "unknown", observed: "unknown", causes: [] },
    ]);
    expect(foldTimeline({ entries: [], basis: "worst", from: 5, to: 5 })).toEqual([]);
  });

  it("R1.1 tells one outage with its causes, whoever speaks about it", () => {
    const entries = chainOf([
      spoken(monitor, "operational", 10),
      spoken(monitor, "major_outage", 40),
      spoken(incident, "major_outage", 45),
      spoken(monitor, "operational", 60),
      spoken(incident, null, 70),
    ]);
    const segments = foldTimeline({ entries, basis: "worst", from: 0, to: 100 });
    expect(segments.map(({ from, to, state }) => [from, to, state])).toEqual([
      [0, 10, "unknown"],
      [10, 40, "operational"],
      [40, 70, "major_outage"],
      [70, 100, "operational"],
    ]);
    expect(segments[2]?.causes).toEqual([
      { componentId: "cmp_1", type: "monitor", id: "mon_1", entrySeq: 2 },
      { componentId: "cmp_1", type: "incident", id: "inc_1", entrySeq: 3 },
    ]);
  });

  it("R1.2 lets a revision back-date a start without touching what came after", () => {
    const entries = chainOf([
      spoken(monitor, "operational", 0),
      spoken(monitor, "major_outage", 40),
      spoken(monitor, "operational", 60),
      { kind: "revision", source: monitor, state: "major_outage", effectiveFrom: 30, effectiveTo: 40 },
    ]);
    expect(brief(entries)).toEqual([
      [0, 30, "operational"],
      [30, 60, "major_outage"],
      [60, 100, "operational"],
    ]);
  });

  it("R1.4 keeps unknown from hiding a known word, and shows it when nobody knows", () => {
    const entries = chainOf([
      spoken(monitor, "operational", 0),
      spoken(second, "operational", 0),
      spoken(monitor, "unknown", 20),
      spoken(second, "unknown", 40),
      spoken(incident, "partial_outage", 50),
      spoken(incident, null, 60),
    ]);
    expect(brief(entries)).toEqual([
      [0, 40, "operational"],
      [40, 50, "unknown"],
      [50, 60, "partial_outage"],
      [60, 100, "unknown"],
    ]);
    expect(brief(entries, "measured")).toEqual([
      [0, 40, "operational"],
      [40, 100, "unknown"],
    ]);
    expect(brief(entries, "declared")).toEqual([
      [0, 50, "operational"],
      [50, 60, "partial_outage"],
      [60, 100, "operational"],
    ]);
  });

  it("R1.4 lets a component that was never measured follow what is declared", () => {
    const entries = chainOf([spoken(incident, "partial_outage", 10), spoken(incident, null, 20)]);
    const declared = [
      [0, 10, "unknown"],
      [10, 20, "partial_outage"],
      [20, 100, "operational"],
    ];
    expect(brief(entries, "worst")).toEqual(declared);
    expect(brief(entries, "declared")).toEqual(declared);
    expect(brief(entries, "measured")).toEqual([[0, 100, "unknown"]]);
  });

  it("R1.6 lays maintenance beside what was seen, with the announcement in force", () => {
    const plan = { announcedAt: 1, plannedFrom: 20, plannedTo: 50 };
    const source = { type: "maintenance", id: "mnt_1" } as const;
    const entries = chainOf([
      spoken(monitor, "operational", 0),
      { kind: "observation", source, state: null, effectiveFrom: 1, ...plan },
      { kind: "observation", source, state: "under_maintenance", effectiveFrom: 20, ...plan },
      spoken(monitor, "major_outage", 30),
      { kind: "observation", source, state: "operational", effectiveFrom: 50, ...plan },
    ]);
    const input = { entries, basis: "worst", from: 0, to: 100 } as const;
    expect(foldTimeline(input).map(({ from, to, state, observed }) => [from, to, state, observed])).toEqual([
      [0, 20, "operational", "operational"],
      [20, 30, "under_maintenance", "operational"],
      [30, 50, "under_maintenance", "major_outage"],
      [50, 100, "major_outage", "major_outage"],
    ]);
    expect(contractRows(input).maintenance).toMatchObject([{ from: 20, to: 50, ...plan, entries: [3] }]);
    expect(contractRows(input).rows.at(-1)).toMatchObject({ from: 30, to: 100, isOpen: true, entries: [4] });
  });

  it("R4.1 re-labels under a cause, replaces under a state, and forgets what was superseded", () => {
    const correct = { kind: "correction", source: { type: "person", id: "cor_1" }, reasonHash } as const;
    const entries = chainOf([
      spoken(monitor, "major_outage", 0),
      { ...correct, cause: "third_party", effectiveFrom: 10, effectiveTo: 30 },
      { ...correct, state: "operational", effectiveFrom: 20, effectiveTo: 40 },
      { ...correct, state: "partial_outage", effectiveFrom: 50, effectiveTo: 60 },
      { ...correct, state: "degraded_performance", effectiveFrom: 55, effectiveTo: 60, supersedes: 4 },
    ]);
    const { rows } = contractRows({ entries, basis: "worst", from: 0, to: 100 });
    expect(rows.map((row) => [row.from, row.to, row.state, row.cause, row.entries])).toEqual([
      [0, 10, "major_outage", null, [1]],
      [10, 20, "major_outage", "third_party", [1, 2]],
      [20, 40, "operational", null, [3]],
      [40, 55, "major_outage", null, [1]],
      [55, 60, "degraded_performance", null, [5]],
      [60, 100, "major_outage", null, [1]],
    ]);
  });

  it("R4.1 keeps one row where a source says the same again, with both entries", () => {
    const entries = chainOf([spoken(monitor, "major_outage", 10), spoken(monitor, "major_outage", 20)]);
    const { rows } = contractRows({ entries, basis: "worst", from: 10, to: 30 });
    expect(rows).toMatchObject([{ from: 10, to: 30, entries: [1, 2], isOpen: true }]);
  });
});
