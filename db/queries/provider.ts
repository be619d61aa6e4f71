import type { EngineTx, TenantTx } from "@/db/client";
import type { IncidentEnd } from "@/lib/domain/provider-source";
import type { ProviderFormat, Reading } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { formatInstant, type Ms } from "@/lib/domain/time";

/** A source as polled and as shown. */
export type SourceRow = {
  id: string;
  url: string;
  format: ProviderFormat | null;
  createdAt: Ms;
  nextPollAt: Ms;
  intervalMs: number;
  etag: string | null;
  lastModified: string | null;
  lastAttemptAt: Ms | null;
  lastOkAt: Ms | null;
  failures: number;
  failingSince: Ms | null;
  reason: string | null;
  isStale: boolean;
  readingSeq: number;
  readingHash: string | null;
};

export type ReadingRow = {
  sourceId: string;
  seq: number;
  recordedAt: Ms;
  saidAt: Ms | null;
  overall: State;
  reading: Reading;
  hash: string;
  documentHash: string;
};

export type ProviderIncidentRow = {
  sourceId: string;
  key: string;
  title: string;
  impact: string;
  status: string;
  affected: string[];
  claimedFrom: Ms | null;
  firstSeenAt: Ms;
  changedAt: Ms;
  missingSince: Ms | null;
  endedSeenAt: Ms | null;
  endReason: IncidentEnd | null;
};

type OpenIncident = Pick<
  ProviderIncidentRow,
  "key" | "title" | "impact" | "status" | "affected" | "claimedFrom"
>;

/**
 * Gives out sources that are due and that somebody follows, each to one worker until `leaseMs` are over: those that failed
 * last, or those that did not. Locked rows are passed over.
 */
export function claimSources(
  tx: EngineTx,
  { now, limit, leaseMs, failing }: { now: Ms; limit: number; leaseMs: number; failing: boolean },
): Promise<SourceRow[]> {
  return tx.sql<SourceRow[]>`
    with due as (
      select id from provider_sources s
      where next_poll_at <= ${now}::bigint and (claimed_until is null or claimed_until <= ${now}::bigint)
        and (failures > 0) = ${failing}
        and exists (select from provider_followers f where f.source_id = s.id)
      order by next_poll_at limit ${limit} for update skip locked)
    update provider_sources s set claimed_until = ${now + leaseMs}::bigint, last_attempt_at = ${now}::bigint
    from due where s.id = due.id
    returning s.id, s.url, s.format, s.created_at, s.next_poll_at, s.interval_ms, s.etag, s.last_modified,
      s.last_attempt_at, s.last_ok_at, s.failures, s.failing_since, s.reason, s.is_stale, s.reading_seq, s.reading_hash`;
}

/** The row, locked until the transaction ends. */
export async function lockSource(tx: EngineTx, id: string): Promise<SourceRow | undefined> {
  const [row] = await tx.sql<SourceRow[]>`select * from provider_sources where id = ${id} for update`;
  return row;
}

export async function saveSource(tx: EngineTx, row: SourceRow): Promise<void> {
  await tx.sql`
    update provider_sources set format = ${row.format}, next_poll_at = ${row.nextPollAt}, claimed_until = null,
      etag = ${row.etag}, last_modified = ${row.lastModified}, last_ok_at = ${row.lastOkAt}, failures = ${row.failures},
      failing_since = ${row.failingSince}, reason = ${row.reason}, is_stale = ${row.isStale},
      reading_seq = ${row.readingSeq}, reading_hash = ${row.readingHash}
    where id = ${row.id}`;
}

