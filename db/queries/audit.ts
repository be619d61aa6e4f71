import { and, asc, desc, eq, gte, lt, type SQL } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { auditEntries } from "@/db/schema/audit";

export type AuditEntry = Omit<typeof auditEntries.$inferSelect, "organizationId">;

/** Acts of one actor, of one kind, on one object, in [from, to). */
export type AuditFilter = {
  actor?: string | undefined;
  action?: string | undefined;
  objectId?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

export async function insertAuditEntry(tx: TenantTx, entry: AuditEntry): Promise<void> {
  await tx.orm.insert(auditEntries).values({ ...entry, organizationId: tx.organizationId });
}

/** Many at once, in one statement of SQL. */
export async function insertAuditEntries(tx: TenantTx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { organizationId } = tx;
  await tx.orm.insert(auditEntries).values(entries.map((entry) => ({ ...entry, organizationId })));
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
    filter.from === undefined ? undefined : gte(auditEntries.at, filter.from),
    filter.to === undefined ? undefined : lt(auditEntries.at, filter.to),
  ];
  return tx.orm
    .select()
    .from(auditEntries)
    .where(and(...conditions))
    .orderBy(desc(auditEntries.id))
    .limit(page.limit);
}

/** The kinds of act among the newest `limit` entries, in alphabetical order. */
export async function listAuditActions(tx: TenantTx, limit: number): Promise<string[]> {
  const newest = tx.orm
    .select({ action: auditEntries.action })
    .from(auditEntries)
    .where(eq(auditEntries.organizationId, tx.organizationId))
    .orderBy(desc(auditEntries.id))
    .limit(limit)
    .as("newest");
  const rows = await tx.orm.selectDistinct().from(newest).orderBy(asc(newest.action));
  return rows.map(({ action }) => action);
}
