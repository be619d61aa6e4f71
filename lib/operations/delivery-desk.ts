import { inTenant } from "@/db/client";
import {
  findNotice,
  listDeliveries as listDeliveryRows,
  listNotices as listNoticeRows,
} from "@/db/queries/desk";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import type { Delivery } from "@/lib/domain/delivery";
import { notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import type { ListDeliveriesInput, ListNoticesInput, Notice } from "@/lib/domain/notice";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";

/** Newest first, each with how far its copies came. */
export async function listNotices(scope: TenantScope, input: ListNoticesInput): Promise<Page<Notice>> {
  permit(scope, "read");
  const { limit, cursor, template, incident_id: incidentId, trouble } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, ["string"])[0]);
  const rows = await inTenant(scope, (tx) =>
    listNoticeRows(tx, { limit: limit + 1, before }, { template, incidentId, hasTrouble: trouble }),
  );
  return pageOf(rows, limit, (notice) => [notice.id]);
}

export async function getNotice(scope: TenantScope, id: string): Promise<Notice> {
  permit(scope, "read");
  const notice = await inTenant(scope, (tx) => findNotice(tx, id));
  if (!notice) throw notFound("notice");
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
    const notice = await findNotice(tx, noticeId);
    if (!notice) throw notFound("notice");
    return await listDeliveryRows(tx, notice, { limit: limit + 1, after }, filter);
  });
  return pageOf(rows, limit, (delivery) => [delivery.channel, delivery.addressKey]);
}
