import { z } from "zod";
import type { DeliveryStatus } from "./delivery";
import { isId } from "./ids";
import { platformOrganizationId } from "./organization";
import type { SuppressionReason } from "./suppression";

/** What a mail provider tells us of one mail afterwards. */
export type Feedback = {
  type: "sent" | "delivered" | "bounced" | "complained" | "failed" | "suppressed";
  organizationId: string;
  deliveryId: string;
  senderId: string | null;
  /** In the provider's words. */
  detail: string | null;
  /** Of a bounce: whether the mailbox is gone for good. */
  isForGood: boolean;
};

const text = z.string().max(2_000);
const tags = z.union([
  z.record(z.string(), z.string()),
  z
    .array(z.object({ name: z.string(), value: z.string() }))
    .transform((list) => Object.fromEntries(list.map(({ name, value }) => [name, value]))),
]);

/** As much of Resend's events as we act on; whatever else is in them may change without our noticing. */
const resendEvent = z.object({
  type: z.string(),
  data: z
    .object({
      email_id: text.optional(),
      tags: tags.optional(),
      bounce: z.object({ type: text, subType: text, message: text }).partial().optional(),
      failed: z.object({ reason: text }).partial().optional(),
      suppressed: z.object({ message: text }).partial().optional(),
    })
    .optional(),
});

const types: Readonly<Record<string, Feedback["type"]>> = {
  "email.sent": "sent",
  "email.delivered": "delivered",
  "email.bounced": "bounced",
  "email.complained": "complained",
  "email.failed": "failed",
  "email.suppressed": "suppressed",
};

/** What one of Resend's events says of a mail of ours; null when it is about nothing that we act on. */
export function readResendEvent(value: unknown): Feedback | null {
  const parsed = resendEvent.safeParse(value);
  if (!parsed.success) return null;
  const { type, data } = parsed.data;
  const known = types[type];
  const { organization = "", delivery = "" } = data?.tags ?? {};
  const isOurs = isId("organization", organization) || organization === platformOrganizationId;
  if (known === undefined || !isOurs || !isId("delivery", delivery)) return null;
  const { bounce, failed, suppressed } = data ?? {};
  return {
    type: known,
    organizationId: organization,
    deliveryId: delivery,
    senderId: data?.email_id ?? null,
    detail: bounce?.message ?? failed?.reason ?? suppressed?.message ?? null,
    // Resend calls an event bounced only when the refusal is final, unless it says otherwise.
    isForGood: !/^(transient|undetermined)$/i.test(bounce?.type ?? ""),
  };
}

export type FeedbackEffect = {
  status: DeliveryStatus;
  /** Write to this address no more, and why. */
  suppress: SuppressionReason | null;
};

/** How far a mail is on its way; feedback moves it forwards only, because events come in any order. */
const rank: Readonly<Record<DeliveryStatus, number>> = {
  ...{ queued: 0, sending: 0, uncertain: 0, failed: 0, cancelled: 0, suppressed: 1 },
  ...{ sent: 1, delivered: 2, bounced: 3, complained: 4 },
};

/**
 * What an event does to a delivery; null when it changes nothing. It also decides what nobody knew: an `uncertain` mail
 * that the provider speaks of was taken after all.
 */
export function decideFeedback(current: DeliveryStatus, feedback: Feedback): FeedbackEffect | null {
  const status = feedback.type;
  const isProof = current === "uncertain" && (status === "failed" || status === "suppressed");
  if (!isProof && (status === "failed" ? rank[current] > 1 : rank[status] <= rank[current])) return null;
  return { status, suppress: reasonOf(feedback) };
}

function reasonOf({ type, isForGood }: Feedback): SuppressionReason | null {
  if (type === "complained") return "complaint";
  return type === "bounced" && isForGood ? "hard_bounce" : null;
}
