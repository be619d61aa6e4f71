import type { Outcome } from "./check";
import type { EvidenceOutcome } from "./ledger";
import { evidenceMax } from "./ledger";
import type { Ms } from "./time";

/** What N outcomes of M regions say about a monitor. */
export const verdicts = ["up", "degraded", "down", "unknown"] as const;
export type Verdict = (typeof verdicts)[number];

/** RULES R3.1 and R3.3 as numbers. */
export type VerdictRules = {
  failures: number;
  recoveries: number;
  quorum: number;
  regions: readonly string[];
  /** A region silent for longer than this leaves the vote; Infinity where silence is judged otherwise. */
  silenceMs: number;
};

/** An outcome that counts: neither suspect nor run-now nor of an older check. */
export type CountedOutcome = {
  region: string;
  startedAt: Ms;
  verdict: Outcome["verdict"];
  failure: string | null;
  httpStatus: number | null;
  totalMs: number | null;
};

/** Whether something is the case in a region, since when, and the unfinished streak that speaks against it. */
type Track = { on: boolean; since: Ms; streak: { count: number; from: Ms } | null };

export type RegionMemory = {
  /** Start of its newest counted outcome. */
  lastAt: Ms;
  /** Since when it has a vote; null while only failures too few to count were seen. */
  votesSince: Ms | null;
  /** Out of the vote for its silence; what it said before is kept in case it was only late. */
  silent: boolean;
  failing: Track;
  /** Down or slow; a failing region is always impaired. */
  impaired: Track;
  recent: readonly EvidenceOutcome[];
};

export type VerdictMemory = {
  verdict: Verdict;
  since: Ms;
  regions: Readonly<Record<string, RegionMemory>>;
};

/** The verdict changed: `from` is back-dated, never before the change before it. */
export type Transition = {
  before: Verdict;
  verdict: Verdict;
  from: Ms;
  evidence: readonly EvidenceOutcome[];
};

export type Folded = { memory: VerdictMemory; transitions: readonly Transition[] };

/** Nothing is known of a monitor that was made at `at`. */
export function emptyMemory(at: Ms): VerdictMemory {
  return { verdict: "unknown", since: at, regions: {} };
}

/**
 * Lays one outcome over what was believed (RULES R3.2). Outcomes of one region come in the order of their starts;
 * one that is not newer than the region's last changes nothing.
 */
export function foldOutcome(memory: VerdictMemory, outcome: CountedOutcome, rules: VerdictRules): Folded {
  const known = memory.regions[outcome.region];
  if (!rules.regions.includes(outcome.region)) return { memory, transitions: [] };
  if (known !== undefined && outcome.startedAt <= known.lastAt) return { memory, transitions: [] };
  const quiet = foldSilence(memory, outcome.startedAt, rules);
  const region = hear(quiet.memory.regions[outcome.region], outcome, rules);
  const heard = evaluate(withRegion(quiet.memory, outcome.region, region), region, rules);
  return { memory: heard.memory, transitions: [...quiet.transitions, ...heard.transitions] };
}

/** Takes regions that have been silent for too long at `at` out of the vote (RULES R3.3), the longest silent first. */
export function foldSilence(memory: VerdictMemory, at: Ms, rules: VerdictRules): Folded {
  const gone = Object.entries(memory.regions)
    .filter(([, region]) => !region.silent && at - region.lastAt > rules.silenceMs)
    .sort(([a, one], [b, other]) => one.lastAt - other.lastAt || (a < b ? -1 : 1));
  const transitions: Transition[] = [];
  let now = memory;
  for (const [name, region] of gone) {
    const silent = { ...region, silent: true };
    const folded = evaluate(withRegion(now, name, silent), silent, rules);
    transitions.push(...folded.transitions);
    now = folded.memory;
  }
  return { memory: now, transitions };
}

/** The check was edited at `at`: unfinished streaks and regions that are gone count no more; what is believed stays. */
export function foldEdit(memory: VerdictMemory, at: Ms, rules: VerdictRules): Folded {
  const regions: Record<string, RegionMemory> = {};
  for (const [name, region] of Object.entries(memory.regions)) {
    if (!rules.regions.includes(name)) continue;
    const { failing, impaired } = region;
    regions[name] = {
      ...region,
      failing: { ...failing, streak: null },
      impaired: { ...impaired, streak: null },
    };
  }
  const folded = evaluate({ ...memory, regions }, null, rules);
  const change = folded.transitions.at(-1);
  if (change === undefined) return folded;
  const from = Math.max(at, memory.since);
  const transition = { ...change, before: memory.verdict, from };
  return { memory: { ...folded.memory, since: from }, transitions: [transition] };
}

/** Whether another "up" of the region would change nothing but the time it was last seen. */
export function isSteady(region: RegionMemory): boolean {
  const { silent, votesSince, failing, impaired } = region;
  return !silent && votesSince !== null && !impaired.on && !impaired.streak && !failing.streak;
}

function withRegion(memory: VerdictMemory, name: string, region: RegionMemory): VerdictMemory {
  return { ...memory, regions: { ...memory.regions, [name]: region } };
}

