import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  composeStates,
  compositionComplaint,
  findCycle,
  membersById,
  withParents,
} from "@/lib/domain/composition";
import type { Composition, LedgerEntry } from "@/lib/domain/ledger";
import { bases, type SourceState, states } from "@/lib/domain/state";
import { foldTree } from "@/lib/domain/tree";
import { composedAt, truthAt } from "./fold-oracle";
import { chainOf } from "./ledger-rig";

const sourceStates = states.filter((state) => state !== "under_maintenance");
const all: Composition = { rule: "all", of: ["a", "b"] };
const any: Composition = { rule: "any", of: ["a", "b"] };
const two: Composition = { rule: "k_of_n", k: 2, of: ["a", "b", "c"] };

describe("composeStates", () => {
  it.each<[Composition, SourceState[], SourceState]>([
    [all, ["operational", "major_outage"], "major_outage"],
    [any, ["operational", "major_outage"], "operational"],
    [two, ["operational", "degraded_performance", "major_outage"], "degraded_performance"],
    [all, ["unknown", "major_outage"], "major_outage"],
    [all, ["unknown", "operational"], "unknown"],
    [any, ["unknown", "operational"], "operational"],
    [any, ["unknown", "major_outage"], "unknown"],
    [two, ["unknown", "operational", "operational"], "operational"],
    [two, ["unknown", "operational", "major_outage"], "unknown"],
    [any, ["unknown", "unknown"], "unknown"],
  ])("R1.5 %j of %j is %s", (composition, members, state) => {
    expect(composeStates(composition, members)).toBe(state);
  });

  it("R1.5 agrees with counting, for every rule and any members", () => {
    const members = fc.array(fc.constantFrom<SourceState>(...sourceStates), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(members, fc.constantFrom("all", "any", "k_of_n"), fc.nat(), (seen, rule, pick) => {
        const of = seen.map((_, index) => `cmp_${index}`);
        const k = 1 + (pick % seen.length);
        const made =
          rule === "k_of_n" ? { rule: "k_of_n" as const, k, of } : { rule: rule as "all" | "any", of };
        expect(composeStates(made, seen)).toBe(composedAt(made, seen));
      }),
    );
  });
});

describe("composition", () => {
  it("is refused when empty, doubled, of itself, or with a k that cannot be", () => {
    expect(compositionComplaint("a", { rule: "all", of: [] })).toContain("between 1");
    expect(compositionComplaint("z", { rule: "all", of: ["a", "a"] })).toContain("once");
    expect(compositionComplaint("a", all)).toContain("itself");
    expect(compositionComplaint("z", { ...two, k: 4 })).toContain("k must");
    expect(compositionComplaint("z", two)).toBeNull();
  });

  it("R1.5 names the way round a cycle, and lets shared members be", () => {
    const edges = new Map([
      ["a", ["b", "c"]],
      ["b", ["d"]],
      ["c", ["d"]],
      ["d", ["e"]],
    ]);
    expect(findCycle("a", edges)).toBeNull();
    expect(findCycle("e", new Map([...edges, ["e", ["a"]]]))).toEqual(["e", "a", "b", "d", "e"]);
    expect(findCycle("a", new Map([["a", ["a"]]]))).toEqual(["a", "a"]);
  });
});

const ids = ["cmp_1", "cmp_2", "cmp_3", "cmp_4"];
const end = 20;

/** A chain of words and definitions; members always come later in `ids`, so that there is no cycle. */
const chainFor = (componentId: string, index: number): fc.Arbitrary<LedgerEntry[]> => {
  const word = fc
    .record({ state: fc.constantFrom(...states), at: fc.nat({ max: end }) })
    .map(({ state, at }) => ({
      ...{
        kind: "observation" as const,
        source: { type: "monitor" as const, id: "mon_1" },
        componentId,
        state,
      },
      ...{ recordedAt: at, effectiveFrom: at },
    }));
  const later = ids.slice(index + 1);
  if (later.length === 0) return fc.array(word, { maxLength: 5 }).map(chainOf);
  const definition = fc
    .record({
      of: fc.subarray(later, { minLength: 1 }),
      rule: fc.constantFrom("all", "any"),
      at: fc.nat(end),
    })
    .map(({ of, rule, at }) => ({
      ...{
        kind: "definition" as const,
        source: { type: "definition" as const, id: componentId },
        componentId,
      },
      ...{ definition: { rule: rule as "all" | "any", of }, recordedAt: at },
    }));
  return fc.array(fc.oneof(word, definition), { maxLength: 5 }).map(chainOf);
};

