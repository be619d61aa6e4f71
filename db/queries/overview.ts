import type { TenantTx } from "@/db/client";
import type { FailureWord } from "@/lib/domain/check";
import { dayMs, type Ms } from "@/lib/domain/time";
import type { Verdict } from "@/lib/domain/verdict";

export type MonitorCounts = {
  total: number;
  paused: number;
  /** Runs that should happen each minute, over all regions. */
  checksPerMinute: number;
};

/** How many monitors are in use, and how much they do. */
export async function countMonitors(tx: TenantTx): Promise<MonitorCounts> {
  const [row] = await tx.sql<MonitorCounts[]>`
    select count(*)::int as total, count(paused_at)::int as paused,
      coalesce(floor(sum(60.0 * cardinality(regions) / interval_seconds) filter (where paused_at is null)), 0)::int
        as checks_per_minute
    from monitors where organization_id = ${tx.organizationId} and archived_at is null`;
  return row ?? { total: 0, paused: 0, checksPerMinute: 0 };
}

/** A monitor that does not say "up", with the newest failure it met. */
export type TroubledMonitor = {
  id: string;
  componentId: string;
  name: string;
  target: string;
  verdict: Exclude<Verdict, "up">;
  since: Ms;
  failure: FailureWord | null;
  httpStatus: number | null;
};

/** Monitors in use whose verdict is not "up", those down first, then the longest so. */
export function listTroubledMonitors(tx: TenantTx, limit: number, now: Ms): Promise<TroubledMonitor[]> {
  return tx.sql<TroubledMonitor[]>`
    select m.id, m.component_id, m.name, m.target, v.verdict, v.since, o.failure, o.http_status
    from monitors m
    join monitor_verdicts v on v.organization_id = m.organization_id and v.monitor_id = m.id
    left join lateral (
      select failure, http_status from outcomes
      where organization_id = m.organization_id and monitor_id = m.id
        and scheduled_for >= ${now - 2 * dayMs}::bigint and scheduled_for < ${now + dayMs}::bigint
        and failure is not null
      order by started_at desc limit 1) o on v.verdict = 'down' or v.verdict = 'degraded'
    where m.organization_id = ${tx.organizationId} and m.archived_at is null and m.paused_at is null
      and v.verdict <> 'up'
    order by array_position(array['down', 'degraded', 'unknown'], v.verdict), v.since, m.id
    limit ${limit}`;
}

/** What vouches for the ledger: the newest checkpoint and what the scrubber found. Nulls before the first of each. */
export type LedgerStanding = {
  checkpointSeq: number | null;
  checkpointAt: Ms | null;
  /** When the chain scrubbed longest ago was scrubbed. */
  scrubbedAt: Ms | null;
  brokenChains: number;
};

export async function readLedgerStanding(tx: TenantTx): Promise<LedgerStanding> {
  const [row] = await tx.sql<LedgerStanding[]>`
    select last.seq as checkpoint_seq, last.made_at as checkpoint_at,
      scrubs.scrubbed_at, coalesce(scrubs.broken_chains, 0) as broken_chains
    from (select min(scrubbed_at) as scrubbed_at, count(finding)::int as broken_chains
      from ledger_scrubs where organization_id = ${tx.organizationId}) scrubs
    left join lateral (select seq, made_at from checkpoints
      where organization_id = ${tx.organizationId} order by seq desc limit 1) last on true`;
  return row ?? { checkpointSeq: null, checkpointAt: null, scrubbedAt: null, brokenChains: 0 };
}
