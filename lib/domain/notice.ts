import { z } from "zod";
import { pageInput } from "./input";
import type { Role } from "./permission";
import { hourMs, type Ms, minuteMs, secondMs } from "./time";

/** What each template is filled with, common to all recipients of a notice. */
export type NoticeSlots = {
  sign_in: Record<never, never>;
  invitation: { organization: string; role: Role; invitedBy: string | null };
};
/** What differs from recipient to recipient. */
export type RecipientSlots = {
  sign_in: { link: string };
  invitation: { link: string };
};
export type NoticeTemplate = keyof NoticeSlots;

/** Everything a template needs for one recipient. */
export type FilledTemplate = {
  [Name in NoticeTemplate]: { template: Name; slots: NoticeSlots[Name] & RecipientSlots[Name] };
}[NoticeTemplate];

/** Slots that open a door: sealed while they wait, erased once their delivery has met its fate. */
export const secretSlots: Readonly<Record<NoticeTemplate, readonly string[]>> = {
  sign_in: ["link"],
  invitation: ["link"],
};

/** One e-mail as a sender takes it. */
export type MailMessage = {
  /** The delivery's identifier; a repeat of the same one must not be accepted twice. */
  id: string;
  from: string;
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

const deliveryStatuses = ["queued", "sending", "sent", "failed", "uncertain", "suppressed"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

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
 * Pause before attempt `attempts + 1`: doubles from 5 s to 30 min; `jitter` in [0, 1) spreads it over its upper
 * half. What the receiver asked for is the least.
 */
export function backOffMs(attempts: number, jitter: number, retryAfterMs = 0): number {
  const full = Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(attempts - 1, 20));
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

const templates = ["sign_in", "invitation"] as const satisfies readonly NoticeTemplate[];

const listNoticesInput = pageInput.extend({ template: z.enum(templates).optional() });
export type ListNoticesInput = z.output<typeof listNoticesInput>;

const listDeliveriesInput = pageInput.extend({ status: z.enum(deliveryStatuses).optional() });
export type ListDeliveriesInput = z.output<typeof listDeliveriesInput>;

/** `to` is one address, however its case; absent, all that the asker may see. `q` also looks into subjects. */
export const listOutboxInput = pageInput.extend({
  to: z.string().trim().max(254).optional(),
  q: z.string().trim().max(200).optional(),
});
export type ListOutboxInput = z.output<typeof listOutboxInput>;

export type Notice = { id: string; factId: string; template: NoticeTemplate; createdAt: Ms };

/** One recipient's fate. */
export type Delivery = {
  id: string;
  noticeId: string;
  channel: "email";
  address: string;
  status: DeliveryStatus;
  attempts: number;
  dueAt: Ms | null;
  sentAt: Ms | null;
  failure: string | null;
  createdAt: Ms;
};

/** A message in the local outbox. */
export type OutboxMessage = {
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  createdAt: Ms;
};
