import type { TenantTx } from "@/db/client";

/** What told an incident's story is told by another from now on. */
export async function moveOutages(tx: TenantTx, from: string, to: string): Promise<void> {
  await tx.sql`
    update incident_outages set incident_id = ${to}
    where organization_id = ${tx.organizationId} and incident_id = ${from}`;
}
