import { hourMs, type Ms, minuteMs, secondMs } from "./time";

/** What a call tells: an event to an integrator's webhook, or an alert on a channel of the organization's own people. */
export type CallKind = "webhook" | "alert";

export const callStatuses = ["queued", "sending", "delivered", "failed", "cancelled"] as const;
export type CallStatus = (typeof callStatuses)[number];

/** Pauses between attempts, as Standard Webhooks advises: some three days in all. */
const pausesMs = [
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];

/** An alert that comes hours late helps nobody: its pauses are short and few. */
const urgentPausesMs = [5 * secondMs, 15 * secondMs, minuteMs, 2 * minuteMs, 5 * minuteMs, 10 * minuteMs];

/** What came back from one attempt. */
export type Answer =
  | { status: number; body: string; retryAfterMs: Ms | null }
  | { failure: string; isForbidden: boolean };

export type CallFate =
  | { status: "delivered" }
  | { status: "queued"; dueAt: Ms; failure: string }
  /** `isGone`: the receiver says that it wants no more. */
  | { status: "failed"; failure: string; isGone: boolean };

/**
 * What an attempt's answer means. Only 410 and an address that leads into a private network are the end at once: a
 * receiver that answers 400 today may be mended tomorrow. `jitter` in [0, 1) spreads a pause by a fifth to both sides.
 */
export function fateOf(kind: CallKind, attempts: number, answer: Answer, now: Ms, jitter: number): CallFate {
  if ("status" in answer && answer.status >= 200 && answer.status < 300) return { status: "delivered" };
  const failure = failureOf(answer);
  const isGone = "status" in answer && answer.status === 410;
  const isForbidden = "failure" in answer && answer.isForbidden;
  const isHopeless = kind === "alert" && "status" in answer && isRefusal(answer.status);
  const pauses = kind === "alert" ? urgentPausesMs : pausesMs;
  const pause = pauses[attempts - 1];
  if (isGone || isForbidden || isHopeless || pause === undefined)
    return { status: "failed", failure, isGone };
  const asked = "status" in answer ? (answer.retryAfterMs ?? 0) : 0;
  const spread = Math.floor(pause * (0.8 + 0.4 * jitter));
  return { status: "queued", dueAt: now + Math.max(spread, Math.min(asked, hourMs)), failure };
}

/** The services behind alerts are documented: what they refuse once they refuse again. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status);
}

function failureOf(answer: Answer): string {
  if ("failure" in answer)
    return answer.isForbidden ? "The address leads into a private network." : answer.failure;
  const isRedirect = answer.status >= 300 && answer.status < 400;
  return isRedirect ? `HTTP ${answer.status}: redirects are not followed` : `HTTP ${answer.status}`;
}

/** Seconds or a date (RFC 9110 §10.2.3). */
export function retryAfterMs(text: string | undefined, now: Ms): Ms | null {
  if (text === undefined) return null;
  const wait = /^\d+$/.test(text) ? Number(text) * secondMs : Date.parse(text) - now;
  return Number.isFinite(wait) && wait > 0 ? wait : null;
}

/** A webhook that has failed for so long, and so often, is switched off. */
const failingMs = 72 * hourMs;
const failuresMin = 10;

export function isToBeDisabled(failingSince: Ms | null, failures: number, now: Ms): boolean {
  return failingSince !== null && failures >= failuresMin && now - failingSince >= failingMs;
}
