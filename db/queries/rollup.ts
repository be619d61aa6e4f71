import type { EngineTx, TenantTx } from "@/db/client";
import type { LatencyPoint } from "@/lib/domain/latency";
import { latencyBoundsMs } from "@/lib/domain/latency";
import { cellsPerPhase } from "@/lib/domain/latency-spread";
import { dayMs, hourMs, type Ms } from "@/lib/domain/time";

const phases = ["dns_ms", "connect_ms", "tls_ms", "first_byte_ms", "transfer_ms", "total_ms"] as const;

/**
 * Sums the outcomes of the hour [hour, hour + 1 h) into their rollups, of every tenant. May be repeated: what is there
 * is replaced by the sum of all that is stored now.
 */
export async function rollHour(tx: EngineTx, hour: Ms): Promise<void> {
  const sums = phases.map(
    (phase) => `coalesce(sum(${phase}) filter (where counts and verdict <> 'down'), 0)`,
  );
  const buckets = [...latencyBoundsMs, null].map(
    (_, bucket) => `count(*) filter (where counts and verdict <> 'down' and bucket = ${bucket})`,
  );
  const tally = (verdict: string) => tx.sql`count(*) filter (where counts and verdict = ${verdict})`;
  const bounds = [...latencyBoundsMs];
  await tx.sql`
    with o as materialized (
      select *, not suspect and not run_now as counts, width_bucket(total_ms - 1, ${bounds}::int[]) as bucket
      from outcomes where scheduled_for >= ${hour} and scheduled_for < ${hour + hourMs}),
    sums as (
      select organization_id, monitor_id, region, ${tally("up")} as up, ${tally("degraded")} as degraded,
        ${tally("down")} as down, count(*) filter (where suspect) as suspect,
        array[${tx.sql.unsafe(sums.join(", "))}]::bigint[] as phase_sums_ms,
        array[${tx.sql.unsafe(buckets.join(", "))}]::int[] as histogram
      from o group by organization_id, monitor_id, region),
    cells as (
      select organization_id, monitor_id, region, count(*)::int as runs,
        phase * ${cellsPerPhase}::int + width_bucket(ms - 1, ${bounds}::int[]) as cell
      from o cross join lateral (
        values (0, dns_ms), (1, connect_ms), (2, tls_ms), (3, first_byte_ms), (4, transfer_ms)) as p(phase, ms)
      where counts and verdict <> 'down' and ms is not null group by organization_id, monitor_id, region, cell),
    packed as (
      select organization_id, monitor_id, region, array_agg(cell order by cell) as cells,
        array_agg(runs order by cell) as runs
      from cells group by organization_id, monitor_id, region)
    insert into outcome_rollups (organization_id, monitor_id, region, hour, up, degraded, down, suspect,
      phase_sums_ms, histogram, phase_cells, phase_runs)
    select organization_id, monitor_id, region, ${hour}::bigint, up, degraded, down, suspect, phase_sums_ms,
      histogram, coalesce(cells, '{}'), coalesce(runs, '{}')
    from sums left join packed using (organization_id, monitor_id, region)
    on conflict (organization_id, monitor_id, region, hour) do update
      set up = excluded.up, degraded = excluded.degraded, down = excluded.down, suspect = excluded.suspect,
        phase_sums_ms = excluded.phase_sums_ms, histogram = excluded.histogram,
        phase_cells = excluded.phase_cells, phase_runs = excluded.phase_runs`;
}

/** The first moment of any stored outcome, or null; where a retention has to begin. */
export async function firstOutcomeAt(tx: EngineTx): Promise<Ms | null> {
  const [row] = await tx.sql<{ first: Ms | null }[]>`select min(scheduled_for) as first from outcomes`;
  return row?.first ?? null;
}

/** Makes the partitions of `days` UTC days from `firstDay` on. */
export async function ensureDays(tx: EngineTx, firstDay: Ms, days: number): Promise<void> {
  for (let index = 0; index < days; index += 1)
    await tx.sql`select outcomes_ensure_day(${firstDay + index * dayMs}::bigint)`;
}