const define = (componentId: string, at: number, of: string[] | null) => ({
  ...{ kind: "definition" as const, source: { type: "definition" as const, id: componentId }, componentId },
  ...{ recordedAt: at, definition: of === null ? null : { rule: "all" as const, of } },
});

describe("foldTree", () => {
  it("R1.5 folds a tree whose definitions change over time as the oracle does at every instant", () => {
    const forest = fc.tuple(...ids.map(chainFor));
    fc.assert(
      fc.property(forest, fc.constantFrom(...bases), (grown, basis) => {
        const chains = new Map(ids.map((id, index) => [id, grown[index] ?? []]));
        const truth = (id: string, t: number): ReturnType<typeof truthAt> =>
          truthAt(chains.get(id) ?? [], basis, t, {}, (member) => truth(member, t));
        const segments = foldTree({ componentId: "cmp_1", chains, basis, from: 0, to: end });
        for (let t = 0; t < end; t += 1) {
          const segment = segments.find((each) => each.from <= t && t < each.to);
          const { state, observed } = truth("cmp_1", t);
          expect({ t, state: segment?.state, observed: segment?.observed }).toEqual({ t, state, observed });
        }
      }),
      { numRuns: 500 },
    );
  });

  it("R1.5 is not led round by two components that were each other's member at different times", () => {
    const define = (componentId: string, at: number, of: string[] | null) => ({
      ...{
        kind: "definition" as const,
        source: { type: "definition" as const, id: componentId },
        componentId,
      },
      ...{ recordedAt: at, definition: of === null ? null : { rule: "all" as const, of } },
    });
    const chains = new Map([
      ["cmp_1", chainOf([define("cmp_1", 0, ["cmp_2"]), define("cmp_1", 10, null)])],
      ["cmp_2", chainOf([define("cmp_2", 10, ["cmp_1"])])],
    ]);
    const input = { chains, basis: "declared", from: 0, to: 20 } as const;
    expect(
      foldTree({ ...input, componentId: "cmp_1" }).map(({ from, to, state }) => [from, to, state]),
    ).toEqual([
      [0, 10, "unknown"],
      [10, 20, "operational"],
    ]);
  });

  it("R1.5 leaves a cycle unknown that two clocks let in for an instant", () => {
    const chains = new Map([
      ["cmp_1", chainOf([define("cmp_1", 0, ["cmp_2"])])],
      ["cmp_2", chainOf([define("cmp_2", 0, ["cmp_1"])])],
    ]);
    const segments = foldTree({ componentId: "cmp_1", chains, basis: "worst", from: 0, to: 9 });
    expect(segments).toMatchObject([{ from: 0, to: 9, state: "unknown" }]);
  });

  it("R1.5 names the member's own source as the cause", () => {
    const chains = new Map([
      ["cmp_1", chainOf([define("cmp_1", 0, ["cmp_2"])])],
      [
        "cmp_2",
        chainOf([
          {
            ...{ kind: "observation", source: { type: "monitor", id: "mon_7" }, componentId: "cmp_2" },
            ...{ state: "major_outage", effectiveFrom: 0 },
          },
        ]),
      ],
    ]);
    const [segment] = foldTree({ componentId: "cmp_1", chains, basis: "worst", from: 0, to: 9 });
    expect(segment).toMatchObject({
      state: "major_outage",
      causes: [{ componentId: "cmp_2", type: "monitor", id: "mon_7", entrySeq: 1 }],
    });
  });
});

it("R1.5 everything that is made of a component is found at whatever depth, each once", () => {
  const all = (...of: string[]) => ({ rule: "all" as const, of });
  const membersOf = membersById([
    { id: "db", composition: null },
    { id: "api", composition: all("db", "cache") },
    { id: "shop", composition: all("api", "web") },
    { id: "docs", composition: all("web") },
  ]);
  expect(withParents(["db"], membersOf).sort()).toEqual(["api", "db", "shop"]);
  expect(withParents(["web"], membersOf).sort()).toEqual(["docs", "shop", "web"]);
  expect(withParents([], membersOf)).toEqual([]);
});
