import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CountedOutcome,
  emptyMemory,
  foldOutcome,
  type Verdict,
  type VerdictRules,
} from "@/lib/domain/verdict";

/**
 * An oracle that shares nothing with the fold: after each outcome it looks at the whole list again, finds every
 * region's confirmed stretches by counting, and says what RULES R3 says of this moment.
 */
type Region = {
  votesSince: number | null;
  failing: number | null;
  impaired: number | null;
  end: Record<string, number>;
};

function stretch(
  outcomes: readonly CountedOutcome[],
  bad: (outcome: CountedOutcome) => boolean,
  rules: VerdictRules,
): { since: number | null; ended: number } {
  let since: number | null = null;
  let ended = 0;
  for (let index = 0; index < outcomes.length; index += 1) {
    const wanted: boolean = since === null;
    const needed = wanted ? rules.failures : rules.recoveries;
    const streak = outcomes.slice(index, index + needed);
    if (streak.length < needed || !streak.every((each) => bad(each) === wanted)) continue;
    const first: number = streak[0]?.startedAt ?? 0;
    if (wanted) since = first;
    else {
      since = null;
      ended = first;
    }
    index += needed - 1;
  }
  return { since, ended };
}

/** The region's outcomes since it was last silent for too long; empty when it is silent at `at`. */
function live(all: readonly CountedOutcome[], at: number, silenceMs: number): readonly CountedOutcome[] {
  const last = all.at(-1);
  if (!last || at - last.startedAt > silenceMs) return [];
  let from = all.length - 1;
  while (from > 0 && (all[from]?.startedAt ?? 0) - (all[from - 1]?.startedAt ?? 0) <= silenceMs) from -= 1;
  return all.slice(from);
}

function regionAt(all: readonly CountedOutcome[], at: number, rules: VerdictRules): Region {
  const heard = live(all, at, rules.silenceMs);
  const down = stretch(heard, (each) => each.verdict === "down", rules);
  const slow = stretch(heard, (each) => each.verdict !== "up", rules);
  const success = heard.find((each) => each.verdict !== "down")?.startedAt;
  const failures = heard.slice(0, rules.failures);
  const born = failures.length === rules.failures && failures.every((each) => each.verdict === "down");
  const votesSince = born ? (failures[0]?.startedAt ?? 0) : (success ?? null);
  return {
    votesSince,
    failing: down.since,
    impaired: slow.since,
    end: { down: down.ended, slow: slow.ended },
  };
}

function verdictAt(outcomes: readonly CountedOutcome[], at: number, rules: VerdictRules): Verdict {
  const regions = rules.regions
    .map((name) =>
      regionAt(
        outcomes.filter((each) => each.region === name),
        at,
        rules,
      ),
    )
    .filter((region) => region.votesSince !== null);
  const failing = regions.filter((region) => region.failing !== null).length;
  const impaired = regions.filter((region) => region.impaired !== null).length;
  if (regions.length < rules.quorum) return "unknown";
  if (failing >= rules.quorum) return "down";
  return impaired >= rules.quorum ? "degraded" : "up";
}

/** The earliest instant from which at least `quorum` regions fail without a break, as known at the end. */
function jointly(outcomes: readonly CountedOutcome[], at: number, rules: VerdictRules): number {
  const since = rules.regions
    .map(
      (name) =>
        regionAt(
          outcomes.filter((each) => each.region === name),
          at,
          rules,
        ).failing,
    )
    .filter((each) => each !== null)
    .sort((a, b) => a - b);
  return since[rules.quorum - 1] ?? 0;
}

const ofLast = (outcomes: readonly CountedOutcome[]) => {
  const region = outcomes.at(-1)?.region;
  return outcomes.filter((each) => each.region === region);
};

/** Whether the newest outcome is the one that confirms its region's recovery. */
function recovers(outcomes: readonly CountedOutcome[], rules: VerdictRules): boolean {
  const own = ofLast(outcomes);
  const at = own.at(-1)?.startedAt ?? 0;
  const was = regionAt(own.slice(0, -1), at, rules).failing;
  return was !== null && regionAt(own, at, rules).failing === null;
}

