import { and, asc, count, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { events, outboundAttempts, outboundCalls, webhooks } from "@/db/schema/webhook";
import type { Ms } from "@/lib/domain/time";

export type WebhookRow = Omit<typeof webhooks.$inferSelect, "organizationId">;
export type WebhookChange = Partial<Omit<WebhookRow, "id" | "createdAt" | "version" | "updatedAt">>;

const own = (tx: TenantTx) => eq(webhooks.organizationId, tx.organizationId);

export async function insertWebhook(tx: TenantTx, row: WebhookRow): Promise<void> {
  await tx.orm.insert(webhooks).values({ ...row, organizationId: tx.organizationId });
}

export async function findWebhook(tx: TenantTx, id: string): Promise<WebhookRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(webhooks)
    .where(and(own(tx), eq(webhooks.id, id)));
  return row;
}

/** The row, locked until the transaction ends. */
export async function lockWebhook(tx: TenantTx, id: string): Promise<WebhookRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(webhooks)
    .where(and(own(tx), eq(webhooks.id, id)))
    .for("update");
  return row;
}

/** By age; asks for one row more than `limit`. */
export function listWebhooks(
  tx: TenantTx,
  page: { limit: number; after: string | null },
): Promise<WebhookRow[]> {
  return tx.orm
    .select()
    .from(webhooks)
    .where(and(own(tx), page.after ? gt(webhooks.id, page.after) : undefined))
    .orderBy(asc(webhooks.id))
    .limit(page.limit + 1);
}

export async function countWebhooks(tx: TenantTx): Promise<number> {
  const [row] = await tx.orm.select({ total: count() }).from(webhooks).where(own(tx));
  return row?.total ?? 0;
}

export async function updateWebhook(
  tx: TenantTx,
  row: WebhookRow,
  change: WebhookChange,
  now: Ms,
): Promise<WebhookRow> {
  const [after] = await tx.orm
    .update(webhooks)
    .set({ ...change, updatedAt: now, version: row.version + 1 })
    .where(and(own(tx), eq(webhooks.id, row.id)))
    .returning();
  return after ?? row;
}

/** Removes a webhook with its log; events stay for the others. */
export async function deleteWebhook(tx: TenantTx, id: string): Promise<void> {
  const { organizationId } = tx;
  await tx.sql`delete from outbound_attempts
    where organization_id = ${organizationId} and kind = 'webhook' and target_id = ${id}`;
  await tx.sql`delete from outbound_calls
    where organization_id = ${organizationId} and kind = 'webhook' and target_id = ${id}`;
  await tx.orm.delete(webhooks).where(and(own(tx), eq(webhooks.id, id)));
}

/** The webhooks in use that listen to this type. */
export async function webhooksListening(tx: TenantTx, type: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`select id from webhooks
    where organization_id = ${tx.organizationId} and disabled_at is null and ${type} = any(event_types)`;
  return rows.map((row) => row.id);
}

export async function insertEvents(
  tx: TenantTx,
  rows: readonly { id: string; type: string; body: string; createdAt: Ms }[],
): Promise<void> {
  await tx.sql`
    insert into events (organization_id, id, type, body, created_at)
    select ${tx.organizationId}, * from unnest(
      ${rows.map(({ id }) => id)}::text[], ${rows.map(({ type }) => type)}::text[],
      ${rows.map(({ body }) => body)}::text[], ${rows.map(({ createdAt }) => createdAt)}::bigint[])`;
}

export type AttemptRow = Omit<typeof outboundAttempts.$inferSelect, "organizationId"> & {
  type: string | null;
  body: string | null;
};

/** Calls of one webhook, newest first, each with its event; asks for one row more than `limit`. */
export async function listAttempts(
  tx: TenantTx,
  webhookId: string,
  page: { limit: number; before: string | null },
  eventId: string | undefined,
): Promise<AttemptRow[]> {
  const rows = await tx.orm
    .select({ attempt: outboundAttempts, type: events.type, body: events.body })
    .from(outboundAttempts)
    .leftJoin(
      events,
      and(
        eq(events.organizationId, outboundAttempts.organizationId),
        eq(events.id, outboundAttempts.messageId),
      ),
    )
    .where(
      and(
        eq(outboundAttempts.organizationId, tx.organizationId),
        eq(outboundAttempts.kind, "webhook"),
        eq(outboundAttempts.targetId, webhookId),
        page.before ? lt(outboundAttempts.id, page.before) : undefined,
        eventId ? eq(outboundAttempts.messageId, eventId) : undefined,
      ),
    )
    .orderBy(desc(outboundAttempts.id))
    .limit(page.limit + 1);
  return rows.map(({ attempt, type, body }) => ({ ...attempt, type, body }));
}

export async function findAttempt(
  tx: TenantTx,
  webhookId: string,
  id: string,
): Promise<{ messageId: string } | undefined> {
  const [row] = await tx.orm
    .select({ messageId: outboundAttempts.messageId })
    .from(outboundAttempts)
    .where(
      and(
        eq(outboundAttempts.organizationId, tx.organizationId),
        eq(outboundAttempts.kind, "webhook"),
        eq(outboundAttempts.targetId, webhookId),
        eq(outboundAttempts.id, id),
      ),
    );
  return row;
}

/** Calls that were on their way to a target that is no more in use. */
export async function cancelCalls(tx: TenantTx, targetId: string, now: Ms): Promise<void> {
  await tx.orm
    .update(outboundCalls)
    .set({ status: "cancelled", dueAt: null, claimedUntil: null, finishedAt: now })
    .where(
      and(
        eq(outboundCalls.organizationId, tx.organizationId),
        eq(outboundCalls.targetId, targetId),
        sql`${outboundCalls.dueAt} is not null`,
      ),
    );
}
