import { and, eq, sql } from "drizzle-orm";
import type { EngineTx, GlobalTx, TenantTx } from "@/db/client";
import { organizations } from "@/db/schema/organization";
import type { Organization } from "@/lib/domain/organization";

export async function insertOrganization(tx: TenantTx, row: Organization): Promise<void> {
  await tx.orm.insert(organizations).values(row);
}

/** The transaction's own organization. */
export async function ownOrganization(tx: TenantTx): Promise<Organization | null> {
  const [row] = await tx.orm.select().from(organizations).where(eq(organizations.id, tx.organizationId));
  return row ?? null;
}

/** The same, held until the transaction ends, so that changes of its members take turns. */
export async function lockOrganization(tx: TenantTx): Promise<Organization | null> {
  const [row] = await tx.orm
    .select()
    .from(organizations)
    .where(eq(organizations.id, tx.organizationId))
    .for("update");
  return row ?? null;
}

export async function findOrganizationBySlug(
  tx: GlobalTx | TenantTx,
  slug: string,
): Promise<Organization | null> {
  const [row] = await tx.orm.select().from(organizations).where(eq(organizations.slug, slug));
  return row ?? null;
}

/** The renamed organization, or null when its version is another by now. */
export async function updateOrganizationName(
  tx: TenantTx,
  name: string,
  version: number,
): Promise<Organization | null> {
  const [row] = await tx.orm
    .update(organizations)
    .set({ name, version: sql`${organizations.version} + 1` })
    .where(and(eq(organizations.id, tx.organizationId), eq(organizations.version, version)))
    .returning();
  return row ?? null;
}

/** Every tenant's id, for periodic work; nothing else of them. */
export async function listOrganizationIds(tx: EngineTx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`select id from probity_organization_ids() as id`;
  return rows.map((row) => row.id);
}
