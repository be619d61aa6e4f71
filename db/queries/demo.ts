import { and, asc, eq } from "drizzle-orm";
import type { EngineTx, TenantTx } from "@/db/client";
import { demoServices } from "@/db/schema/monitor";

export type DemoService = Omit<typeof demoServices.$inferSelect, "organizationId">;

export function listDemoServices(tx: TenantTx): Promise<DemoService[]> {
  return tx.orm
    .select({ name: demoServices.name, health: demoServices.health, updatedAt: demoServices.updatedAt })
    .from(demoServices)
    .where(eq(demoServices.organizationId, tx.organizationId))
    .orderBy(asc(demoServices.name));
}

export async function insertDemoServices(tx: TenantTx, names: readonly string[], now: number): Promise<void> {
  const rows = names.map((name) => ({
    organizationId: tx.organizationId,
    name,
    health: "ok" as const,
    updatedAt: now,
  }));
  await tx.orm.insert(demoServices).values(rows);
}

/** The service before and after, or null when there is none of that name. */
export async function updateDemoService(
  tx: TenantTx,
  { name, health, updatedAt }: DemoService,
): Promise<{ before: DemoService["health"] } | null> {
  const mine = and(eq(demoServices.organizationId, tx.organizationId), eq(demoServices.name, name));
  const [row] = await tx.orm.select().from(demoServices).where(mine).for("update");
  if (!row) return null;
  await tx.orm.update(demoServices).set({ health, updatedAt }).where(mine);
  return { before: row.health };
}

/** Every demo service of this installation, for the built-in target to behave by. */
export function listDemoHealth(tx: EngineTx): Promise<DemoService[]> {
  return tx.orm
    .select({ name: demoServices.name, health: demoServices.health, updatedAt: demoServices.updatedAt })
    .from(demoServices);
}
