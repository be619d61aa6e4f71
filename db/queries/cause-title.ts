import type { TenantTx } from "@/db/client";

/** Names that people gave to the sources of these ids: monitors, providers, imports and maintenances. */
export async function readSourceTitles(tx: TenantTx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.sql<{ id: string; title: string }[]>`
    select id, name as title from monitors
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[])
    union all
    select id, provider_name || coalesce(': ' || remote_name, '') as title from dependencies
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[])
    union all
    select id, title from ledger_imports
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[])
    union all
    select asked, title from unnest(${[...ids]}::text[]) as asked
    join maintenances on id = split_part(asked, ':', 1)
    where organization_id = ${tx.organizationId}`;
  return new Map(rows.map((row) => [row.id, row.title]));
}
