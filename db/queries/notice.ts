import type { EngineTx, TenantTx } from "@/db/client";
import { deliveries, notices } from "@/db/schema/notice";
import type { Ms } from "@/lib/domain/time";

export type NewNoticeRow = Omit<typeof notices.$inferInsert, "organizationId">;
export type NewDelivery = Omit<typeof deliveries.$inferInsert, "organizationId">;

export async function insertNotice(tx: TenantTx, row: NewNoticeRow): Promise<void> {
  await tx.orm.insert(notices).values({ ...row, organizationId: tx.organizationId });
}

/** A statement takes 65,535 parameters. */
const rowsPerStatement = 1_000;

/** Writes those copies whose recipient was not told this fact before (RULES R7.1); how many that were. */
export async function insertDeliveries(tx: TenantTx, rows: readonly NewDelivery[]): Promise<number> {
  let count = 0;
  for (let at = 0; at < rows.length; at += rowsPerStatement) {
    const made = await tx.orm
      .insert(deliveries)
      .values(
        rows.slice(at, at + rowsPerStatement).map((row) => ({ ...row, organizationId: tx.organizationId })),
      )
      .onConflictDoNothing()
      .returning({ id: deliveries.id });
    count += made.length;
  }
  return count;
}

/** Marks a fact's notices as taken back; nobody is looked up for them any more. */
export async function cancelNotices(tx: TenantTx, factId: string, now: Ms): Promise<void> {
  await tx.sql`
    update notices set cancelled_at = ${now}, expand_at = null
    where organization_id = ${tx.organizationId} and fact_id = ${factId} and cancelled_at is null`;
}

/** How many copies of a fact have left, or are just leaving. */
export async function countSent(tx: TenantTx, factId: string): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from deliveries
    where organization_id = ${tx.organizationId} and fact_id = ${factId}
      and status not in ('queued', 'cancelled', 'suppressed', 'failed')`;
  return row?.count ?? 0;
}

/** What a sender needs to know of a notice. */
export type SendableNotice = {
  organizationId: string;
  id: string;
  factId: string;
  slots: Record<string, unknown>;
  from: string | null;
  replyTo: string | null;
  threadId: string | null;
  createdAt: Ms;
};

export async function findSendableNotices(
  tx: EngineTx,
  wanted: readonly { organizationId: string; noticeId: string }[],
): Promise<SendableNotice[]> {
  return await tx.sql<SendableNotice[]>`
    select n.organization_id, n.id, n.fact_id, n.slots, n.from, n.reply_to, n.thread_id, n.created_at
    from (select distinct * from unnest(${wanted.map((each) => each.organizationId)}::text[],
      ${wanted.map((each) => each.noticeId)}::text[]) as m (organization_id, id)) m
    join notices n on n.organization_id = m.organization_id and n.id = m.id`;
}
