import type { TenantTx } from "@/db/client";
import { cancelQueued } from "@/db/queries/delivery";
import {
  cancelNotices,
  countSent,
  insertDeliveries,
  insertNotice,
  type NewDelivery,
} from "@/db/queries/notice";
import { addressKey } from "@/lib/domain/address";
import { type Channel, laneOf } from "@/lib/domain/delivery";
import {
  type NoticeSender,
  type NoticeSlots,
  type NoticeTemplate,
  type RecipientSlots,
  templateRules,
} from "@/lib/domain/notice";
import type { PageAudience } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import type { LateDoors } from "@/lib/domain/told";
import { seal } from "@/lib/secret";
import { newId } from "./record";

/** One recipient by name. A hook's `address` is what may be shown of it, its `addressKey` must then be given. */
type Recipient<Name extends NoticeTemplate> = {
  address: string;
  /** Whoever has a row with links of its own gives their generation in place of doors. */
  slots: RecipientSlots[Name] | LateDoors;
  channel?: Channel;
  addressKey?: string;
  /** The subscriber, contact or user it is. */
  recipientId?: string;
  locale?: string;
  timezone?: string;
  /** Sealed, as the subscriber's row has them. */
  endpoint?: string | null;
  signingSecret?: string | null;
};

export type NewNotice<Name extends NoticeTemplate> = {
  /** What is told; nobody is told the same fact twice on one channel (RULES R7.1). */
  factId: string;
  template: Name;
  slots: NoticeSlots[Name];
  recipients?: readonly Recipient<Name>[];
  /** Looked up when the notice is due. Whoever a notice of the same fact named before keeps that message. */
  audience?: PageAudience;
  /** How long it is held back so that it can be undone. */
  holdMs?: number;
  incidentId?: string | null;
  /** When the thing told was noticed: the desk shows how long the first and the last mail took. */
  detectedAt?: Ms | null;
  sender?: NoticeSender;
  threadId?: string | null;
};

/**
 * Writes one thing to tell and a copy per named recipient, in the transaction of the fact itself; the worker looks up
 * the audience, and sends what was committed. Returns the notice's identifier, or null when everybody had been told.
 */
export async function notify<Name extends NoticeTemplate>(
  tx: TenantTx,
  notice: NewNotice<Name>,
  now: Ms,
): Promise<string | null> {
  const id = newId("notice", now);
  const dueAt = now + (notice.holdMs ?? 0);
  const told = await insertDeliveries(tx, deliveriesOf(notice, id, dueAt, now));
  const audience = notice.audience ?? null;
  if (told === 0 && audience === null) return null;
  await insertNotice(tx, {
    id,
    factId: notice.factId,
    template: notice.template,
    slots: { ...notice.slots },
    incidentId: notice.incidentId ?? null,
    from: notice.sender?.from ?? null,
    replyTo: notice.sender?.replyTo ?? null,
    threadId: notice.threadId ?? null,
    detectedAt: notice.detectedAt ?? null,
    createdAt: now,
    dueAt,
    audience,
    expandAt: audience === null ? null : dueAt,
  });
  return id;
}

function deliveriesOf<Name extends NoticeTemplate>(
  { factId, template, recipients = [] }: NewNotice<Name>,
  noticeId: string,
  dueAt: Ms,
  now: Ms,
): NewDelivery[] {
  return recipients.map(({ channel = "email", ...recipient }) => ({
    id: newId("delivery", now),
    noticeId,
    factId,
    channel,
    address: recipient.address,
    addressKey: recipient.addressKey ?? addressKey(recipient.address),
    recipientId: recipient.recipientId ?? null,
    template,
    slots: sealSecrets(template, recipient.slots),
    locale: recipient.locale ?? "en",
    timezone: recipient.timezone ?? "UTC",
    endpoint: recipient.endpoint ?? null,
    signingSecret: recipient.signingSecret ?? null,
    lane: laneOf(channel, templateRules[template].isUrgent),
    status: "queued",
    dueAt,
    createdAt: now,
  }));
}

function sealSecrets(template: NoticeTemplate, slots: Readonly<Record<string, string>>) {
  const entries = Object.entries(slots).map(([name, value]) => [
    name,
    templateRules[template].secrets.includes(name) ? seal(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/**
 * Takes back what has not left yet of a fact, in the transaction of whoever undoes it. `told` is how many copies had
 * left, or were just leaving.
 */
export async function cancelFact(
  tx: TenantTx,
  factId: string,
  now: Ms,
): Promise<{ cancelled: number; told: number }> {
  // First the notices, so that a worker looking up an audience has either finished its batch or finds it cancelled.
  await cancelNotices(tx, factId, now);
  const cancelled = await cancelQueued(tx, { factId }, "taken back before it left");
  return { cancelled, told: await countSent(tx, factId) };
}

/** Nothing that still waits goes to somebody who asked us to stop; how many copies that were. */
export function cancelForRecipient(tx: TenantTx, recipientId: string): Promise<number> {
  return cancelQueued(tx, { recipientId }, "its recipient unsubscribed before it left");
}
