import { inTenant, type TenantTx } from "@/db/client";
import { requeue } from "@/db/queries/delivery";
import {
  findNotice,
  listDeliveries as listDeliveryRows,
  listNotices as listNoticeRows,
} from "@/db/queries/desk";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import type { Delivery } from "@/lib/domain/delivery";
import { AppError, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import {
  financeTemplates,
  type ListDeliveriesInput,
  type ListNoticesInput,
  type Notice,
  type NoticeTemplate,
  onceOnlyTemplates,
  type ResendNoticeInput,
} from "@/lib/domain/notice";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { audit } from "./record";

/** Newest first, each with how far its copies came. */
export async function listNotices(scope: TenantScope, input: ListNoticesInput): Promise<Page<Notice>> {
  permit(scope, "read");
  const { limit, cursor, template, incident_id: incidentId, trouble, q } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, ["string"])[0]);
  const rows = await inTenant(scope, (tx) =>
    listNoticeRows(
      tx,
      { limit: limit + 1, before },
      { template, incidentId, hasTrouble: trouble, q, hidden: hiddenFrom(scope) },
    ),
  );
  return pageOf(rows, limit, (notice) => [notice.id]);
}

export async function getNotice(scope: TenantScope, id: string): Promise<Notice> {
  permit(scope, "read");
  return await inTenant(scope, (tx) => findVisible(tx, scope, id));
}

/** What is told of money is seen by who may see money; to others there is no such notice. */
function hiddenFrom(scope: TenantScope): readonly NoticeTemplate[] {
  return scope.grants.has("finance") ? [] : financeTemplates;
}

async function findVisible(tx: TenantTx, scope: TenantScope, id: string): Promise<Notice> {
  const notice = await findNotice(tx, id);
  if (!notice || hiddenFrom(scope).includes(notice.template)) throw notFound("notice");
  return notice;
}

/** Each recipient's fate, in the order of channels and addresses. */
export async function listDeliveries(
  scope: TenantScope,
  noticeId: string,
  input: ListDeliveriesInput,
): Promise<Page<Delivery>> {
  permit(scope, "read");
  const { limit, cursor, ...filter } = input;
  const [channel, key] = cursor === undefined ? [] : decodeCursor(cursor, ["string", "string"]);
  const after = cursor === undefined ? null : { channel: String(channel), addressKey: String(key) };
  const rows = await inTenant(scope, async (tx) => {
    const notice = await findVisible(tx, scope, noticeId);
    return await listDeliveryRows(tx, notice, { limit: limit + 1, after }, filter);
  });
  return pageOf(rows, limit, (delivery) => [delivery.channel, delivery.addressKey]);
}

/**
 * Sends a notice again to those it failed to reach; how many that are. Whoever was told is not told again, and whoever
 * asked us to stop meanwhile is left alone.
 */
export async function resendNotice(
  scope: TenantScope,
  id: string,
  { include_uncertain: includesUncertain }: ResendNoticeInput,
  now: Ms,
): Promise<{ notice: Notice; requeued: number }> {
  permit(scope, "write");
  return await inTenant(scope, async (tx) => {
    const before = await findVisible(tx, scope, id);
    if (onceOnlyTemplates.includes(before.template))
      throw new AppError("conflict", "Its link is erased by now. Ask for a new one instead.");
    if (before.state === "cancelled")
      throw new AppError("conflict", "This notice was taken back; it is not sent any more.");
    const statuses = includesUncertain ? (["failed", "uncertain"] as const) : (["failed"] as const);
    const requeued = await requeue(tx, before, statuses, now);
    if (requeued === 0) throw new AppError("conflict", "There is no failed delivery to send again.");
    const after = { requeued, include_uncertain: includesUncertain };
    await audit(tx, scope, { action: "notice.resent", objectType: "notice", objectId: id, after }, now);
    return { notice: (await findNotice(tx, id)) ?? before, requeued };
  });
}
