import type { State } from "@/lib/domain/state";
import { type Interval, type Ms, secondMs } from "@/lib/domain/time";
import type { Watched } from "./world";

/** RULES R3 read aloud over all outcomes at once; it shares nothing with the fold but the types. */
export type SeenOutcome = { region: string; startedAt: Ms; verdict: "up" | "degraded" | "down" };

type RegionTruth = { isWhole: boolean; votes: Interval[]; failing: Interval[]; impaired: Interval[] };
const never = Number.POSITIVE_INFINITY;

function rulesOf({ input }: Watched) {
  if (input.type === "heartbeat") return { failures: 1, recoveries: 1, quorum: 1, silenceMs: never };
  const silenceMs = 2 * input.interval_seconds * secondMs + input.timeout_ms;
  return { ...input.confirm, silenceMs };
}
type Rules = ReturnType<typeof rulesOf>;

/** The stretches in which the region was heard often enough, each with all it said. */
function hearings(outcomes: readonly SeenOutcome[], { silenceMs }: Rules): SeenOutcome[][] {
  const found: SeenOutcome[][] = [];
  for (const outcome of outcomes) {
    const last = found.at(-1);
    if (last && outcome.startedAt - (last.at(-1)?.startedAt ?? 0) <= silenceMs) last.push(outcome);
    else found.push([outcome]);
  }
  return found;
}

/** From the first of `failures` bad ones in a row until the first of `recoveries` good ones. */
function confirmed(
  heard: readonly SeenOutcome[],
  isBad: (each: SeenOutcome) => boolean,
  rules: Rules,
  end: Ms,
) {
  const stretches: Interval[] = [];
  let since: Ms | null = null;
  for (let index = 0; index < heard.length; index += 1) {
    const needed: number = since === null ? rules.failures : rules.recoveries;
    const run = heard.slice(index, index + needed);
    const turns = run.length === needed && run.every((each) => isBad(each) === (since === null));
    const at = heard[index]?.startedAt ?? 0;
    if (!turns) continue;
    if (since !== null) stretches.push({ from: since, to: at });
    since = since === null ? at : null;
    index += needed - 1;
  }
  return since === null ? stretches : [...stretches, { from: since, to: end }];
}

function regionTruth(outcomes: readonly SeenOutcome[], rules: Rules, end: Ms, now: Ms): RegionTruth {
  const all = hearings(outcomes, rules);
  const truth: RegionTruth = { isWhole: all.length < 2, votes: [], failing: [], impaired: [] };
  for (const [index, heard] of all.entries()) {
    const last = heard.at(-1)?.startedAt ?? 0;
    const isLast = index === all.length - 1;
    const quiet = !isLast || Math.min(now, end) - 5 * secondMs - last > rules.silenceMs;
    if (quiet) truth.isWhole = false;
    const until = quiet ? last : end;
    const failing = confirmed(heard, (each) => each.verdict === "down", rules, until);
    const good = heard.find((each) => each.verdict !== "down")?.startedAt ?? never;
    const born = heard.slice(0, rules.failures);
    const isBad = born.length === rules.failures && born.every((each) => each.verdict === "down");
    const votes = isBad ? (born[0]?.startedAt ?? 0) : good;
    if (votes < until) truth.votes.push({ from: votes, to: until });
    truth.failing.push(...failing);
    truth.impaired.push(...confirmed(heard, (each) => each.verdict !== "up", rules, until));
  }
  return truth;
}

const covers = (list: readonly Interval[], at: Ms) => list.some(({ from, to }) => from <= at && at < to);

/**
 * `isOpen`: a region among several fell silent. What others said before that was known may stand (RULES R3.2, a start is
 * never before the previous end), so the timeline depends on when it was known.
 */
export type MonitorTruth = { isOpen: boolean; edges: Ms[]; stateAt(at: Ms): State | null };

/** What the monitor must say at every instant; null before it was made. */
export function monitorTruth(monitor: Watched, outcomes: readonly SeenOutcome[], now: Ms): MonitorTruth {
  const rules = rulesOf(monitor);
  const names = [...new Set(outcomes.map((each) => each.region))];
  const spans = monitor.spans.map((span) => ({
    ...span,
    regions: names.map((name) => {
      const own = outcomes.filter(
        ({ region, startedAt }) => region === name && startedAt >= span.from && startedAt < span.to,
      );
      return regionTruth(own, rules, span.to, now);
    }),
  }));
  const intervals = spans.flatMap((span) => [
    span,
    ...span.regions.flatMap(({ votes, failing, impaired }) => [...votes, ...failing, ...impaired]),
  ]);
  const edges = [...new Set(intervals.flatMap(({ from, to }) => [from, to]))].filter(Number.isFinite);
  const isOpen = names.length > 1 && spans.some(({ regions }) => regions.some(({ isWhole }) => !isWhole));
  return {
    isOpen,
    edges: edges.sort((a, b) => a - b),
    stateAt(at) {
      const span = spans.find(({ from, to }) => from <= at && at < to);
      const first = spans[0]?.from ?? 0;
      if (!span) return at < first ? null : "unknown";
      const voting = span.regions.filter(({ votes }) => covers(votes, at));
      const { quorum } = rules;
      if (voting.length < quorum) return "unknown";
      if (voting.filter(({ failing }) => covers(failing, at)).length >= quorum)
        return monitor.input.down_state;
      const slow = voting.filter(({ impaired }) => covers(impaired, at)).length;
      return slow >= quorum ? "degraded_performance" : "operational";
    },
  };
}
