import { and, asc, count, eq } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { incidentTemplates } from "@/db/schema/incident";
import type { Ms } from "@/lib/domain/time";

export type TemplateRow = Omit<typeof incidentTemplates.$inferSelect, "organizationId">;

const own = (tx: TenantTx) => eq(incidentTemplates.organizationId, tx.organizationId);

export async function insertTemplate(tx: TenantTx, row: TemplateRow): Promise<void> {
  await tx.orm.insert(incidentTemplates).values({ ...row, organizationId: tx.organizationId });
}

/** By name; there are few. */
export function listTemplates(tx: TenantTx): Promise<TemplateRow[]> {
  return tx.orm
    .select()
    .from(incidentTemplates)
    .where(own(tx))
    .orderBy(asc(incidentTemplates.name), asc(incidentTemplates.id));
}

export async function countTemplates(tx: TenantTx): Promise<number> {
  const [row] = await tx.orm.select({ total: count() }).from(incidentTemplates).where(own(tx));
  return row?.total ?? 0;
}

export async function lockTemplate(tx: TenantTx, id: string): Promise<TemplateRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(incidentTemplates)
    .where(and(own(tx), eq(incidentTemplates.id, id)))
    .for("update");
  return row;
}

export async function updateTemplate(
  tx: TenantTx,
  row: TemplateRow,
  change: Partial<TemplateRow>,
  now: Ms,
): Promise<TemplateRow> {
  const [after] = await tx.orm
    .update(incidentTemplates)
    .set({ ...change, updatedAt: now, version: row.version + 1 })
    .where(and(own(tx), eq(incidentTemplates.id, row.id)))
    .returning();
  return after ?? row;
}

export async function deleteTemplate(tx: TenantTx, id: string): Promise<void> {
  await tx.orm.delete(incidentTemplates).where(and(own(tx), eq(incidentTemplates.id, id)));
}
