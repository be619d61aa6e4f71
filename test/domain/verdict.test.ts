import { describe, expect, it } from "vitest";
import {
  type CountedOutcome,
  emptyMemory,
  foldEdit,
  foldOutcome,
  foldSilence,
  isSteady,
  type Transition,
  type VerdictMemory,
  type VerdictRules,
} from "@/lib/domain/verdict";

const rules: VerdictRules = { failures: 2, recoveries: 2, quorum: 1, regions: ["a"], silenceMs: 25_000 };
const three: VerdictRules = { ...rules, quorum: 2, regions: ["a", "b", "c"] };
const words = { u: "up", s: "degraded", d: "down" } as const;

type Heard = { memory: VerdictMemory; told: Pick<Transition, "verdict" | "from">[] };

const start = (): Heard => ({ memory: emptyMemory(0), told: [] });

function outcome(region: string, startedAt: number, verdict: CountedOutcome["verdict"]): CountedOutcome {
  return {
    region,
    startedAt,
    verdict,
    failure: verdict === "down" ? "connect_refused" : null,
    httpStatus: null,
    totalMs: 1,
  };
}

function hear(heard: Heard, region: string, at: number, letter: keyof typeof words, by = rules): Heard {
  const { memory, transitions } = foldOutcome(heard.memory, outcome(region, at * 1_000, words[letter]), by);
  return {
    memory,
    told: [...heard.told, ...transitions.map(({ verdict, from }) => ({ verdict, from: from / 1_000 }))],
  };
}

/** One outcome every 10 s from 10 s on: u up, s slow, d down, - none. */
function run(letters: string, by = rules): Heard {
  return [...letters].reduce(
    (heard, letter, index) =>
      letter === "-" ? heard : hear(heard, "a", 10 * (index + 1), letter as keyof typeof words, by),
    start(),
  );
}

describe("R3.2 one region", () => {
  it("believes the first success ever at once", () => {
    expect(run("u").told).toEqual([{ verdict: "up", from: 10 }]);
  });

  it("opens with the streak's first failure and closes with its first success", () => {
    expect(run("uuddduuu").told).toEqual([
      { verdict: "up", from: 10 },
      { verdict: "down", from: 30 },
      { verdict: "up", from: 60 },
    ]);
  });

  it("makes nothing of a single blip, up or down", () => {
    expect(run("uuduudu").told).toEqual([{ verdict: "up", from: 10 }]);
    expect(run("uuddduddd").told).toEqual([
      { verdict: "up", from: 10 },
      { verdict: "down", from: 30 },
    ]);
  });

  it("is asymmetric: one failure opens, three successes close", () => {
    expect(run("uduuduuu", { ...rules, failures: 1, recoveries: 3 }).told).toEqual([
      { verdict: "up", from: 10 },
      { verdict: "down", from: 20 },
      { verdict: "up", from: 60 },
    ]);
  });

  it("counts slow as a success for down, and as a state of its own when confirmed", () => {
    expect(run("uusuu").told).toEqual([{ verdict: "up", from: 10 }]);
    expect(run("uussddssuu").told).toEqual([
      { verdict: "up", from: 10 },
      { verdict: "degraded", from: 30 },
      { verdict: "down", from: 50 },
      { verdict: "degraded", from: 70 },
      { verdict: "up", from: 90 },
    ]);
  });

  it("needs the whole streak to be down while nothing was known, from its first failure", () => {
    expect(run("d").told).toEqual([]);
    expect(run("dd").told).toEqual([{ verdict: "down", from: 10 }]);
  });

  it("R3.6 keeps the deciding outcomes, at most ten", () => {
    let memory = emptyMemory(0);
    const patient = { ...rules, failures: 15 };
    const evidence = Array.from({ length: 16 }, (_, index) => {
      const folded = foldOutcome(
        memory,
        outcome("a", 10_000 * (index + 1), index === 0 ? "up" : "down"),
        patient,
      );
      memory = folded.memory;
      return folded.transitions.at(-1)?.evidence ?? [];
    }).at(-1);
    expect(evidence).toHaveLength(10);
    expect(evidence?.every((each) => !each.ok && each.failure === "connect_refused")).toBe(true);
  });
});

