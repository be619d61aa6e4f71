import type { TenantTx } from "@/db/client";
import type { Count, CountEntry, CountHead, CountSource } from "@/lib/domain/count";
import { zeroHash } from "@/lib/domain/hash";
import type { MemberCount } from "@/lib/domain/statement-count";
import type { Interval, Ms } from "@/lib/domain/time";

export type CountHeadRow = CountHead & { componentId: string; outcomesTo: Ms | null };

/** Locks the component's chain of counts until the transaction ends; `seq` 0 before the first report. */
export async function lockCountHead(tx: TenantTx, componentId: string): Promise<CountHeadRow> {
  await tx.sql`insert into count_heads (organization_id, component_id, seq, hash, recorded_at)
    values (${tx.organizationId}, ${componentId}, 0, ${zeroHash}, 0) on conflict do nothing`;
  const [row] = await tx.sql<CountHeadRow[]>`
    select component_id, seq, hash, recorded_at, outcomes_to from count_heads
    where organization_id = ${tx.organizationId} and component_id = ${componentId} for update`;
  if (!row) throw new Error("a chain of counts has a head once it was made");
  return row;
}

/** Heads as they are, without a lock. */
export async function readCountHeads(
  tx: TenantTx,
  componentIds: readonly string[],
): Promise<Map<string, CountHeadRow>> {
  const rows = await tx.sql<CountHeadRow[]>`
    select component_id, seq, hash, recorded_at, outcomes_to from count_heads
    where organization_id = ${tx.organizationId} and component_id = any(${[...componentIds]}::text[])`;
  return new Map(rows.map((row) => [row.componentId, row]));
}

export async function saveCountHead(tx: TenantTx, head: CountHeadRow): Promise<void> {
  await tx.sql`update count_heads set seq = ${head.seq}, hash = ${head.hash}, recorded_at = ${head.recordedAt},
      outcomes_to = ${head.outcomesTo}
    where organization_id = ${tx.organizationId} and component_id = ${head.componentId}`;
}

export type IntervalRow = Count & { seq: number; intervalSeconds: number };

/** The standing intervals of one source that touch [from, to): of each the latest report. */
export function standingIntervals(
  tx: TenantTx,
  componentId: string,
  source: CountSource,
  { from, to }: Interval,
): Promise<IntervalRow[]> {
  return tx.sql<IntervalRow[]>`
    select distinct on ("from") "from", seq, interval_seconds, total, bad from count_intervals
    where organization_id = ${tx.organizationId} and component_id = ${componentId} and source = ${source}
      and "from" > ${from - 900_000} and "from" < ${to} and "from" + interval_seconds * 1000 > ${from}
    order by "from", seq desc`;
}

export async function insertCounts(
  tx: TenantTx,
  entry: CountEntry,
  counts: readonly (Count & { supersedes: number | null })[],
): Promise<void> {
  await tx.sql`insert into count_entries (organization_id, component_id, seq, recorded_at, source, interval_seconds,
      reason_hash, actor, prev_hash, hash, canonical)
    values (${tx.organizationId}, ${entry.componentId}, ${entry.seq}, ${entry.recordedAt}, ${entry.source},
      ${entry.intervalSeconds}, ${entry.reasonHash}, ${entry.actor}, ${entry.prevHash}, ${entry.hash},
      ${entry.canonical})`;
  const rows = JSON.stringify(
    counts.map(({ from, total, bad, supersedes }) => ({ from, total, bad, supersedes })),
  );
  await tx.sql`
    insert into count_intervals (organization_id, component_id, source, "from", seq, interval_seconds, total, bad,
      supersedes)
    select ${tx.organizationId}, ${entry.componentId}, ${entry.source}, given."from", ${entry.seq}::bigint,
      ${entry.intervalSeconds}::int, given.total, given.bad, given.supersedes
    from json_to_recordset(${rows}::text::json) as given ("from" bigint, total bigint, bad bigint, supersedes bigint)`;
}

