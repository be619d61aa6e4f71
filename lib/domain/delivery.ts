import { hourMs, type Ms, minuteMs, secondMs } from "./time";

/** Ways to reach somebody. */
export const channels = ["email", "webhook", "slack", "teams", "discord", "pagerduty", "opsgenie"] as const;
export type Channel = (typeof channels)[number];

/** Which loop takes a copy: mail that somebody waits for, other mail, hooks and chats. The first two go out together. */
export const lanes = { urgent: 0, mail: 1, hook: 2 } as const;

export function laneOf(channel: Channel, isUrgent: boolean): number {
  if (channel !== "email") return lanes.hook;
  return isUrgent ? lanes.urgent : lanes.mail;
}

/** What became of one copy. */
export const deliveryStatuses = [
  "queued",
  "sending",
  "sent",
  "delivered",
  "bounced",
  "complained",
  "suppressed",
  "failed",
  "uncertain",
  "cancelled",
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** How many copies are in each state. */
export type Funnel = Readonly<Record<DeliveryStatus, number>>;

/** One e-mail as a sender takes it. */
export type MailMessage = {
  /** The delivery's identifier; a repeat of the same one must not be accepted twice. */
  id: string;
  organizationId: string;
  from: string;
  replyTo: string | null;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
};

/**
 * What became of one attempt. `retry` with `maybeAccepted` is a lost answer that a sender with a memory of our
 * identifiers may be asked again; `uncertain` is one that must not be.
 */
export type SendResult =
  | { outcome: "accepted"; senderId: string | null }
  | { outcome: "retry"; failure: string; maybeAccepted: boolean; retryAfterMs?: number }
  | { outcome: "refused"; failure: string }
  | { outcome: "uncertain"; failure: string };

/** Which sender the environment names; without any, mail lands in the local outbox. */
export type SenderKind = "resend" | "smtp" | "local";

export function senderKind(given: { resendApiKey: string | null; smtpUrl: string | null }): SenderKind {
  if (given.resendApiKey !== null) return "resend";
  return given.smtpUrl !== null ? "smtp" : "local";
}

/** An attempt is given up this long after the first: providers forget our identifiers after 24 h (RULES R7.2). */
export const attemptsSpanMs = 23 * hourMs;
const firstBackOffMs = 5 * secondMs;
const longestBackOffMs = 30 * minuteMs;

/**
 * Pause before attempt `attempts + 1`: doubles from `firstMs` to 30 min; `jitter` in [0, 1) spreads it over its upper
 * half. What the receiver asked for is the least.
 */
export function backOffMs(
  attempts: number,
  jitter: number,
  retryAfterMs = 0,
  firstMs = firstBackOffMs,
): number {
  const full = Math.min(longestBackOffMs, firstMs * 2 ** Math.min(attempts - 1, 20));
  return Math.max(retryAfterMs, Math.round(full / 2 + (full / 2) * jitter));
}

export type Attempt = { attempts: number; firstAttemptAt: Ms };
export type DeliveryFate =
  | { status: "sent"; senderId: string | null }
  | { status: "queued"; dueAt: Ms; failure: string }
  | { status: "failed" | "uncertain"; failure: string };

/** What follows from an attempt's result. */
export function decideFate(attempt: Attempt, result: SendResult, now: Ms, jitter: number): DeliveryFate {
  if (result.outcome === "accepted") return { status: "sent", senderId: result.senderId };
  if (result.outcome === "refused") return { status: "failed", failure: result.failure };
  if (result.outcome === "uncertain") return { status: "uncertain", failure: result.failure };
  const dueAt = now + backOffMs(attempt.attempts, jitter, result.retryAfterMs);
  if (dueAt <= attempt.firstAttemptAt + attemptsSpanMs)
    return { status: "queued", dueAt, failure: result.failure };
  return { status: result.maybeAccepted ? "uncertain" : "failed", failure: result.failure };
}

/**
 * Whether an attempt whose worker died may be repeated: within the sender's memory of our identifiers. After it
 * the mail may have been accepted already, and nobody is told twice.
 */
export function mayRepeat({ firstAttemptAt }: Attempt, senderMemoryMs: number, now: Ms): boolean {
  return now < firstAttemptAt + senderMemoryMs;
}

/** A failed attempt, for the desk. */
export type FailedAttempt = { at: Ms; failure: string };

/** The last attempts say it all. */
export const attemptsKept = 20;

/** One recipient's fate. */
export type Delivery = {
  id: string;
  noticeId: string;
  channel: Channel;
  address: string;
  addressKey: string;
  recipientId: string | null;
  status: DeliveryStatus;
  attempts: number;
  failures: readonly FailedAttempt[];
  dueAt: Ms | null;
  firstAttemptAt: Ms | null;
  sentAt: Ms | null;
  deliveredAt: Ms | null;
  senderId: string | null;
  /** The batch it left in; its identifier is the idempotency key. */
  batchId: string | null;
  failure: string | null;
  createdAt: Ms;
};
