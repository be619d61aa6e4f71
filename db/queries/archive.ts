import type { TenantTx } from "@/db/client";
import type { Ms } from "@/lib/domain/time";

/**
 * By component, the first instant before `before` of which an incident or a maintenance tells; components of which
 * nothing is told that far back are left out.
 */
export async function firstTold(tx: TenantTx, before: Ms): Promise<Map<string, Ms>> {
  const { organizationId } = tx;
  const rows = await tx.sql<{ id: string; at: Ms }[]>`
    select id, min(at) as at from (
      select component_id as id, started_at as at from incident_components
      join incidents on incidents.organization_id = ${organizationId} and incidents.id = incident_id
      where incident_components.organization_id = ${organizationId} and started_at < ${before}
        and published_at is not null and merged_into is null and archived_at is null
      union all
      select unnest(component_ids), "from" from maintenances
      where organization_id = ${organizationId} and "from" < ${before}
    ) told group by id`;
  return new Map(rows.map(({ id, at }) => [id, Number(at)]));
}
