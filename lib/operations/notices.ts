import { inTenant, type TenantTx } from "@/db/client";
import {
  findNotice,
  insertDeliveries,
  insertNotice,
  listDeliveries as listDeliveryRows,
  listNotices as listNoticeRows,
  type NewDelivery,
} from "@/db/queries/notice";
import { addressKey } from "@/lib/domain/address";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import {
  type Delivery,
  type ListDeliveriesInput,
  type ListNoticesInput,
  type Notice,
  type NoticeSlots,
  type NoticeTemplate,
  type RecipientSlots,
  secretSlots,
} from "@/lib/domain/notice";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { seal } from "@/lib/secret";
import { newId } from "./record";

export type NewNotice<Name extends NoticeTemplate> = {
  /** What is told; nobody is told the same fact twice on one channel (RULES R7.1). */
  factId: string;
  template: Name;
  slots: NoticeSlots[Name];
  recipients: readonly { address: string; slots: RecipientSlots[Name] }[];
};

/**
 * Writes one thing to tell and a copy per recipient, in the transaction of the fact itself; the worker sends what
 * was committed. Returns the notice's identifier, or null when everybody had been told before.
 */
export async function notify<Name extends NoticeTemplate>(
  tx: TenantTx,
  notice: NewNotice<Name>,
  now: Ms,
): Promise<string | null> {
  const { factId, template, slots } = notice;
  const id = newId("notice", now);
  const told = await insertDeliveries(tx, deliveriesOf(notice, id, now));
  if (told === 0) return null;
  await insertNotice(tx, { id, factId, template, slots, createdAt: now });
  return id;
}

function deliveriesOf<Name extends NoticeTemplate>(
  { factId, template, slots, recipients }: NewNotice<Name>,
  noticeId: string,
  now: Ms,
): NewDelivery[] {
  return recipients.map((recipient) => ({
    id: newId("delivery", now),
    noticeId,
    factId,
    channel: "email",
    address: recipient.address,
    addressKey: addressKey(recipient.address),
    template,
    slots: sealSecrets(template, { ...slots, ...recipient.slots }),
    status: "queued",
    dueAt: now,
    createdAt: now,
  }));
}

function sealSecrets(
  template: NoticeTemplate,
  slots: Record<string, string | null>,
): Record<string, string | null> {
  const entries = Object.entries(slots).map(([name, value]) => [
    name,
    value !== null && secretSlots[template].includes(name) ? seal(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/** Newest first. */
export async function listNotices(scope: TenantScope, input: ListNoticesInput): Promise<Page<Notice>> {
  permit(scope, "read");
  const { limit, cursor, template } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, ["string"])[0]);
  const rows = await inTenant(scope, (tx) => listNoticeRows(tx, { limit: limit + 1, before }, { template }));
  return pageOf(rows, limit, (notice) => [notice.id]);
}

/** Each recipient's fate, newest first. */
export async function listDeliveries(
  scope: TenantScope,
  noticeId: string,
  input: ListDeliveriesInput,
): Promise<Page<Delivery>> {
  permit(scope, "read");
  const { limit, cursor, status } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, ["string"])[0]);
  const rows = await inTenant(scope, async (tx) => {
    if (!(await findNotice(tx, noticeId))) throw notFound("notice");
    return await listDeliveryRows(tx, noticeId, { limit: limit + 1, before }, { status });
  });
  return pageOf(rows, limit, (delivery) => [delivery.id]);
}
