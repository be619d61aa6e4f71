import { nextCron } from "./cron";
import type { Interval, Ms } from "./time";

/** When a heartbeat is due: every `intervalMs`, or at the times of `cron`; `graceMs` later it is late. */
export type BeatPlan = { intervalMs: number; graceMs: number; cron: string | null; timezone: string };

/** No cron schedule is awaited further ahead than this; one that never comes again is not awaited at all. */
const never = Number.MAX_SAFE_INTEGER;

/**
 * Until when the next beat may come after one at `beatAt`. Of a cron schedule a beat a little before its time serves
 * that time: as early as the grace is long, at most half the way to the time before.
 */
export function deadlineAfterBeat(plan: BeatPlan, beatAt: Ms): Ms {
  if (plan.cron === null) return beatAt + plan.intervalMs + plan.graceMs;
  const next = nextCron(plan.cron, plan.timezone, beatAt);
  if (next === null) return never;
  const second = nextCron(plan.cron, plan.timezone, next);
  const earlyMs = Math.min(plan.graceMs, second === null ? plan.graceMs : (second - next) / 2);
  const served = next - beatAt <= earlyMs;
  return (served ? (second ?? never - plan.graceMs) : next) + plan.graceMs;
}

/** The deadline that follows `deadline`, which nobody met, once it is `now`: nothing is judged twice for one stop. */
export function deadlineAfterMiss(plan: BeatPlan, deadline: Ms, now: Ms): Ms {
  if (plan.cron === null) {
    const missed = Math.floor(Math.max(0, now - deadline) / plan.intervalMs) + 1;
    return deadline + missed * plan.intervalMs;
  }
  const next = nextCron(plan.cron, plan.timezone, Math.max(deadline, now) - plan.graceMs);
  return next === null ? never : next + plan.graceMs;
}

/** What to believe when a heartbeat's deadline has passed without one. */
export type MissedBeat =
  /** We listened all the time: it is down from `dueAt` on. */
  | { kind: "late"; dueAt: Ms }
  /** We were deaf in between and may have missed it: unknown from `from` on, and the wait begins anew. */
  | { kind: "deaf"; from: Ms; deadline: Ms };

/**
 * Judges a deadline that passed (RULES R3.4). `listening` are the stretches in which somebody could hear a beat, in
 * any order; the wait goes from one beat (or deadline) to the next, the beat being due `graceMs` before `deadline`. Of a
 * cron schedule the beat is awaited from as early as it would serve its time.
 */
export function judgeMissedBeat(
  plan: BeatPlan,
  wait: { deadline: Ms; listening: readonly Interval[] },
): MissedBeat {
  const dueAt = wait.deadline - plan.graceMs;
  const from = dueAt - (plan.cron === null ? plan.intervalMs : plan.graceMs);
  const gap = lastGap({ from, to: wait.deadline }, wait.listening);
  if (gap === null) return { kind: "late", dueAt };
  return { kind: "deaf", from: gap.first, deadline: deadlineAfterBeat(plan, gap.end) };
}

/** Where the first stretch of deafness within `window` begins and where the last one ends; null without any. */
function lastGap(window: Interval, listening: readonly Interval[]): { first: Ms; end: Ms } | null {
  let heardUntil = window.from;
  let first: Ms | null = null;
  let end = window.from;
  for (const { from, to } of [...listening].sort((a, b) => a.from - b.from)) {
    if (to <= heardUntil) continue;
    if (from >= window.to) break;
    if (from > heardUntil) {
      first ??= heardUntil;
      end = from;
    }
    heardUntil = to;
  }
  if (heardUntil >= window.to) return first === null ? null : { first, end };
  return { first: first ?? heardUntil, end: window.to };
}