/** Whether any region fell silent between the last two outcomes, which may end an outage too. */
function quietSince(outcomes: readonly CountedOutcome[], rules: VerdictRules): boolean {
  const at = outcomes.at(-1)?.startedAt ?? 0;
  const before = outcomes.slice(0, -1);
  const votes = (moment: number) =>
    rules.regions.filter(
      (name) =>
        live(
          before.filter((each) => each.region === name),
          moment,
          rules.silenceMs,
        ).length > 0,
    ).length;
  return votes(at) < votes(before.at(-1)?.startedAt ?? 0);
}

/** The first success of the newest outcome's region's last recovery, and the first fast one if it is fast again. */
function endOf(outcomes: readonly CountedOutcome[], rules: VerdictRules): number {
  const own = ofLast(outcomes);
  const { end, impaired } = regionAt(own, own.at(-1)?.startedAt ?? 0, rules);
  return impaired === null ? Math.max(end.down ?? 0, end.slow ?? 0) : (end.down ?? 0);
}

const gapS = fc.oneof(
  { weight: 12, arbitrary: fc.constant(10) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 25 }) },
  { weight: 1, arbitrary: fc.integer({ min: 26, max: 90 }) },
);
const verdict = fc.constantFrom<CountedOutcome["verdict"]>("up", "up", "degraded", "down", "down");
const regionNames = ["a", "b", "c"];
const scenario = fc
  .record({
    failures: fc.integer({ min: 1, max: 3 }),
    recoveries: fc.integer({ min: 1, max: 3 }),
    regions: fc.integer({ min: 1, max: 3 }),
    quorum: fc.integer({ min: 1, max: 3 }),
    steps: fc.array(
      fc.tuple(
        gapS,
        fc.array(verdict, { minLength: 3, maxLength: 3 }),
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      ),
      { maxLength: 40 },
    ),
  })
  .map(({ failures, recoveries, regions, quorum, steps }) => {
    const rules: VerdictRules = {
      failures,
      recoveries,
      quorum: Math.min(quorum, regions),
      regions: regionNames.slice(0, regions),
      silenceMs: 25_000,
    };
    let at = 0;
    const outcomes = steps.flatMap(([gap, verdicts, heard]) => {
      at += gap * 1_000;
      return rules.regions
        .map((region, index): CountedOutcome & { heard: boolean } => ({
          region,
          startedAt: at + index * 7,
          verdict: verdicts[index] ?? "up",
          failure: null,
          httpStatus: null,
          totalMs: 1,
          heard: heard[index] !== false || gap % 3 !== 0,
        }))
        .filter((each) => each.heard);
    });
    return { rules, outcomes };
  });

describe("R3 against an oracle that looks at everything again", () => {
  it("agrees after every outcome, starts never before the end before, and with the joint failing of the quorum", () => {
    fc.assert(
      fc.property(scenario, ({ rules, outcomes }) => {
        let memory = emptyMemory(0);
        let last = 0;
        outcomes.forEach((outcome, index) => {
          const folded = foldOutcome(memory, outcome, rules);
          memory = folded.memory;
          const known = outcomes.slice(0, index + 1);
          expect(memory.verdict).toBe(verdictAt(known, outcome.startedAt, rules));
          const before = last;
          for (const change of folded.transitions) {
            expect(change.from).toBeGreaterThanOrEqual(last);
            expect(change.from).toBeLessThanOrEqual(outcome.startedAt);
            last = change.from;
          }
          const change = folded.transitions.at(-1);
          const floor = folded.transitions.at(-2)?.from ?? before;
          if (change?.verdict === "down")
            expect(change.from).toBe(Math.max(jointly(known, outcome.startedAt, rules), floor));
          const [end] = folded.transitions;
          if (end?.before === "down" && recovers(known, rules) && !quietSince(known, rules))
            expect(end.from).toBe(Math.max(endOf(known, rules), before));
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it("needs no second look: folding again what was folded changes nothing", () => {
    fc.assert(
      fc.property(scenario, ({ rules, outcomes }) => {
        const once = outcomes.reduce(
          (memory, each) => foldOutcome(memory, each, rules).memory,
          emptyMemory(0),
        );
        const again = outcomes.flatMap((each) => foldOutcome(once, each, rules).transitions);
        expect(again).toEqual([]);
      }),
    );
  });
});
