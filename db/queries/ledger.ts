import { and, eq, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { type EntryRow, entryOf } from "@/db/ledger-row";
import { type ledgerHeads, ledgerImports, ledgerReasons } from "@/db/schema/ledger";
import { zeroHash } from "@/lib/domain/hash";
import type { LedgerEntry, Source } from "@/lib/domain/ledger";
import type { Ms } from "@/lib/domain/time";

/** A chain's head with what follows from its entries; `seq` 0 before the first. */
export type HeadRow = Omit<typeof ledgerHeads.$inferSelect, "organizationId">;
export type ReasonRow = Omit<typeof ledgerReasons.$inferSelect, "organizationId">;
export type ImportRow = Omit<typeof ledgerImports.$inferSelect, "organizationId">;

/**
 * Locks chains until the transaction ends: each head's row, made first where there is none. The rows are made before
 * any is locked, and both in ascending id, so that no two transactions can wait for each other (RULES R1.7).
 */
export async function lockHeads(
  tx: TenantTx,
  componentIds: readonly string[],
): Promise<Map<string, HeadRow>> {
  const ids = [...new Set(componentIds)].sort();
  const [, rows] = await Promise.all([
    tx.sql`insert into ledger_heads (organization_id, component_id, seq, hash, recorded_at)
      select ${tx.organizationId}, id, 0, ${zeroHash}, 0 from unnest(${ids}::text[]) as id
      on conflict do nothing`,
    tx.sql<HeadRow[]>`select ${headColumns(tx)}
      from ledger_heads where organization_id = ${tx.organizationId} and component_id = any(${ids}::text[])
      order by component_id for update`,
  ]);
  return new Map(rows.map((row) => [row.componentId, row]));
}

/** Heads as they are, without a lock; a component without entries has none. */
export async function readHeads(
  tx: TenantTx,
  componentIds: readonly string[],
): Promise<Map<string, HeadRow>> {
  if (componentIds.length === 0) return new Map();
  const rows = await tx.sql<HeadRow[]>`select ${headColumns(tx)} from ledger_heads
    where organization_id = ${tx.organizationId} and component_id = any(${[...componentIds]}::text[])`;
  return new Map(rows.map((row) => [row.componentId, row]));
}

function headColumns(tx: TenantTx) {
  return tx.sql`component_id, seq, hash, recorded_at, first_from, measured, composed, projected_to, changes_to, ends`;
}

export type ChainSource = { componentId: string; source: Source };

/** Per source, in the order asked, the latest `effective_from` it has spoken for, or null. */
export async function latestFroms(tx: TenantTx, sources: readonly ChainSource[]): Promise<(Ms | null)[]> {
  if (sources.length === 0) return [];
  const rows = await tx.sql<{ latest: Ms | null }[]>`
    select (select max(effective_from) from ledger_entries
      where organization_id = ${tx.organizationId} and component_id = asked.component_id
        and source_type = asked.source_type and source_id = asked.source_id) as latest
    from unnest(
      ${sources.map((each) => each.componentId)}::text[],
      ${sources.map((each) => each.source.type)}::text[],
      ${sources.map((each) => each.source.id)}::text[]
    ) with ordinality as asked (component_id, source_type, source_id, place)
    order by place`;
  return rows.map((row) => row.latest);
}

/** When the source next speaks after `instant`, or null. */
export async function nextFrom(tx: TenantTx, { componentId, source }: ChainSource, instant: Ms) {
  const [row] = await tx.sql<{ next: Ms | null }[]>`
    select min(effective_from) as next from ledger_entries
    where organization_id = ${tx.organizationId} and component_id = ${componentId}
      and source_type = ${source.type} and source_id = ${source.id} and effective_from > ${instant}`;
  return row?.next ?? null;
}

/** The earliest `effective_from` of the chain's entries that nothing supersedes, or null. */
export async function earliestFrom(tx: TenantTx, componentId: string): Promise<Ms | null> {
  const [row] = await tx.sql<{ earliest: Ms | null }[]>`
    select min(effective_from) as earliest from ledger_entries entry
    where organization_id = ${tx.organizationId} and component_id = ${componentId}
      and not exists (select from ledger_entries later
        where later.organization_id = entry.organization_id and later.component_id = entry.component_id
          and later.supersedes = entry.seq)`;
  return row?.earliest ?? null;
}

/** Entries of one statement: enough to save round trips, few enough for one message. */
const insertMax = 2_000;

/** Writes sealed entries. A fork or a gap is refused by the unique keys, whatever the caller believed. */
export async function insertEntries(tx: TenantTx, entries: readonly LedgerEntry[]): Promise<void> {
  for (let start = 0; start < entries.length; start += insertMax) {
    const rows = JSON.stringify(entries.slice(start, start + insertMax).map(columnsOf));
    await tx.sql`insert into ledger_entries
      select * from json_populate_recordset(null::ledger_entries, ${rows}::text::json)`;
  }
}

function columnsOf(entry: LedgerEntry): Record<string, unknown> {
  return {
    organization_id: entry.organizationId,
    component_id: entry.componentId,
    seq: entry.seq,
    recorded_at: entry.recordedAt,
    kind: entry.kind,
    source_type: entry.source.type,
    source_id: entry.source.id,
    state: entry.state,
    effective_from: entry.effectiveFrom,
    effective_to: entry.effectiveTo,
    cause: entry.cause,
    affected_ratio: entry.affectedRatio,
    supersedes: entry.supersedes,
    reason_hash: entry.reasonHash,
    actor: entry.actor,
    evidence: entry.evidence,
    announced_at: entry.announcedAt,
    planned_from: entry.plannedFrom,
    planned_to: entry.plannedTo,
    definition: entry.definition,
    prev_hash: entry.prevHash,
    hash: entry.hash,
    canonical: entry.canonical,
  };
}

/** Moves heads that the caller has locked. */
export async function saveHeads(tx: TenantTx, heads: readonly HeadRow[]): Promise<void> {
  const rows = JSON.stringify(
    heads.map((head) => ({
      component_id: head.componentId,
      seq: head.seq,
      hash: head.hash,
      recorded_at: head.recordedAt,
      first_from: head.firstFrom,
      measured: head.measured,
      composed: head.composed,
      projected_to: head.projectedTo,
      changes_to: head.changesTo,
      ends: head.ends,
    })),
  );
  await tx.sql`update ledger_heads set seq = new.seq, hash = new.hash, recorded_at = new.recorded_at,
      first_from = new.first_from, measured = new.measured, composed = new.composed, projected_to = new.projected_to,
      changes_to = new.changes_to, ends = new.ends
    from json_populate_recordset(null::ledger_heads, ${rows}::text::json) as new
    where ledger_heads.organization_id = ${tx.organizationId} and ledger_heads.component_id = new.component_id`;
}

export async function insertReasons(tx: TenantTx, reasons: readonly ReasonRow[]): Promise<void> {
  for (let start = 0; start < reasons.length; start += insertMax) {
    const rows = JSON.stringify(
      reasons.slice(start, start + insertMax).map(({ componentId, seq, salt, reason }) => ({
        ...{ organization_id: tx.organizationId, component_id: componentId, seq, reason },
        salt: `\\x${salt.toString("hex")}`,
      })),
    );
    await tx.sql`insert into ledger_reasons
      select * from json_populate_recordset(null::ledger_reasons, ${rows}::text::json)`;
  }
}

/** Reason texts with their salts of the seqs in [fromSeq, toSeq]; erased ones are absent. */
export function readReasons(
  tx: TenantTx,
  componentId: string,
  fromSeq: number,
  toSeq: number,
): Promise<ReasonRow[]> {
  return tx.orm
    .select()
    .from(ledgerReasons)
    .where(
      and(
        eq(ledgerReasons.organizationId, tx.organizationId),
        eq(ledgerReasons.componentId, componentId),
        sql`${ledgerReasons.seq} between ${fromSeq} and ${toSeq}`,
      ),
    );
}

/** Entries with these seqs, in seq order. */
export async function readEntries(
  tx: TenantTx,
  componentId: string,
  seqs: readonly number[],
): Promise<LedgerEntry[]> {
  if (seqs.length === 0) return [];
  const rows = await tx.sql<EntryRow[]>`select * from ledger_entries
    where organization_id = ${tx.organizationId} and component_id = ${componentId}
      and seq = any(${[...seqs]}::bigint[]) order by seq`;
  return rows.map(entryOf);
}

/** The entries of these seqs in several chains, by component id, each in seq order. */
export async function readWords(
  tx: TenantTx,
  chains: readonly { componentId: string; seqs: readonly number[] }[],
): Promise<Map<string, LedgerEntry[]>> {
  const asked = chains.flatMap(({ componentId, seqs }) => seqs.map((seq) => ({ componentId, seq })));
  if (asked.length === 0) return new Map();
  const rows = await tx.sql<EntryRow[]>`
    select e.* from unnest(${asked.map((each) => each.componentId)}::text[], ${asked.map((each) => each.seq)}::bigint[])
      as asked (component_id, seq)
    join ledger_entries e on e.component_id = asked.component_id and e.seq = asked.seq
    where e.organization_id = ${tx.organizationId} order by e.seq`;
  return Map.groupBy(rows.map(entryOf), (entry) => entry.componentId);
}

/** The chain after a seq, oldest first. */
export async function listEntries(
  tx: TenantTx,
  componentId: string,
  afterSeq: number,
  limit: number,
): Promise<LedgerEntry[]> {
  const rows = await tx.sql<EntryRow[]>`select * from ledger_entries
    where organization_id = ${tx.organizationId} and component_id = ${componentId} and seq > ${afterSeq}
    order by seq limit ${limit}`;
  return rows.map(entryOf);
}

export type EntryRef = { componentId: string; seq: number };

/** These entries of any chains, in no order. */
export async function findEntries(tx: TenantTx, refs: readonly EntryRef[]): Promise<LedgerEntry[]> {
  if (refs.length === 0) return [];
  const rows = await tx.sql<EntryRow[]>`select e.* from ledger_entries e
    join unnest(${refs.map((ref) => ref.componentId)}::text[], ${refs.map((ref) => ref.seq)}::bigint[])
      as asked (component_id, seq) on asked.component_id = e.component_id and asked.seq = e.seq
    where e.organization_id = ${tx.organizationId}`;
  return rows.map(entryOf);
}

/** The seq of the entry that supersedes this one, or null. */
export async function supersederOf(tx: TenantTx, componentId: string, seq: number): Promise<number | null> {
  const [row] = await tx.sql<{ seq: number }[]>`select seq from ledger_entries
    where organization_id = ${tx.organizationId} and component_id = ${componentId} and supersedes = ${seq}
    order by seq limit 1`;
  return row?.seq ?? null;
}

export async function insertImport(tx: TenantTx, row: ImportRow): Promise<void> {
  await tx.orm.insert(ledgerImports).values({ ...row, organizationId: tx.organizationId });
}
