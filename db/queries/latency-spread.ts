import type { TenantTx } from "@/db/client";
import {
  type HourSpread,
  type LatencyPhase,
  latencyPhases,
  noQuantiles,
  type Quantiles,
  type RegionSpread,
  type SpreadPoint,
} from "@/lib/domain/latency-spread";
import { dayMs, type Ms } from "@/lib/domain/time";

type Window = { monitorId: string; from: Ms; to: Ms; region: string | undefined };

/** A monitor's hours in [from, to), one row per region. */
export function listHourSpreads(
  tx: TenantTx,
  { monitorId, from, to, region }: Window,
): Promise<HourSpread[]> {
  return tx.sql<HourSpread[]>`
    select hour, region, up, degraded, down, histogram, phase_cells as cells, phase_runs as cell_runs
    from outcome_rollups
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId} and hour >= ${from} and hour < ${to}
      and (${region ?? null}::text is null or region = ${region ?? null}) order by hour, region`;
}

/** p50, p95 and p99 of one column over the runs that succeeded. */
function shares(tx: TenantTx, phase: LatencyPhase) {
  return tx.sql.unsafe(
    `percentile_disc(array[0.5, 0.95, 0.99]) within group (order by ${phase}_ms) filter (where verdict <> 'down')`,
  );
}

function counted(tx: TenantTx, { monitorId, from, to, region }: Window) {
  return tx.sql`
    organization_id = ${tx.organizationId} and monitor_id = ${monitorId} and started_at >= ${from}
      and started_at < ${to} and scheduled_for >= ${from - dayMs} and not suspect and not run_now
      and (${region ?? null}::text is null or region = ${region ?? null})`;
}

/** One phase over time, from the outcomes themselves; steps without a run of it have no point. */
export async function pointsFromOutcomes(
  tx: TenantTx,
  window: Window,
  { phase, stepMs }: { phase: LatencyPhase; stepMs: number },
): Promise<SpreadPoint[]> {
  const { from } = window;
  const rows = await tx.sql<{ at: Ms; shares: number[] | null }[]>`
    select ${from}::bigint + (started_at - ${from}::bigint) / ${stepMs}::int * ${stepMs}::int as at,
      ${shares(tx, phase)} as shares
    from outcomes where ${counted(tx, window)} group by 1 order by 1`;
  return rows.flatMap(({ at, shares: found }) => {
    const quantiles = quantilesOf(found);
    return quantiles.p50Ms === null ? [] : [{ at, ...quantiles }];
  });
}

type RegionRow = { region: string | null; count: number; failures: number } & Record<
  `${LatencyPhase}Shares`,
  number[] | null
>;

/** Every phase over the window, and one by region, in one pass over the outcomes. */
export async function totalsFromOutcomes(
  tx: TenantTx,
  window: Window,
  phase: LatencyPhase,
): Promise<{ phases: Record<LatencyPhase, Quantiles>; regions: RegionSpread[] }> {
  const rows = await tx.sql<(Omit<RegionRow, "firstByteShares"> & { firstByteShares: number[] | null })[]>`
    select region, (count(*) filter (where verdict <> 'down'))::int as count,
      (count(*) filter (where verdict = 'down'))::int as failures, ${shares(tx, "dns")} as dns_shares,
      ${shares(tx, "connect")} as connect_shares, ${shares(tx, "tls")} as tls_shares,
      ${shares(tx, "first_byte")} as first_byte_shares, ${shares(tx, "transfer")} as transfer_shares,
      ${shares(tx, "total")} as total_shares
    from outcomes where ${counted(tx, window)} group by grouping sets ((), (region)) order by region`;
  const sharesOf = (row: (typeof rows)[number] | undefined, name: LatencyPhase) =>
    row === undefined
      ? noQuantiles
      : quantilesOf(name === "first_byte" ? row.firstByteShares : row[`${name}Shares`]);
  const all = rows.find(({ region }) => region === null);
  const each = latencyPhases.map((name) => [name, sharesOf(all, name)] as const);
  return {
    phases: Object.fromEntries(each) as Record<LatencyPhase, Quantiles>,
    regions: rows.flatMap((row) => {
      const { region, count, failures } = row;
      return region === null ? [] : [{ region, count, failures, ...sharesOf(row, phase) }];
    }),
  };
}

function quantilesOf(found: readonly number[] | null): Quantiles {
  const [p50Ms = null, p95Ms = null, p99Ms = null] = found ?? [];
  return { p50Ms, p95Ms, p99Ms };
}
