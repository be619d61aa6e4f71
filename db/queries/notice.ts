import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { deliveries, notices } from "@/db/schema/notice";
import type { Delivery, DeliveryStatus, Notice, NoticeTemplate } from "@/lib/domain/notice";

export type NoticeRow = Omit<typeof notices.$inferSelect, "organizationId">;
export type NewDelivery = Omit<typeof deliveries.$inferInsert, "organizationId">;

export async function insertNotice(tx: TenantTx, row: NoticeRow): Promise<void> {
  await tx.orm.insert(notices).values({ ...row, organizationId: tx.organizationId });
}

/** Writes those copies whose recipient was not told this fact before (RULES R7.1); how many that were. */
export async function insertDeliveries(tx: TenantTx, rows: readonly NewDelivery[]): Promise<number> {
  if (rows.length === 0) return 0;
  const made = await tx.orm
    .insert(deliveries)
    .values(rows.map((row) => ({ ...row, organizationId: tx.organizationId })))
    .onConflictDoNothing()
    .returning({ id: deliveries.id });
  return made.length;
}

/** Newest first; `before` is the last id of the page before. */
export async function listNotices(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  filter: { template?: NoticeTemplate | undefined },
): Promise<Notice[]> {
  const rows = await tx.orm
    .select()
    .from(notices)
    .where(
      and(
        eq(notices.organizationId, tx.organizationId),
        page.before ? lt(notices.id, page.before) : undefined,
        filter.template ? eq(notices.template, filter.template) : undefined,
      ),
    )
    .orderBy(desc(notices.id))
    .limit(page.limit);
  return rows.map(noticeOf);
}

export async function findNotice(tx: TenantTx, id: string): Promise<Notice | null> {
  const [row] = await tx.orm
    .select()
    .from(notices)
    .where(and(eq(notices.organizationId, tx.organizationId), eq(notices.id, id)));
  return row ? noticeOf(row) : null;
}

/** A notice's copies, newest first, without what they are filled with. */
export function listDeliveries(
  tx: TenantTx,
  noticeId: string,
  page: { limit: number; before: string | null },
  filter: { status?: DeliveryStatus | undefined },
): Promise<Delivery[]> {
  const conditions: (SQL | undefined)[] = [
    eq(deliveries.organizationId, tx.organizationId),
    eq(deliveries.noticeId, noticeId),
    page.before ? lt(deliveries.id, page.before) : undefined,
    filter.status ? eq(deliveries.status, filter.status) : undefined,
  ];
  return tx.orm
    .select({
      id: deliveries.id,
      noticeId: deliveries.noticeId,
      channel: deliveries.channel,
      address: deliveries.address,
      status: deliveries.status,
      attempts: deliveries.attempts,
      dueAt: deliveries.dueAt,
      sentAt: deliveries.sentAt,
      failure: deliveries.failure,
      createdAt: deliveries.createdAt,
    })
    .from(deliveries)
    .where(and(...conditions))
    .orderBy(desc(deliveries.id))
    .limit(page.limit);
}

function noticeOf(row: NoticeRow): Notice {
  return { id: row.id, factId: row.factId, template: row.template, createdAt: row.createdAt };
}
