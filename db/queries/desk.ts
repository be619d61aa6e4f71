import type { TenantTx } from "@/db/client";
import { addressKey } from "@/lib/domain/address";
import { type Delivery, type DeliveryStatus, deliveryStatuses, type Funnel } from "@/lib/domain/delivery";
import type { Notice, NoticeTemplate } from "@/lib/domain/notice";
import type { Ms } from "@/lib/domain/time";

export type NoticeFilter = {
  template?: NoticeTemplate | undefined;
  incidentId?: string | undefined;
  hasTrouble?: boolean | undefined;
  q?: string | undefined;
  /** Templates that the asking person may not see. */
  hidden: readonly NoticeTemplate[];
};

const troubled: readonly DeliveryStatus[] = ["bounced", "complained", "failed", "uncertain"];

/** Newest first; `before` is the last id of the page before. */
export async function listNotices(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  filter: NoticeFilter,
): Promise<Notice[]> {
  const { template = null, incidentId = null, hasTrouble = false } = filter;
  const part = filter.q ? patternOf(filter.q) : null;
  const key = filter.q?.includes("@") ? addressKey(filter.q) : null;
  return await read(
    tx,
    tx.sql`(${page.before}::text is null or id < ${page.before})
      and (${template}::text is null or template = ${template})
      and template <> all(${[...filter.hidden]}::text[])
      and (${incidentId}::text is null or incident_id = ${incidentId})
      and (not ${hasTrouble} or exists (select from deliveries d
        where d.organization_id = n.organization_id and d.fact_id = n.fact_id and d.notice_id = n.id
          and d.status = any(${[...troubled]}::text[])))
      and (${part}::text is null or coalesce(n.slots #>> '{incident,title}', n.slots #>> '{maintenance,title}',
          n.slots ->> 'customer') ilike ${part}
        or exists (select from deliveries d where d.organization_id = n.organization_id and d.fact_id = n.fact_id
          and d.notice_id = n.id and d.channel = 'email' and d.address_key = ${key}))`,
    page.limit,
  );
}

export async function findNotice(tx: TenantTx, id: string): Promise<Notice | null> {
  const [notice] = await read(tx, tx.sql`id = ${id}`, 1);
  return notice ?? null;
}

/** Anywhere in a text, with nothing in it meaning more than itself. */
function patternOf(q: string): string {
  return `%${q.replace(/[\\%_]/g, "\\$&")}%`;
}

type NoticeRow = Omit<Notice, "state" | "funnel"> & {
  expandAt: Ms | null;
  counts: Partial<Record<DeliveryStatus, number>> | null;
};

async function read(tx: TenantTx, condition: ReturnType<TenantTx["sql"]>, limit: number): Promise<Notice[]> {
  const rows = await tx.sql<NoticeRow[]>`
    select chosen.*, told.counts, told.first_sent_at, told.last_sent_at
    from (
      select n.id, n.organization_id, n.fact_id, n.template, n.incident_id, n.detected_at, n.created_at, n.due_at,
        n.cancelled_at, n.expand_at,
        coalesce(n.slots #>> '{incident,title}', n.slots #>> '{maintenance,title}', n.slots ->> 'customer') as about
      from notices n where n.organization_id = ${tx.organizationId} and ${condition}
      order by n.id desc limit ${limit}
    ) chosen left join lateral (
      select jsonb_object_agg(status, count) as counts, min(first) as first_sent_at, max(last) as last_sent_at
      from (
        select status, count(*)::int as count, min(sent_at) as first, max(sent_at) as last from deliveries d
        where d.organization_id = chosen.organization_id and d.fact_id = chosen.fact_id and d.notice_id = chosen.id
        group by status
      ) by_status
    ) told on true
    order by chosen.id desc`;
  return rows.map(noticeOf);
}

function noticeOf({ expandAt, counts, ...row }: NoticeRow): Notice {
  const funnel = Object.fromEntries(deliveryStatuses.map((status) => [status, counts?.[status] ?? 0]));
  const { id, factId, template, about, incidentId, detectedAt, createdAt, dueAt, cancelledAt } = row;
  const { firstSentAt, lastSentAt } = row;
  return {
    ...{
      id,
      factId,
      template,
      about,
      incidentId,
      detectedAt,
      createdAt,
      dueAt,
      cancelledAt,
      firstSentAt,
      lastSentAt,
    },
    state: stateOf(cancelledAt, expandAt, funnel as Funnel),
    funnel: funnel as Funnel,
  };
}

function stateOf(cancelledAt: Ms | null, expandAt: Ms | null, funnel: Funnel): Notice["state"] {
  if (cancelledAt !== null) return "cancelled";
  if (expandAt !== null) return "waiting";
  return funnel.queued + funnel.sending > 0 ? "sending" : "done";
}

export type DeliveryFilter = {
  status?: string | undefined;
  channel?: string | undefined;
  q?: string | undefined;
};

/** A notice's copies in the order of channel and address, without what they are filled with. */
export async function listDeliveries(
  tx: TenantTx,
  notice: { id: string; factId: string },
  page: { limit: number; after: { channel: string; addressKey: string } | null },
  filter: DeliveryFilter,
): Promise<Delivery[]> {
  const { status = null, channel = null } = filter;
  const part = filter.q ? patternOf(filter.q) : null;
  const { channel: afterChannel, addressKey: afterKey } = page.after ?? { channel: null, addressKey: null };
  return await tx.sql<Delivery[]>`
    select d.id, d.notice_id, d.channel, d.address, d.address_key, d.recipient_id, d.status,
      d.attempts + coalesce(b.attempts, 0) as attempts, coalesce(b.failures, '[]'::jsonb) || coalesce(d.failures, '[]'::jsonb) as failures,
      d.due_at, coalesce(b.first_attempt_at, d.first_attempt_at) as first_attempt_at, d.sent_at, d.delivered_at,
      d.sender_id, d.batch_id, d.failure, d.created_at
    from deliveries d
    left join delivery_batches b on b.organization_id = d.organization_id and b.id = d.batch_id
    where d.organization_id = ${tx.organizationId} and d.fact_id = ${notice.factId} and d.notice_id = ${notice.id}
      and (${afterChannel}::text is null or (d.channel, d.address_key) > (${afterChannel}, ${afterKey}))
      and (${status}::text is null or d.status = ${status})
      and (${channel}::text is null or d.channel = ${channel})
      and (${part}::text is null or d.address ilike ${part} or d.address_key ilike ${part})
    order by d.channel, d.address_key limit ${page.limit}`;
}
