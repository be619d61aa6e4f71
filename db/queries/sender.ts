import { and, asc, eq, inArray } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { pageSenders, sendingDomains } from "@/db/schema/sender";

export type PageSenderRow = Omit<typeof pageSenders.$inferSelect, "organizationId">;
export type SendingDomainRow = Omit<typeof sendingDomains.$inferSelect, "organizationId">;

export async function findPageSender(tx: TenantTx, pageId: string): Promise<PageSenderRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(pageSenders)
    .where(and(eq(pageSenders.organizationId, tx.organizationId), eq(pageSenders.pageId, pageId)));
  return row;
}

/** Those of these pages that have one. */
export function findPageSenders(tx: TenantTx, pageIds: readonly string[]): Promise<PageSenderRow[]> {
  return tx.orm
    .select()
    .from(pageSenders)
    .where(and(eq(pageSenders.organizationId, tx.organizationId), inArray(pageSenders.pageId, [...pageIds])));
}

export async function savePageSender(tx: TenantTx, row: PageSenderRow): Promise<void> {
  const { pageId, ...change } = row;
  await tx.orm
    .insert(pageSenders)
    .values({ ...row, organizationId: tx.organizationId })
    .onConflictDoUpdate({ target: [pageSenders.organizationId, pageSenders.pageId], set: change });
}

export function listSendingDomains(tx: TenantTx): Promise<SendingDomainRow[]> {
  return tx.orm
    .select()
    .from(sendingDomains)
    .where(eq(sendingDomains.organizationId, tx.organizationId))
    .orderBy(asc(sendingDomains.domain));
}

export async function findSendingDomain(tx: TenantTx, id: string): Promise<SendingDomainRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(sendingDomains)
    .where(and(eq(sendingDomains.organizationId, tx.organizationId), eq(sendingDomains.id, id)));
  return row;
}

/** False when the organization has this domain already. */
export async function insertSendingDomain(tx: TenantTx, row: SendingDomainRow): Promise<boolean> {
  const made = await tx.orm
    .insert(sendingDomains)
    .values({ ...row, organizationId: tx.organizationId })
    .onConflictDoNothing()
    .returning({ id: sendingDomains.id });
  return made.length === 1;
}

export async function updateSendingDomain(
  tx: TenantTx,
  id: string,
  change: Partial<Omit<SendingDomainRow, "id" | "domain" | "createdAt">>,
): Promise<void> {
  await tx.orm
    .update(sendingDomains)
    .set(change)
    .where(and(eq(sendingDomains.organizationId, tx.organizationId), eq(sendingDomains.id, id)));
}

export async function deleteSendingDomain(tx: TenantTx, id: string): Promise<void> {
  await tx.orm
    .delete(sendingDomains)
    .where(and(eq(sendingDomains.organizationId, tx.organizationId), eq(sendingDomains.id, id)));
}
