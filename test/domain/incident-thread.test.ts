import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AffectedState, affectedStates, incidentStatuses } from "@/lib/domain/incident";
import {
  type Change,
  changesBetween,
  impactOfComponents,
  ledgerWords,
  outcomeOf,
  spansOf,
  standingOf,
  statesByWord,
  type Thread,
  type Word,
} from "@/lib/domain/incident-thread";

const ids = ["cmp_a", "cmp_b", "cmp_c"];
const instants = fc.integer({ min: 0, max: 60 });
const affected = fc.uniqueArray(
  fc.record({ id: fc.constantFrom(...ids), state: fc.constantFrom(...affectedStates) }),
  { selector: ({ id }) => id, maxLength: 3 },
);
const word = fc.record({ at: instants, status: fc.constantFrom(...incidentStatuses), components: affected });
const thread: fc.Arbitrary<Thread> = fc
  .record({
    startedAt: instants,
    end: fc.option(instants, { nil: null }),
    endedAt: fc.option(instants, { nil: null }),
    words: fc.array(word, { maxLength: 6 }),
  })
  .map(({ startedAt, end, endedAt, words }) => {
    const sorted = [...words].sort((a, b) => a.at - b.at);
    const { resolvedAt } = outcomeOf(sorted, null);
    return {
      startedAt,
      endedAt,
      words: sorted,
      resolvedAt: resolvedAt === null ? null : (end ?? resolvedAt),
    };
  });

/** What the thread says at one instant, read word by word as a person would. */
function oracle({ startedAt, resolvedAt, endedAt, words }: Thread, id: string, instant: number) {
  if (instant < startedAt || words.length === 0) return null;
  if (endedAt !== null && instant >= endedAt) return null;
  const isOver = words.at(-1)?.status === "resolved" && resolvedAt !== null;
  if (isOver && instant >= resolvedAt) return null;
  let state: AffectedState | null = null;
  for (const [index, each] of words.entries()) {
    const from = index === 0 ? startedAt : Math.max(each.at, startedAt);
    if (from <= instant) state = each.components.find((one) => one.id === id)?.state ?? state;
    const isOpenedAgain = words.slice(index).some((later) => later.status !== "resolved");
    if (each.status === "resolved" && isOpenedAgain && Math.max(each.at, startedAt) <= instant) state = null;
  }
  return state;
}

function spoken(said: Thread | null, id: string, instant: number): AffectedState | null {
  const found = spansOf(said)
    .get(id)
    ?.find(({ from, to }) => from <= instant && (to === null || instant < to));
  return found?.state ?? null;
}

/** A ledger source as RULES R1.1 and R1.2 read it. */
class Source {
  entries: Change[] = [];
  latest = new Map<string, number>();

  append(words: readonly Change[]): void {
    for (const each of words) {
      const last = this.latest.get(each.componentId);
      expect(each.to !== null || last === undefined || each.from >= last).toBe(true);
      if (each.to !== null) expect(each.to).toBeGreaterThan(each.from);
      this.entries.push(each);
      this.latest.set(each.componentId, Math.max(each.from, last ?? each.from));
    }
  }

  at(id: string, instant: number): AffectedState | null {
    const holds = (each: Change) =>
      each.componentId === id && each.from <= instant && (each.to === null || instant < each.to);
    return this.entries.findLast(holds)?.state ?? null;
  }
}

describe("an incident's thread", () => {
  it("says of each component at each instant what a reader of its words finds", () => {
    fc.assert(
      fc.property(thread, fc.constantFrom(...ids), fc.integer({ min: 0, max: 70 }), (said, id, instant) => {
        expect(spoken(said, id, instant)).toBe(oracle(said, id, instant));
      }),
    );
  });

  it("R1.2 however it is edited, leaves a source in the ledger that says exactly what it says now", () => {
    fc.assert(
      fc.property(fc.array(fc.option(thread, { nil: null }), { minLength: 1, maxLength: 5 }), (versions) => {
        const source = new Source();
        let before: Thread | null = null;
        for (const after of versions) {
          source.append(ledgerWords(changesBetween(before, after), source.latest));
          before = after;
          for (const id of ids)
            for (let instant = 0; instant <= 65; instant += 1)
              expect(source.at(id, instant)).toBe(spoken(after, id, instant));
        }
      }),
    );
  });

  it("writes nothing when nothing it says has changed", () => {
    fc.assert(
      fc.property(thread, (said) => {
        expect(changesBetween(said, said)).toEqual([]);
      }),
    );
  });

  it("ends where it stands: the open span is the word of now", () => {
    fc.assert(
      fc.property(thread, (said) => {
        for (const [id, state] of standingOf(said)) expect(spoken(said, id, 1_000)).toBe(state);
      }),
    );
  });

  it("restores every component when it is resolved, in words as in the ledger", () => {
    const words: Word[] = [
      { at: 10, status: "investigating", components: [{ id: "cmp_a", state: "major_outage" }] },
      { at: 20, status: "identified", components: [{ id: "cmp_b", state: "partial_outage" }] },
      { at: 30, status: "resolved", components: [] },
    ];
    const last = statesByWord(words).at(-1);
    expect(last?.changes).toEqual([
      { id: "cmp_a", before: "major_outage", state: "operational" },
      { id: "cmp_b", before: "partial_outage", state: "operational" },
    ]);
    const said = { startedAt: 5, resolvedAt: 30, endedAt: null, words };
    expect(spansOf(said)).toEqual(
      new Map([
        ["cmp_a", [{ from: 5, to: 30, state: "major_outage" }]],
        ["cmp_b", [{ from: 20, to: 30, state: "partial_outage" }]],
      ]),
    );
  });

  it("keeps its end when words follow the resolution, and loses it when it is opened again", () => {
    const at = (instant: number, status: Word["status"]): Word => ({ at: instant, status, components: [] });
    const over = [at(1, "investigating"), at(2, "resolved"), at(3, "resolved")];
    expect(outcomeOf(over, null)).toEqual({ status: "resolved", resolvedAt: 2 });
    expect(outcomeOf(over, 1)).toEqual({ status: "resolved", resolvedAt: 1 });
    expect(outcomeOf([...over, at(4, "identified")], 2)).toEqual({ status: "identified", resolvedAt: null });
  });

  it("has the impact of its worst component when nobody names one", () => {
    expect(impactOfComponents([])).toBe("minor");
    expect(impactOfComponents([{ id: "cmp_a", state: "operational" }])).toBe("none");
    expect(
      impactOfComponents([
        { id: "cmp_a", state: "degraded_performance" },
        { id: "cmp_b", state: "major_outage" },
      ]),
    ).toBe("critical");
  });
});
