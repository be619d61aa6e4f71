import { type Ms, secondMs } from "./time";

/** How many requests a provider takes in a window, as far as its answers have told us. */
export type Pace = {
  limit: number;
  windowMs: number;
  windowAt: Ms;
  used: number;
  /** It asked us to be silent until then. */
  blockedUntil: Ms;
};

/** What an answer's headers said; null where they were silent. */
export type PaceHeard = {
  limit: number | null;
  windowMs: number | null;
  remaining: number | null;
  resetMs: number | null;
  retryAfterMs: number | null;
};

/** Before the first answer: what Resend grants everybody. */
export const unknownPace: Pace = { limit: 2, windowMs: secondMs, windowAt: 0, used: 0, blockedUntil: 0 };

/** Takes up to `wanted` requests out of the window; `waitMs` is how long until there may be more. */
export function takeFrom(
  pace: Pace,
  wanted: number,
  now: Ms,
): { pace: Pace; granted: number; waitMs: number } {
  if (now < pace.blockedUntil) return { pace, granted: 0, waitMs: pace.blockedUntil - now };
  // A clock that went back opens a new window rather than none for long.
  const isOver = now >= pace.windowAt + pace.windowMs || now < pace.windowAt;
  const current = isOver ? { ...pace, windowAt: now, used: 0 } : pace;
  const granted = Math.max(0, Math.min(wanted, current.limit - current.used));
  return {
    pace: { ...current, used: current.used + granted },
    granted,
    waitMs: granted < wanted ? current.windowAt + current.windowMs - now : 0,
  };
}

/** The pace after an answer, or the same object when it told nothing new. */
export function learn(pace: Pace, heard: PaceHeard, now: Ms): Pace {
  const limit = heard.limit !== null && heard.limit >= 1 ? Math.floor(heard.limit) : pace.limit;
  const windowMs = heard.windowMs !== null && heard.windowMs >= 1 ? heard.windowMs : pace.windowMs;
  const isSpent = heard.remaining === 0 && pace.used < limit;
  const silenceMs = Math.max(heard.retryAfterMs ?? 0, isSpent ? (heard.resetMs ?? windowMs) : 0);
  const blockedUntil = silenceMs > 0 ? Math.max(pace.blockedUntil, now + silenceMs) : pace.blockedUntil;
  const isNew = limit !== pace.limit || windowMs !== pace.windowMs || blockedUntil !== pace.blockedUntil;
  return isNew ? { ...pace, limit, windowMs, blockedUntil } : pace;
}