export async function insertCountReason(
  tx: TenantTx,
  reason: { componentId: string; seq: number; salt: Buffer; reason: string },
): Promise<void> {
  await tx.sql`insert into count_reasons (organization_id, component_id, seq, salt, reason)
    values (${tx.organizationId}, ${reason.componentId}, ${reason.seq}, ${reason.salt}, ${reason.reason})`;
}

export type CountWindow = Interval & { componentId: string; source: CountSource; seq: number };

/** Per window, in the order asked, the counts that stood when the chain's head was at `seq`. */
export async function countsAt(tx: TenantTx, windows: readonly CountWindow[]): Promise<MemberCount[][]> {
  const found = windows.map((): MemberCount[] => []);
  if (windows.length === 0) return found;
  const rows = await tx.sql<(MemberCount & { place: number })[]>`
    select asked.place, picked.*
    from unnest(
      ${windows.map((each) => each.componentId)}::text[], ${windows.map((each) => each.source)}::text[],
      ${windows.map((each) => each.from)}::bigint[], ${windows.map((each) => each.to)}::bigint[],
      ${windows.map((each) => each.seq)}::bigint[]
    ) with ordinality as asked (component_id, source, window_from, window_to, head_seq, place)
    cross join lateral (
      select distinct on ("from") "from", interval_seconds, total, bad from count_intervals
      where organization_id = ${tx.organizationId} and component_id = asked.component_id
        and source = asked.source and "from" >= asked.window_from and "from" < asked.window_to
        and seq <= asked.head_seq
      order by "from", seq desc) as picked
    order by asked.place, picked."from"`;
  for (const { place, ...row } of rows) found[place - 1]?.push(row);
  return found;
}

/** Runs of a component's monitors by minute of their start in [from, to): all, and those that were down. */
export function outcomeCounts(tx: TenantTx, componentId: string, { from, to }: Interval): Promise<Count[]> {
  return tx.sql<Count[]>`
    select o.started_at / 60000 * 60000 as "from", count(*)::bigint as total,
      (count(*) filter (where o.verdict = 'down'))::bigint as bad
    from outcomes o
    join monitors m on m.organization_id = o.organization_id and m.id = o.monitor_id
    where o.organization_id = ${tx.organizationId} and m.component_id = ${componentId}
      and o.started_at >= ${from} and o.started_at < ${to} and o.scheduled_for >= ${from - 86_400_000}
      and o.scheduled_for < ${to + 86_400_000} and not o.suspect and not o.run_now
    group by 1 order by 1`;
}

/** Components whose terms count our own outcomes. */
export async function countedComponents(tx: TenantTx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select distinct member ->> 'component' as id from commitments c
    join commitment_terms t on t.organization_id = c.organization_id and t.commitment_id = c.id
    cross join lateral jsonb_array_elements(t.terms -> 'components' -> 'members') member
    where c.organization_id = ${tx.organizationId} and c.counts = 'outcomes' order by 1`;
  return rows.map((row) => row.id);
}

/** The chain after a seq, oldest first. */
export function listCountEntries(
  tx: TenantTx,
  componentId: string,
  afterSeq: number,
  limit: number,
): Promise<CountEntry[]> {
  return tx.sql<CountEntry[]>`select * from count_entries
    where organization_id = ${tx.organizationId} and component_id = ${componentId} and seq > ${afterSeq}
    order by seq limit ${limit}`;
}

export type ReportedInterval = Count & { seq: number; intervalSeconds: number; source: CountSource };

/** The rows that reports fromSeq to toSeq of a chain left. */
export function intervalsOfReports(
  tx: TenantTx,
  componentId: string,
  fromSeq: number,
  toSeq: number,
): Promise<ReportedInterval[]> {
  return tx.sql<ReportedInterval[]>`
    select "from", seq, interval_seconds, source, total, bad from count_intervals
    where organization_id = ${tx.organizationId} and component_id = ${componentId} and seq between ${fromSeq} and ${toSeq}`;
}
