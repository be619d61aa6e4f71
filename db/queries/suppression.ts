import { and, desc, eq, ilike, lt, or } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { suppressions } from "@/db/schema/notice";
import type { Suppression, SuppressionReason } from "@/lib/domain/suppression";

const own = (tx: TenantTx) => eq(suppressions.organizationId, tx.organizationId);

/** Writes it unless the address is suppressed already; whether it was new. */
export async function insertSuppression(tx: TenantTx, row: Suppression): Promise<boolean> {
  const made = await tx.orm
    .insert(suppressions)
    .values({ ...row, organizationId: tx.organizationId })
    .onConflictDoNothing()
    .returning({ id: suppressions.id });
  return made.length > 0;
}

/** Newest first; `before` is the last id of the page before. */
export async function listSuppressions(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  filter: { q?: string | undefined; reason?: SuppressionReason | undefined },
): Promise<Suppression[]> {
  const part = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  return await tx.orm
    .select()
    .from(suppressions)
    .where(
      and(
        own(tx),
        page.before ? lt(suppressions.id, page.before) : undefined,
        filter.reason ? eq(suppressions.reason, filter.reason) : undefined,
        part ? or(ilike(suppressions.address, part), ilike(suppressions.detail, part)) : undefined,
      ),
    )
    .orderBy(desc(suppressions.id))
    .limit(page.limit);
}

export async function findSuppression(tx: TenantTx, id: string): Promise<Suppression | null> {
  const [row] = await tx.orm
    .select()
    .from(suppressions)
    .where(and(own(tx), eq(suppressions.id, id)))
    .for("update");
  return row ?? null;
}

export async function deleteSuppression(tx: TenantTx, addressKey: string): Promise<boolean> {
  const gone = await tx.orm
    .delete(suppressions)
    .where(and(own(tx), eq(suppressions.addressKey, addressKey)))
    .returning({ id: suppressions.id });
  return gone.length > 0;
}

/** Whoever is reached at this address is told nothing more until it asks for it itself. */
export async function quarantine(tx: TenantTx, addressKey: string, why: string, now: number): Promise<void> {
  await tx.sql`
    update subscribers set state = 'quarantined', quarantined_at = ${now}, quarantine_reason = ${why},
      updated_at = ${now}, version = version + 1
    where organization_id = ${tx.organizationId} and channel = 'email' and address_key = ${addressKey}
      and state = 'active'`;
  await tx.sql`
    update contacts set quarantined_at = ${now}, quarantine_reason = ${why}, updated_at = ${now},
      version = version + 1
    where organization_id = ${tx.organizationId} and address_key = ${addressKey} and quarantined_at is null`;
}
