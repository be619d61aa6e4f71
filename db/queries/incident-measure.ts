import type { TenantTx } from "@/db/client";
import type { MeasuredIncident } from "@/lib/domain/incident-measure";
import type { Ms } from "@/lib/domain/time";

/** Most incidents that one answer measures. */
const measuredMax = 5_000;

/**
 * Published incidents that began in [from, to), or the one of this id, with their milestones and what failed; oldest
 * first. The first mail is the first that any of their words sent.
 */
export function listMeasured(
  tx: TenantTx,
  window: { from: Ms; to: Ms },
  id: string | null = null,
): Promise<MeasuredIncident[]> {
  return tx.sql<MeasuredIncident[]>`
    select i.id, i.title, i.started_at, i.detected_at, i.published_at, i.resolved_at,
      (select min(d.sent_at) from incident_updates u
        join deliveries d on d.organization_id = u.organization_id and d.fact_id = 'incident_update:' || u.id
        where u.organization_id = i.organization_id and u.incident_id = i.id) as notified_at,
      coalesce((select jsonb_agg(distinct jsonb_build_object('componentId', o.component_id, 'failure', o.failure))
        from incident_outages l
        join outages o on o.organization_id = l.organization_id and o.id = l.outage_id
        where l.organization_id = i.organization_id and l.incident_id = i.id), '[]') as failed
    from incidents i
    where i.organization_id = ${tx.organizationId} and i.published_at is not null and i.archived_at is null
      and i.merged_into is null and (${id}::text is null or i.id = ${id})
      and i.started_at >= ${window.from} and i.started_at < ${window.to}
    order by i.started_at, i.id limit ${measuredMax}`;
}
