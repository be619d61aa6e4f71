import type { TenantTx } from "@/db/client";
import type { SourceState } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import type { Verdict, VerdictMemory } from "@/lib/domain/verdict";

/** What the verdict rules need of one monitor, with its verdict's row locked. */
export type StandingRow = {
  monitorId: string;
  componentId: string;
  type: string;
  intervalSeconds: number;
  timeoutMs: number;
  regions: string[];
  confirmFailures: number;
  confirmRecoveries: number;
  confirmQuorum: number;
  downState: "partial_outage" | "major_outage";
  checkVersion: number;
  pausedAt: Ms | null;
  archivedAt: Ms | null;
  verdict: Verdict;
  since: Ms;
  memory: VerdictMemory["regions"];
  updatedAt: Ms;
};

export type StandingChange = {
  monitorId: string;
  verdict: Verdict;
  since: Ms;
  memory: VerdictMemory["regions"];
};

/** Makes a monitor's verdict: nothing is known. */
export async function insertStanding(tx: TenantTx, monitorId: string, now: Ms): Promise<void> {
  await tx.sql`
    insert into monitor_verdicts (organization_id, monitor_id, verdict, since, memory, updated_at)
    values (${tx.organizationId}, ${monitorId}, 'unknown', ${now}, '{}', ${now})`;
}

/**
 * Locks the verdicts of these monitors in ascending order, so that two writers of them take turns. The monitors are
 * read by a statement of their own: only then does it see an edit that held the lock until now.
 */
export async function lockStandings(tx: TenantTx, monitorIds: readonly string[]): Promise<StandingRow[]> {
  const ids = [...monitorIds];
  await tx.sql`
    select monitor_id from monitor_verdicts
    where organization_id = ${tx.organizationId} and monitor_id = any(${ids}) order by monitor_id for update`;
  return tx.sql<StandingRow[]>`
    select m.id as monitor_id, m.component_id, m.type, m.interval_seconds, m.timeout_ms, m.regions,
      m.confirm_failures, m.confirm_recoveries, m.confirm_quorum, m.down_state, m.check_version, m.paused_at,
      m.archived_at, v.verdict, v.since, v.memory, v.updated_at
    from monitor_verdicts v
    join monitors m on m.organization_id = v.organization_id and m.id = v.monitor_id
    where v.organization_id = ${tx.organizationId} and v.monitor_id = any(${ids})
    order by v.monitor_id`;
}

/** Writes what is believed now; the caller holds the locks. */
export async function updateStandings(
  tx: TenantTx,
  changes: readonly StandingChange[],
  now: Ms,
): Promise<void> {
  if (changes.length === 0) return;
  await tx.sql`
    update monitor_verdicts v
    set verdict = n.verdict, since = n.since, memory = n.memory::jsonb, updated_at = ${now}
    from unnest(${changes.map((each) => each.monitorId)}::text[], ${changes.map((each) => each.verdict)}::text[],
      ${changes.map((each) => each.since)}::bigint[],
      ${changes.map((each) => JSON.stringify(each.memory))}::text[]) as n(monitor_id, verdict, since, memory)
    where v.organization_id = ${tx.organizationId} and v.monitor_id = n.monitor_id`;
}

/** Watched monitors whose verdict has not been written since `before`, the longest forgotten first. */
export async function listForgottenStandings(tx: TenantTx, before: Ms, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ monitorId: string }[]>`
    select v.monitor_id from monitor_verdicts v
    join monitors m on m.organization_id = v.organization_id and m.id = v.monitor_id
    where v.organization_id = ${tx.organizationId} and v.updated_at < ${before}
      and m.archived_at is null and m.paused_at is null
    order by v.updated_at, v.monitor_id limit ${limit}`;
  return rows.map((row) => row.monitorId);
}

export type SaidRow = { entrySeq: number; state: SourceState | null; from: Ms; to: Ms | null };

/** What the monitor said in its component's chain that touches [from, to), newest first; one more than `limit`. */
export function listSaid(
  tx: TenantTx,
  monitor: { id: string; componentId: string },
  window: { from: Ms; to: Ms },
  page: { limit: number; beforeSeq: number | null },
): Promise<SaidRow[]> {
  return tx.sql<SaidRow[]>`
    with said as (
      select seq as entry_seq, state, effective_from as "from",
        coalesce(effective_to, lead(effective_from) over (order by seq)) as "to"
      from ledger_entries
      where organization_id = ${tx.organizationId} and component_id = ${monitor.componentId}
        and source_type = 'monitor' and source_id = ${monitor.id} and kind = 'observation')
    select * from said
    where ("to" is null or "to" > "from") and "from" < ${window.to} and ("to" is null or "to" > ${window.from})
      and (${page.beforeSeq}::bigint is null or entry_seq < ${page.beforeSeq}::bigint)
    order by entry_seq desc limit ${page.limit + 1}`;
}

/**
 * What the monitor said in its component's chain about the time from `from` on, in seq order: its last word before,
 * and all that reach beyond.
 */
export function listWords(
  tx: TenantTx,
  monitor: { monitorId: string; componentId: string },
  from: Ms,
): Promise<{ state: SourceState | null; from: Ms; to: Ms | null }[]> {
  const own = tx.sql`organization_id = ${tx.organizationId} and component_id = ${monitor.componentId}
    and source_type = 'monitor' and source_id = ${monitor.monitorId}`;
  return tx.sql<{ state: SourceState | null; from: Ms; to: Ms | null }[]>`
    select state, effective_from as "from", effective_to as "to" from ledger_entries
    where ${own} and (effective_from > ${from} or effective_to > ${from}
      or seq = (select max(seq) from ledger_entries
        where ${own} and effective_to is null and effective_from <= ${from}))
    order by seq`;
}