/** Drops the outcomes of all days before `before`; gives up rather than hold others up for more than a few seconds. */
export async function dropDaysBefore(tx: EngineTx, before: Ms): Promise<string[]> {
  await tx.sql`select set_config('lock_timeout', '3s', true)`;
  const rows = await tx.sql<{ name: string }[]>`
    select outcomes_drop_before as name from outcomes_drop_before(${before}::bigint)`;
  await tx.sql`delete from outcomes where scheduled_for < ${before}`;
  return rows.map((row) => row.name);
}

export type RollupRow = {
  hour: Ms;
  up: number;
  degraded: number;
  down: number;
  phaseSumsMs: number[];
  histogram: number[];
};

/** A monitor's hours in [from, to), all regions, oldest first. */
export function listRollups(tx: TenantTx, monitorId: string, from: Ms, to: Ms): Promise<RollupRow[]> {
  return tx.sql<RollupRow[]>`
    select hour, up, degraded, down, phase_sums_ms, histogram from outcome_rollups
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId} and hour >= ${from} and hour < ${to}
    order by hour, region`;
}

/** The hours of all monitors of each component in [from, to), all regions, oldest first. */
export async function componentRollups(
  tx: TenantTx,
  componentIds: readonly string[],
  from: Ms,
  to: Ms,
): Promise<Map<string, RollupRow[]>> {
  if (componentIds.length === 0) return new Map();
  const rows = await tx.sql<(RollupRow & { componentId: string })[]>`
    select m.component_id, r.hour, r.up, r.degraded, r.down, r.phase_sums_ms, r.histogram
    from outcome_rollups r
    join monitors m on m.organization_id = r.organization_id and m.id = r.monitor_id
    where r.organization_id = ${tx.organizationId} and m.component_id = any(${[...componentIds]}::text[])
      and r.hour >= ${from} and r.hour < ${to}
    order by r.hour`;
  return Map.groupBy(rows, ({ componentId }) => componentId);
}

/** Means by phase of the runs that succeeded, per step of the window, from the outcomes themselves. */
export function latencyFromOutcomes(
  tx: TenantTx,
  monitorId: string,
  window: { from: Ms; to: Ms; stepMs: number },
): Promise<LatencyPoint[]> {
  const { from, to, stepMs } = window;
  const mean = (phase: string) => tx.sql.unsafe(`round(avg(${phase}) filter (where verdict <> 'down'))::int`);
  return tx.sql<LatencyPoint[]>`
    select ${from}::bigint + (started_at - ${from}::bigint) / ${stepMs}::int * ${stepMs}::int as at,
      (count(*) filter (where verdict <> 'down'))::int as count,
      (count(*) filter (where verdict = 'down'))::int as failures, ${mean("dns_ms")} as dns_ms,
      ${mean("connect_ms")} as connect_ms, ${mean("tls_ms")} as tls_ms, ${mean("first_byte_ms")} as first_byte_ms,
      ${mean("transfer_ms")} as transfer_ms, ${mean("total_ms")} as total_ms
    from outcomes
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId} and started_at >= ${from}
      and started_at < ${to} and scheduled_for >= ${from - dayMs} and not suspect and not run_now
    group by 1 order by 1`;
}

/** Median and 95th percentile of the total time of the runs that succeeded in [from, to). */
export async function quantilesFromOutcomes(
  tx: TenantTx,
  monitorId: string,
  from: Ms,
  to: Ms,
): Promise<{ p50Ms: number | null; p95Ms: number | null }> {
  const [row] = await tx.sql<{ p50Ms: number | null; p95Ms: number | null }[]>`
    select percentile_disc(0.5) within group (order by total_ms) as p50_ms,
      percentile_disc(0.95) within group (order by total_ms) as p95_ms
    from outcomes
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId} and started_at >= ${from}
      and started_at < ${to} and scheduled_for >= ${from - dayMs} and not suspect and not run_now
      and verdict <> 'down'`;
  return row ?? { p50Ms: null, p95Ms: null };
}
