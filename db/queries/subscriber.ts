import { and, asc, count, desc, eq, gt, ilike, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { suppressions } from "@/db/schema/notice";
import { subscribers } from "@/db/schema/subscriber";
import type { SubscriberChannel, SubscriberState } from "@/lib/domain/subscriber";

export type SubscriberRow = Omit<typeof subscribers.$inferSelect, "organizationId">;
export type SubscriberChange = Partial<Omit<SubscriberRow, "id" | "createdAt" | "version" | "updatedAt">>;

const own = (tx: TenantTx) => eq(subscribers.organizationId, tx.organizationId);

/** Writes those that are new; the identifiers of those that were. */
export async function insertSubscribers(tx: TenantTx, rows: readonly SubscriberRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const made = await tx.orm
    .insert(subscribers)
    .values(rows.map((row) => ({ ...row, organizationId: tx.organizationId })))
    .onConflictDoNothing()
    .returning({ id: subscribers.id });
  return new Set(made.map(({ id }) => id));
}

export async function findSubscriber(tx: TenantTx, id: string): Promise<SubscriberRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(subscribers)
    .where(and(own(tx), eq(subscribers.id, id)));
  return row;
}

/** The row, locked until the transaction ends. */
export async function lockSubscriber(tx: TenantTx, id: string): Promise<SubscriberRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(subscribers)
    .where(and(own(tx), eq(subscribers.id, id)))
    .for("update");
  return row;
}

export type SubscriberPlace = {
  pageId: string;
  channel: SubscriberChannel;
  addressKey: string;
  incidentId: string | null;
};

/** Who subscribed this address to this page, or to this incident of it; locked until the transaction ends. */
export async function lockSubscriberAt(
  tx: TenantTx,
  { pageId, channel, addressKey, incidentId }: SubscriberPlace,
): Promise<SubscriberRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(subscribers)
    .where(
      and(
        own(tx),
        eq(subscribers.pageId, pageId),
        eq(subscribers.channel, channel),
        eq(subscribers.addressKey, addressKey),
        sql`${subscribers.incidentId} is not distinct from ${incidentId}`,
      ),
    )
    .for("update");
  return row;
}

export type SubscriberConditions = {
  q?: string | undefined;
  state?: SubscriberState | undefined;
  channel?: SubscriberChannel | undefined;
  component?: string | undefined;
};

function conditionsOf(tx: TenantTx, pageId: string, filter: SubscriberConditions) {
  const pattern = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  return and(
    own(tx),
    eq(subscribers.pageId, pageId),
    pattern ? or(ilike(subscribers.address, pattern), ilike(subscribers.addressKey, pattern)) : undefined,
    filter.state ? eq(subscribers.state, filter.state) : undefined,
    filter.channel ? eq(subscribers.channel, filter.channel) : undefined,
    filter.component ? sql`${filter.component} = any(${subscribers.components})` : undefined,
  );
}

/** Newest first; asks for one row more than `limit`. */
export function listSubscribers(
  tx: TenantTx,
  pageId: string,
  page: { limit: number; before: string | null },
  filter: SubscriberConditions,
): Promise<SubscriberRow[]> {
  const before = page.before === null ? undefined : lt(subscribers.id, page.before);
  return tx.orm
    .select()
    .from(subscribers)
    .where(and(conditionsOf(tx, pageId, filter), before))
    .orderBy(desc(subscribers.id))
    .limit(page.limit + 1);
}

/** Oldest first, for reading all of them piece by piece. */
export function subscribersAfter(
  tx: TenantTx,
  pageId: string,
  after: string,
  limit: number,
): Promise<SubscriberRow[]> {
  return tx.orm
    .select()
    .from(subscribers)
    .where(and(own(tx), eq(subscribers.pageId, pageId), gt(subscribers.id, after)))
    .orderBy(asc(subscribers.id))
    .limit(limit);
}

/** How many subscribers of a page are in each state on each channel. */
export function countSubscribers(
  tx: TenantTx,
  pageIds: readonly string[],
): Promise<{ pageId: string; channel: SubscriberChannel; state: SubscriberState; count: number }[]> {
  return tx.orm
    .select({
      pageId: subscribers.pageId,
      channel: subscribers.channel,
      state: subscribers.state,
      count: count(),
    })
    .from(subscribers)
    .where(and(own(tx), inArray(subscribers.pageId, [...pageIds])))
    .groupBy(subscribers.pageId, subscribers.channel, subscribers.state);
}

export async function updateSubscriber(
  tx: TenantTx,
  row: SubscriberRow,
  change: SubscriberChange,
  now: number,
): Promise<SubscriberRow> {
  const [after] = await tx.orm
    .update(subscribers)
    .set({ ...change, updatedAt: now, version: row.version + 1 })
    .where(and(own(tx), eq(subscribers.id, row.id)))
    .returning();
  return after ?? row;
}

/**
 * Forgets who was asked to confirm before then and never did. An end that stood before the question stands again:
 * whoever may ask an address cannot make a page forget that its owner left.
 */
export async function forgetPendingBefore(tx: TenantTx, before: number): Promise<void> {
  const unanswered = and(own(tx), eq(subscribers.state, "pending"), lt(subscribers.updatedAt, before));
  const back = (state: SubscriberState) => ({ state, version: sql`${subscribers.version} + 1` });
  await tx.orm
    .update(subscribers)
    .set(back("unsubscribed"))
    .where(and(unanswered, isNotNull(subscribers.unsubscribedAt)));
  await tx.orm
    .update(subscribers)
    .set(back("quarantined"))
    .where(and(unanswered, isNotNull(subscribers.quarantinedAt)));
  await tx.orm.delete(subscribers).where(unanswered);
}

/** Its owner says that the mailbox works: what came back before holds nothing up any more. */
export async function forgiveAddress(tx: TenantTx, addressKey: string): Promise<void> {
  await tx.orm
    .delete(suppressions)
    .where(and(eq(suppressions.organizationId, tx.organizationId), eq(suppressions.addressKey, addressKey)));
}