describe("R3.2 quorum over regions", () => {
  it("starts when the quorum was first jointly failing, not when it was noticed", () => {
    let heard = start();
    for (const region of ["a", "b", "c"]) heard = hear(heard, region, 1, "u", three);
    for (const at of [10, 20]) heard = hear(heard, "a", at, "d", three);
    for (const at of [15, 25]) heard = hear(heard, "b", at, "d", three);
    expect(heard.told).toEqual([
      { verdict: "up", from: 1 },
      { verdict: "down", from: 15 },
    ]);
  });

  it("says nothing when one of three fails, however long it flaps", () => {
    let heard = start();
    for (let at = 10; at < 400; at += 10) {
      heard = hear(heard, "a", at, Math.floor(at / 30) % 2 === 0 ? "d" : "u", three);
      heard = hear(heard, "b", at, "u", three);
      heard = hear(heard, "c", at, "u", three);
    }
    expect(heard.told).toEqual([{ verdict: "up", from: 10 }]);
  });

  it("does not close an outage of two because a third flaps", () => {
    let heard = start();
    for (let at = 10; at < 300; at += 10) {
      heard = hear(heard, "a", at, at < 50 ? "u" : "d", three);
      heard = hear(heard, "b", at, at < 50 ? "u" : "d", three);
      heard = hear(heard, "c", at, Math.floor(at / 30) % 2 === 0 ? "d" : "u", three);
    }
    expect(heard.told.slice(0, 2)).toEqual([
      { verdict: "up", from: 10 },
      { verdict: "down", from: 50 },
    ]);
    expect(heard.told).toHaveLength(2);
  });

  it("never starts before the previous end", () => {
    let heard = start();
    for (const region of ["a", "b", "c"]) heard = hear(heard, region, 1, "u", three);
    for (const at of [10, 20]) heard = hear(hear(heard, "a", at, "d", three), "b", at + 1, "d", three);
    heard = hear(heard, "c", 24, "d", three);
    heard = hear(hear(heard, "b", 30, "d", three), "a", 31, "u", three);
    heard = hear(hear(heard, "b", 40, "d", three), "a", 41, "u", three);
    heard = hear(heard, "c", 44, "d", three);
    expect(heard.told).toEqual([
      { verdict: "up", from: 1 },
      { verdict: "down", from: 11 },
      { verdict: "up", from: 31 },
      { verdict: "down", from: 31 },
    ]);
  });
});

describe("R3.3 silence", () => {
  it("is unknown from the last outcome on, ends an outage, and the next success counts at once", () => {
    expect(run("uudd----uu").told).toEqual([
      { verdict: "up", from: 10 },
      { verdict: "down", from: 30 },
      { verdict: "unknown", from: 40 },
      { verdict: "up", from: 90 },
    ]);
  });

  it("loses its streak: one failure before and one after make no outage", () => {
    expect(run("uud----dudu").told).toEqual([
      { verdict: "up", from: 10 },
      { verdict: "unknown", from: 30 },
      { verdict: "up", from: 90 },
    ]);
  });

  it("bears a gap of exactly 2 × interval + timeout", () => {
    const heard = hear(run("u"), "a", 35, "u");
    expect(heard.told).toEqual([{ verdict: "up", from: 10 }]);
    expect(foldSilence(heard.memory, 60_000, rules).transitions).toEqual([]);
    expect(foldSilence(heard.memory, 60_001, rules).transitions).toMatchObject([
      { verdict: "unknown", from: 35_000 },
    ]);
  });

  it("takes back an unknown that was only late evidence", () => {
    const silent = foldSilence(run("uu").memory, 50_000, rules);
    expect(silent.transitions).toMatchObject([{ verdict: "unknown", from: 20_000 }]);
    const back = hear({ memory: silent.memory, told: [] }, "a", 30, "u");
    expect(back.told).toEqual([{ verdict: "up", from: 20 }]);
  });

  it("leaves the vote alone: fewer live regions than the quorum are unknown, enough are not", () => {
    let heard = start();
    for (const region of ["a", "b", "c"]) heard = hear(heard, region, 10, "u", three);
    for (let at = 20; at <= 60; at += 10) heard = hear(hear(heard, "b", at, "u", three), "c", at, "u", three);
    expect(heard.told).toEqual([{ verdict: "up", from: 10 }]);
    for (let at = 70; at <= 110; at += 10) heard = hear(heard, "c", at, "u", three);
    expect(heard.told.at(-1)).toEqual({ verdict: "unknown", from: 60 });
  });
});

describe("edits", () => {
  it("drops unfinished streaks and keeps what is believed", () => {
    const edited = foldEdit(run("uud").memory, 35_000, rules);
    expect(edited.transitions).toEqual([]);
    expect(hear({ memory: edited.memory, told: [] }, "a", 40, "d").told).toEqual([]);
  });

  it("changes from the edit on when a region that upheld the verdict is gone", () => {
    let heard = start();
    for (const at of [10, 20])
      heard = hear(hear(heard, "a", at, "d", { ...three, quorum: 1 }), "b", at, "u", { ...three, quorum: 1 });
    const edited = foldEdit(heard.memory, 25_000, { ...rules, regions: ["b"] });
    expect(edited.transitions).toMatchObject([{ before: "down", verdict: "up", from: 25_000 }]);
  });

  it("calls a region steady only while another success would change nothing", () => {
    expect(Object.values(run("uu").memory.regions).every(isSteady)).toBe(true);
    for (const letters of ["d", "ud", "uddu", "us", "udd"]) {
      expect(Object.values(run(letters).memory.regions).some(isSteady)).toBe(false);
    }
  });
});
