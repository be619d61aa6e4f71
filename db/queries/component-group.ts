import type { TenantTx } from "@/db/client";

/** The names of groups in use, in order. */
export async function listGroupNames(tx: TenantTx): Promise<string[]> {
  const rows = await tx.sql<{ groupName: string }[]>`
    select distinct group_name from components
    where organization_id = ${tx.organizationId} and archived_at is null and group_name is not null
    order by group_name limit 500`;
  return rows.map((row) => row.groupName);
}
