import type { Interval, Ms } from "./time";

/** What to believe when a heartbeat's deadline has passed without one. */
export type MissedBeat =
  /** We listened all the time: it is down from `dueAt` on. */
  | { kind: "late"; dueAt: Ms }
  /** We were deaf in between and may have missed it: unknown from `from` on, and the wait begins anew. */
  | { kind: "deaf"; from: Ms; deadline: Ms };

/**
 * Judges a deadline that passed (RULES R3.4). `listening` are the stretches in which somebody could hear a beat, in
 * any order; the wait goes from one beat (or deadline) to the next, the beat being due `graceMs` before `deadline`.
 */
export function judgeMissedBeat(wait: {
  deadline: Ms;
  intervalMs: number;
  graceMs: number;
  listening: readonly Interval[];
}): MissedBeat {
  const { deadline, intervalMs, graceMs, listening } = wait;
  const from = deadline - graceMs - intervalMs;
  const gap = lastGap({ from, to: deadline }, listening);
  if (gap === null) return { kind: "late", dueAt: deadline - graceMs };
  return { kind: "deaf", from: gap.first, deadline: gap.end + intervalMs + graceMs };
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