/** Sources last heard before `heardBefore` whose followers have not been told; marked as told. */
export async function markStaleSources(tx: EngineTx, heardBefore: Ms): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    update provider_sources set is_stale = true
    where not is_stale and last_ok_at is not null and last_ok_at < ${heardBefore}::bigint returning id`;
  return rows.map((row) => row.id);
}

/** Asks every organization that follows the source to take in its news. */
export async function callFollowers(tx: EngineTx, sourceId: string, now: Ms): Promise<void> {
  await tx.sql`
    select probity_enqueue('followProvider',
      json_build_object('organizationId', organization_id, 'sourceId', source_id),
      'provider:' || organization_id || ':' || source_id, ${formatInstant(now)}::text::timestamptz, 25)
    from provider_followers where source_id = ${sourceId}`;
}

export async function insertReading(tx: EngineTx, row: ReadingRow): Promise<void> {
  await tx.sql`
    insert into provider_readings (source_id, seq, recorded_at, said_at, overall, reading, hash, document_hash)
    values (${row.sourceId}, ${row.seq}, ${row.recordedAt}, ${row.saidAt}, ${row.overall},
      ${JSON.stringify(row.reading)}::text::jsonb, ${row.hash}, ${row.documentHash})`;
}

/**
 * Brings the incidents that are open now up to date. One that the reading says to be over has ended; one that it does
 * not list is missing, unless it is older than the list reaches.
 */
export async function saveIncidents(
  tx: EngineTx,
  sourceId: string,
  { open, over, reachesTo }: { open: readonly OpenIncident[]; over: string[]; reachesTo: Ms | null },
  now: Ms,
): Promise<void> {
  const keys = open.map((each) => each.key);
  await tx.sql`
    update provider_incidents set changed_at = ${now}, ended_seen_at = ${now}, end_reason = 'said', missing_since = null
    where source_id = ${sourceId} and ended_seen_at is null and key = any(${over}::text[]) and key <> all(${keys}::text[])`;
  await endMissingIncidents(tx, sourceId, keys, now);
  await tx.sql`
    update provider_incidents set missing_since = ${now}
    where source_id = ${sourceId} and ended_seen_at is null and missing_since is null and key <> all(${keys}::text[])
      and (${reachesTo}::bigint is null or coalesce(claimed_from, first_seen_at) >= ${reachesTo}::bigint)`;
  if (open.length === 0) return;
  const rows = JSON.stringify(open.map((each) => ({ ...each, claimed_from: each.claimedFrom })));
  await tx.sql`
    insert into provider_incidents (source_id, key, title, impact, status, affected, claimed_from, first_seen_at, changed_at)
    select distinct on (key) ${sourceId}, key, title, impact, status, affected, claimed_from, ${now}::bigint, ${now}::bigint
    from jsonb_to_recordset(${rows}::text::jsonb)
      as given(key text, title text, impact text, status text, affected jsonb, claimed_from bigint)
    on conflict (source_id, key) do update set title = excluded.title, impact = excluded.impact,
      status = excluded.status, affected = excluded.affected, claimed_from = excluded.claimed_from,
      changed_at = excluded.changed_at, ended_seen_at = null, end_reason = null, missing_since = null`;
}

/** The reading in force was confirmed: what it does not list ends, if it tells of incidents at all. */
export async function confirmMissingIncidents(tx: EngineTx, sourceId: string, now: Ms): Promise<void> {
  await tx.sql`
    update provider_incidents i set changed_at = ${now}, ended_seen_at = missing_since, end_reason = 'not_listed'
    from provider_sources s join provider_readings r on r.source_id = s.id and r.seq = s.reading_seq
    where i.source_id = ${sourceId} and i.ended_seen_at is null and i.missing_since < ${now} and s.id = ${sourceId}
      and (r.overall <> 'unknown' or r.reading->>'reason' is null or jsonb_array_length(r.reading->'openIncidents') > 0)`;
}

/** A second reading that does not list them ends those that are missing, as of the first; `keys` are listed again. */
async function endMissingIncidents(
  tx: EngineTx,
  sourceId: string,
  keys: readonly string[],
  now: Ms,
): Promise<void> {
  await tx.sql`
    update provider_incidents set changed_at = ${now}, ended_seen_at = missing_since, end_reason = 'not_listed'
    where source_id = ${sourceId} and ended_seen_at is null and missing_since < ${now} and key <> all(${[...keys]}::text[])`;
}

/** Adds the address if nobody has it yet, and answers whose it is. */
export async function ensureSource(
  tx: TenantTx,
  source: { id: string; url: string; format: ProviderFormat | null; intervalMs: number },
  now: Ms,
): Promise<SourceRow> {
  await tx.sql`
    insert into provider_sources (id, url, format, created_at, next_poll_at, interval_ms)
    values (${source.id}, ${source.url}, ${source.format}, ${now}, ${now}, ${source.intervalMs})
    on conflict (url) do nothing`;
  const [row] = await tx.sql<SourceRow[]>`select * from provider_sources where url = ${source.url}`;
  if (!row) throw new Error("a source exists once it was added");
  return row;
}

export async function followSource(tx: TenantTx, sourceId: string): Promise<void> {
  await tx.sql`insert into provider_followers (organization_id, source_id)
    values (${tx.organizationId}, ${sourceId}) on conflict do nothing`;
}

export async function unfollowSource(tx: TenantTx, sourceId: string): Promise<void> {
  await tx.sql`delete from provider_followers
    where organization_id = ${tx.organizationId} and source_id = ${sourceId}`;
}

/** The sources this organization follows, by address. */
export function listFollowedSources(tx: TenantTx): Promise<SourceRow[]> {
  return tx.sql<SourceRow[]>`
    select s.* from provider_sources s join provider_followers f on f.source_id = s.id
    where f.organization_id = ${tx.organizationId} order by s.url`;
}

/** Undefined unless this organization follows it: other tenants' providers do not exist. */
export async function findFollowedSource(tx: TenantTx, id: string): Promise<SourceRow | undefined> {
  const [row] = await tx.sql<SourceRow[]>`
    select s.* from provider_sources s join provider_followers f on f.source_id = s.id
    where f.organization_id = ${tx.organizationId} and s.id = ${id}`;
  return row;
}

/** Of these sources the last reading each. */
export async function lastReadings(
  tx: TenantTx,
  sourceIds: readonly string[],
): Promise<Map<string, ReadingRow>> {
  if (sourceIds.length === 0) return new Map();
  const rows = await tx.sql<ReadingRow[]>`
    select r.* from provider_sources s
    join provider_readings r on r.source_id = s.id and r.seq = s.reading_seq
    where s.id = any(${[...sourceIds]}::text[])`;
  return new Map(rows.map((row) => [row.sourceId, row]));
}

/** Readings after `seq`, the oldest first. */
export function readingsAfter(
  tx: TenantTx,
  sourceId: string,
  seq: number,
  limit: number,
): Promise<ReadingRow[]> {
  return tx.sql<ReadingRow[]>`
    select * from provider_readings where source_id = ${sourceId} and seq > ${seq} order by seq limit ${limit}`;
}

/** One reading, or undefined. */
export async function findReading(
  tx: TenantTx,
  sourceId: string,
  seq: number,
): Promise<ReadingRow | undefined> {
  const [row] = await tx.sql<ReadingRow[]>`
    select * from provider_readings where source_id = ${sourceId} and seq = ${seq}`;
  return row;
}

export type ReadingSummary = Omit<ReadingRow, "reading" | "sourceId"> & {
  openIncidents: number;
  troubled: number;
  reason: string | null;
};

/** History without the readings themselves, the newest first; one row more than `limit`. */
export function listReadings(
  tx: TenantTx,
  sourceId: string,
  page: { limit: number; beforeSeq: number | null },
): Promise<ReadingSummary[]> {
  return tx.sql<ReadingSummary[]>`
    select seq, recorded_at, said_at, overall, hash, document_hash, reading->>'reason' as reason,
      jsonb_array_length(reading->'openIncidents') as open_incidents,
      (select count(*)::int from jsonb_array_elements(reading->'components') c
        where c->>'state' not in ('operational', 'unknown')) as troubled
    from provider_readings
    where source_id = ${sourceId} and (${page.beforeSeq}::int is null or seq < ${page.beforeSeq}::int)
    order by seq desc limit ${page.limit + 1}`;
}

/** Readings in force at any time of [from, to), the oldest first; the bounded evidence of a claim. */
export function readingsWithin(
  tx: TenantTx,
  sourceId: string,
  { from, to, limit }: { from: Ms; to: Ms; limit: number },
): Promise<ReadingRow[]> {
  return tx.sql<ReadingRow[]>`
    select * from provider_readings where source_id = ${sourceId} and recorded_at < ${to}
      and seq >= coalesce((select max(seq) from provider_readings
        where source_id = ${sourceId} and recorded_at <= ${from}), 0)
    order by seq limit ${limit}`;
}

/** Incidents of these sources that were open, by either clock, at some time of [from, to). */
export function incidentsWithin(
  tx: TenantTx,
  sourceIds: readonly string[],
  { from, to }: { from: Ms; to: Ms },
): Promise<ProviderIncidentRow[]> {
  return tx.sql<ProviderIncidentRow[]>`
    select * from provider_incidents
    where source_id = any(${[...sourceIds]}::text[])
      and least(coalesce(claimed_from, first_seen_at), first_seen_at) < ${to}
      and (ended_seen_at is null or ended_seen_at > ${from})
    order by first_seen_at, key limit 500`;
}