/** A region that was silent for too long begins anew; one that was only late goes on as if it had never been missed. */
function hear(before: RegionMemory | undefined, outcome: CountedOutcome, rules: VerdictRules): RegionMemory {
  const { startedAt: at, verdict } = outcome;
  const tooLong = before !== undefined && at - before.lastAt > rules.silenceMs;
  const known = before === undefined || tooLong ? unheard(at) : before;
  const failing = step(known.failing, verdict === "down", at, rules);
  const impaired = step(known.impaired, verdict !== "up", at, rules);
  const kept = Math.min(evidenceMax, Math.max(rules.failures, rules.recoveries));
  return {
    lastAt: at,
    votesSince: known.votesSince ?? (verdict !== "down" ? at : failing.on ? failing.since : null),
    silent: false,
    failing,
    impaired,
    recent: [...known.recent, evidenceOf(outcome)].slice(-kept),
  };
}

function unheard(at: Ms): RegionMemory {
  const off: Track = { on: false, since: at, streak: null };
  return { lastAt: at, votesSince: null, silent: false, failing: off, impaired: off, recent: [] };
}

/** Asymmetric confirmation: turns after `failures` in a row, or back after `recoveries`, from the first of them on. */
function step(track: Track, on: boolean, at: Ms, rules: VerdictRules): Track {
  if (on === track.on) return { ...track, streak: null };
  const streak = { count: (track.streak?.count ?? 0) + 1, from: track.streak?.from ?? at };
  const needed = on ? rules.failures : rules.recoveries;
  return streak.count >= needed ? { on, since: streak.from, streak: null } : { ...track, streak };
}

/**
 * Counts the votes; `moved` is the region whose outcome or silence asks for the count. An outage may turn out to have
 * been over before enough regions were slow together: then it was up in between.
 */
function evaluate(memory: VerdictMemory, moved: RegionMemory | null, rules: VerdictRules): Folded {
  const voting = Object.values(memory.regions).filter((each) => !each.silent && each.votesSince !== null);
  const verdict = count(voting, rules.quorum);
  if (verdict === memory.verdict) return { memory, transitions: [] };
  const ended = Math.max(memory.since, ceased(memory.verdict, verdict, moved));
  const from = Math.max(ended, began(verdict, voting, rules));
  const deciding =
    verdict === "down" ? voting.filter((region) => region.failing.on) : moved === null ? [] : [moved];
  const change = { verdict, from, evidence: evidence(deciding) };
  const between = memory.verdict === "down" && verdict === "degraded" && ended < from;
  const steps = between ? [{ ...change, verdict: "up" as const, from: ended }, change] : [change];
  const transitions = steps.map((step, index) => ({
    before: steps[index - 1]?.verdict ?? memory.verdict,
    ...step,
  }));
  return { memory: { ...memory, verdict, since: from }, transitions };
}

function count(voting: readonly RegionMemory[], quorum: number): Verdict {
  if (voting.length < quorum) return "unknown";
  if (voting.filter((region) => region.failing.on).length >= quorum) return "down";
  return voting.filter((region) => region.impaired.on).length >= quorum ? "degraded" : "up";
}

/** When the moved region stopped upholding the old verdict. */
function ceased(before: Verdict, after: Verdict, moved: RegionMemory | null): Ms {
  if (moved === null || before === "unknown") return 0;
  if (moved.silent) return moved.lastAt;
  if (after === "down") return 0;
  const slowUntil = before === "down" && after === "degraded" ? 0 : moved.impaired.since;
  return Math.max(before === "down" ? moved.failing.since : 0, moved.impaired.on ? 0 : slowUntil);
}

/** When enough regions upheld the new verdict together for the first time. */
function began(verdict: Verdict, voting: readonly RegionMemory[], { quorum }: VerdictRules): Ms {
  if (verdict === "unknown") return 0;
  const votes = nth(
    voting.map((region) => region.votesSince ?? 0),
    quorum,
  );
  if (verdict === "up") return votes;
  const track = verdict === "down" ? "failing" : "impaired";
  const since = voting.filter((region) => region[track].on).map((region) => region[track].since);
  return Math.max(votes, nth(since, quorum));
}

/** The n-th smallest: from it on at least n hold together. */
function nth(instants: readonly Ms[], n: number): Ms {
  return [...instants].sort((a, b) => a - b)[n - 1] ?? 0;
}

function evidence(regions: readonly RegionMemory[]): readonly EvidenceOutcome[] {
  const each = Math.max(1, Math.floor(evidenceMax / Math.max(1, regions.length)));
  return regions
    .flatMap((region) => region.recent.slice(-each))
    .sort((a, b) => a.startedAt - b.startedAt)
    .slice(-evidenceMax);
}

function evidenceOf(outcome: CountedOutcome): EvidenceOutcome {
  const { startedAt, region, verdict, failure, httpStatus, totalMs } = outcome;
  return { startedAt, region, ok: verdict !== "down", failure, httpStatus, totalMs };
}
