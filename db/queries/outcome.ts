import type { EngineTx, TenantTx } from "@/db/client";
import type { FailureWord, Outcome } from "@/lib/domain/check";
import type { Findings } from "@/lib/domain/findings";
import type { OutcomeResult, StoredOutcome } from "@/lib/domain/monitor";
import type { Ms } from "@/lib/domain/time";
import type { CountedOutcome } from "@/lib/domain/verdict";

/** An outcome and the run it belongs to. */
export type OutcomeRow = {
  organizationId: string;
  monitorId: string;
  region: string;
  scheduledFor: Ms;
  monitorVersion: number;
  runNow: boolean;
  outcome: Outcome;
};

/** Stores a batch with one statement; a run reported before is left as it was (RULES R8.2). Answers how many are new. */
export async function insertOutcomes(tx: TenantTx | EngineTx, rows: readonly OutcomeRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const column = <T>(pick: (row: OutcomeRow) => T) => rows.map(pick);
  const inserted = await tx.sql`
    insert into outcomes (organization_id, scheduled_for, monitor_id, region, started_at, monitor_version, verdict,
      failure, detail, http_status, dns_ms, connect_ms, tls_ms, first_byte_ms, transfer_ms, total_ms, suspect, run_now,
      findings)
    select * from unnest(
      ${column((row) => row.organizationId)}::text[], ${column((row) => row.scheduledFor)}::bigint[],
      ${column((row) => row.monitorId)}::text[], ${column((row) => row.region)}::text[],
      ${column((row) => row.outcome.startedAt)}::bigint[], ${column((row) => row.monitorVersion)}::bigint[],
      ${column((row) => row.outcome.verdict)}::text[], ${column((row) => row.outcome.failure)}::text[],
      ${column((row) => row.outcome.detail)}::text[], ${column((row) => row.outcome.httpStatus)}::int[],
      ${column((row) => row.outcome.phases.dnsMs)}::int[], ${column((row) => row.outcome.phases.connectMs)}::int[],
      ${column((row) => row.outcome.phases.tlsMs)}::int[], ${column((row) => row.outcome.phases.firstByteMs)}::int[],
      ${column((row) => row.outcome.phases.transferMs)}::int[],
      ${column((row) => row.outcome.phases.totalMs ?? 0)}::int[],
      ${column((row) => (row.outcome.suspect ? "t" : "f"))}::text[]::boolean[],
      ${column((row) => (row.runNow ? "t" : "f"))}::text[]::boolean[],
      ${column((row) => (row.outcome.findings ? JSON.stringify(row.outcome.findings) : null))}::text[]::jsonb[])
    on conflict do nothing`;
  return inserted.count;
}

/** From which start on a region's outcomes are wanted, and of which check; a run starts at most `lateMs` after its turn. */
export type OutcomeCursor = {
  monitorId: string;
  region: string;
  after: Ms;
  lateMs: number;
  checkVersion: number;
};

export type CountedRow = CountedOutcome & { monitorId: string };

/** Outcomes that count (neither suspect nor run-now nor of an older check) beyond each cursor, by start. */
export function listCountedOutcomes(
  tx: TenantTx,
  cursors: readonly OutcomeCursor[],
  limit: number,
): Promise<CountedRow[]> {
  return tx.sql<CountedRow[]>`
    select o.monitor_id, o.region, o.started_at, o.verdict, o.failure, o.http_status, o.total_ms
    from unnest(${cursors.map((each) => each.monitorId)}::text[], ${cursors.map((each) => each.region)}::text[],
      ${cursors.map((each) => each.after)}::bigint[], ${cursors.map((each) => each.lateMs)}::bigint[],
      ${cursors.map((each) => each.checkVersion)}::bigint[]) as c(monitor_id, region, after, late, check_version)
    join outcomes o on o.monitor_id = c.monitor_id and o.region = c.region and o.started_at > c.after
      and o.scheduled_for > c.after - c.late and o.monitor_version >= c.check_version
    where o.organization_id = ${tx.organizationId} and not o.suspect and not o.run_now
      and o.scheduled_for > ${Math.min(...cursors.map((each) => each.after - each.lateMs))}::bigint
    order by o.started_at, o.region limit ${limit}`;
}

/** The place of the last outcome of a page: start, turn, region. */
export type OutcomePlace = readonly [Ms, Ms, string];

type OutcomeColumns = {
  scheduledFor: Ms;
  startedAt: Ms;
  region: string;
  verdict: Outcome["verdict"];
  failure: FailureWord | null;
  detail: string | null;
  httpStatus: number | null;
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
  transferMs: number | null;
  totalMs: number;
  suspect: boolean;
  runNow: boolean;
  findings: Findings | null;
};

/**
 * A monitor's outcomes that started in [from, to), newest first; one more than `limit`. A suspect one is neither ok nor
 * failed.
 */
export async function listOutcomeRows(
  tx: TenantTx,
  monitorId: string,
  window: { from: Ms; to: Ms; result?: OutcomeResult | undefined },
  page: { limit: number; before: OutcomePlace | null },
): Promise<StoredOutcome[]> {
  const [at, turn, region] = page.before ?? [null, null, null];
  const result = window.result ?? null;
  const rows = await tx.sql<OutcomeColumns[]>`
    select scheduled_for, started_at, region, verdict, failure, detail, http_status, dns_ms, connect_ms, tls_ms,
      first_byte_ms, transfer_ms, total_ms, suspect, run_now, findings
    from outcomes
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId}
      and started_at >= ${window.from} and started_at < ${window.to}
      and (${result}::text is null
        or case when suspect then 'suspect' when verdict = 'down' then 'failed' else 'ok' end = ${result}::text)
      and (${at}::bigint is null
        or (started_at, scheduled_for, region) < (${at}::bigint, ${turn}::bigint, ${region}::text))
    order by started_at desc, scheduled_for desc, region desc limit ${page.limit + 1}`;
  return rows.map(outcomeOf);
}

function outcomeOf(row: OutcomeColumns): StoredOutcome {
  const { dnsMs, connectMs, tlsMs, firstByteMs, transferMs, totalMs, ...rest } = row;
  const phases = { dnsMs, connectMs, tlsMs, firstByteMs, transferMs, totalMs };
  return { ...rest, ok: row.verdict !== "down", phases };
}
