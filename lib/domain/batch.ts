import { attemptsSpanMs, backOffMs } from "./delivery";
import type { Ms } from "./time";

/** What a provider made of one message of a batch. */
export type MemberResult = { senderId: string; failure: null } | { senderId: null; failure: string };

/**
 * What became of one attempt to hand a batch over. `refused` is about the batch as a whole and says that nothing of
 * it was taken.
 */
export type BatchResult =
  | { outcome: "taken"; members: readonly MemberResult[] }
  | { outcome: "retry"; failure: string; maybeAccepted: boolean; retryAfterMs?: number | undefined }
  | { outcome: "refused"; failure: string }
  | { outcome: "uncertain"; failure: string };

export type BatchAttempt = {
  /** This attempt included. */
  attempts: number;
  firstAttemptAt: Ms;
  /** An earlier attempt may have been accepted without our hearing of it. */
  maybeAccepted: boolean;
  size: number;
};

export type BatchFate =
  | { status: "taken"; members: readonly MemberResult[] }
  | { status: "open"; dueAt: Ms; failure: string; maybeAccepted: boolean }
  /** Its members leave one by one, so that the one that is wrong stops no other. */
  | { status: "dissolved"; failure: string }
  | { status: "failed" | "uncertain"; failure: string };

/** Sooner than with one mail: a hundred people wait for it, and a key makes a repeat harmless. */
const firstBackOffMs = 500;

/** What follows from an attempt's result (RULES R7.2). */
export function decideBatch(attempt: BatchAttempt, result: BatchResult, now: Ms, jitter: number): BatchFate {
  if (result.outcome === "taken") return { status: "taken", members: result.members };
  const { failure } = result;
  if (result.outcome === "uncertain") return { status: "uncertain", failure };
  if (result.outcome === "refused")
    return attempt.size > 1 ? { status: "dissolved", failure } : { status: "failed", failure };
  const maybeAccepted = attempt.maybeAccepted || result.maybeAccepted;
  const dueAt = now + backOffMs(attempt.attempts, jitter, result.retryAfterMs, firstBackOffMs);
  if (mayAttempt(attempt, dueAt)) return { status: "open", dueAt, failure, maybeAccepted };
  return { status: maybeAccepted ? "uncertain" : "failed", failure };
}

/** Providers forget an idempotency key after 24 h; an hour before, the batch is never sent again. */
export function mayAttempt({ firstAttemptAt }: Pick<BatchAttempt, "firstAttemptAt">, at: Ms): boolean {
  return at < firstAttemptAt + attemptsSpanMs;
}
