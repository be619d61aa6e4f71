import type { TenantTx } from "@/db/client";
import {
  overdueAfterMs,
  type ProbeProcess,
  type RegionWork,
  regionWindowMs,
} from "@/lib/domain/probe-health";
import { dayMs, type Ms, secondMs } from "@/lib/domain/time";

/** A probe speaks up every second; its row is written no oftener than this. */
const noteEveryMs = 5 * secondMs;
/** Processes come and go with every restart; those unheard for so long, or beyond so many, are forgotten. */
const keptMs = 7 * dayMs;
const keptMax = 500;

/** Keeps what a probe says of itself; cheap enough for every claim. */
export async function noteProbe(tx: TenantTx, probe: ProbeProcess, now: Ms): Promise<void> {
  const { region, name, version, protocol, firstSeenAt, lastSeenAt, leftAt, skewMs, outstanding, capacity } =
    probe;
  const [row] = await tx.sql<{ isNew: boolean }[]>`
    insert into probes (organization_id, region, name, version, protocol, first_seen_at, last_seen_at, left_at,
      skew_ms, outstanding, capacity)
    values (${tx.organizationId}, ${region}, ${name}, ${version}, ${protocol}, ${firstSeenAt}, ${lastSeenAt},
      ${leftAt}, ${skewMs}, ${outstanding}, ${capacity})
    on conflict (organization_id, region, name) do update
      set version = excluded.version, protocol = excluded.protocol, last_seen_at = excluded.last_seen_at,
        left_at = excluded.left_at, skew_ms = excluded.skew_ms, outstanding = excluded.outstanding,
        capacity = excluded.capacity
      where probes.last_seen_at <= ${now - noteEveryMs}::bigint or probes.version <> excluded.version
        or probes.left_at is distinct from excluded.left_at
    returning first_seen_at = ${now}::bigint as is_new`;
  if (row?.isNew) await forgetProbes(tx, now);
}

async function forgetProbes(tx: TenantTx, now: Ms): Promise<void> {
  await tx.sql`
    delete from probes where organization_id = ${tx.organizationId} and (last_seen_at < ${now - keptMs}
      or (region, name) in (
        select region, name from probes where organization_id = ${tx.organizationId}
        order by last_seen_at desc offset ${keptMax}))`;
}

/** A probe that reports is alive, even while it is too full to claim. */
export async function touchProbe(tx: TenantTx, region: string, name: string, now: Ms): Promise<void> {
  await tx.sql`
    update probes set last_seen_at = ${now}
    where organization_id = ${tx.organizationId} and region = ${region} and name = ${name}
      and last_seen_at <= ${now - noteEveryMs}::bigint`;
}

/** The processes of these regions, the last heard first. */
export function listProbeProcesses(tx: TenantTx, regions: readonly string[]): Promise<ProbeProcess[]> {
  return tx.sql<ProbeProcess[]>`
    select region, name, version, protocol, first_seen_at, last_seen_at, left_at, skew_ms, outstanding, capacity
    from probes where organization_id = ${tx.organizationId} and region = any(${[...regions]}::text[])
    order by last_seen_at desc, name limit ${keptMax}`;
}

/** Regions that a monitor names or a probe spoke up for, by name, with what they did in the last minutes. */
export function listRegionWork(
  tx: TenantTx,
  find: { q: string | undefined; after: string; limit: number },
  now: Ms,
): Promise<RegionWork[]> {
  const like = `%${(find.q ?? "").replace(/[\\%_]/g, "\\$&")}%`;
  return tx.sql<RegionWork[]>`
    with named as (
      select region, count(*)::int as monitors,
        (count(*) filter (where due_at <= ${now - overdueAfterMs}::bigint))::int as overdue
      from schedules where organization_id = ${tx.organizationId} and type <> 'heartbeat' group by region),
    known as (
      select region from named
      union select region from probes where organization_id = ${tx.organizationId}),
    ran as (
      select region, count(*)::int as runs, (count(*) filter (where suspect))::int as suspects,
        max(started_at) as last_run_at,
        percentile_disc(0.99) within group (order by greatest(0, started_at - scheduled_for)) as lag_p99_ms
      from outcomes
      where organization_id = ${tx.organizationId} and scheduled_for >= ${now - regionWindowMs}::bigint
        and not run_now and region <> 'beat' group by region)
    select region, coalesce(monitors, 0) as monitors, coalesce(overdue, 0) as overdue, coalesce(runs, 0) as runs,
      coalesce(suspects, 0) as suspects, last_run_at, lag_p99_ms
    from known left join named using (region) left join ran using (region)
    where region ilike ${like} and region > ${find.after} order by region limit ${find.limit}`;
}
