import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { auditEntries } from "@/db/schema/audit";

export type AuditEntry = Omit<typeof auditEntries.$inferSelect, "organizationId">;

export type AuditFilter = { actor?: string; action?: string; objectId?: string };

export async function insertAuditEntry(tx: TenantTx, entry: AuditEntry): Promise<void> {
  await tx.orm.insert(auditEntries).values({ ...entry, organizationId: tx.organizationId });
}

/** Newest first; `before` is the last id of the page before. */
export function listAuditEntries(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  filter: AuditFilter = {},
): Promise<AuditEntry[]> {
  const conditions: (SQL | undefined)[] = [
    eq(auditEntries.organizationId, tx.organizationId),
    page.before ? lt(auditEntries.id, page.before) : undefined,
    filter.actor ? eq(auditEntries.actor, filter.actor) : undefined,
    filter.action ? eq(auditEntries.action, filter.action) : undefined,
    filter.objectId ? eq(auditEntries.objectId, filter.objectId) : undefined,
  ];
  return tx.orm
    .select()
    .from(auditEntries)
    .where(and(...conditions))
    .orderBy(desc(auditEntries.id))
    .limit(page.limit);
}
