import type { TenantTx } from "@/db/client";
import { type EntryRow, entryOf } from "@/db/ledger-row";
import type { LedgerEntry } from "@/lib/domain/ledger";
import type { Interval, Ms } from "@/lib/domain/time";

/** One chain as a list shows it. `sealedSeq` is how far checkpoints reach; `finding` is what the scrubber met. */
export type ChainRow = {
  componentId: string;
  name: string;
  archivedAt: Ms | null;
  seq: number;
  hash: string;
  recordedAt: Ms;
  sealedSeq: number | null;
  scrubbedAt: Ms | null;
  finding: string | null;
};

/** Chains by component id, after one; asks for one row more than `limit`. */
export function listChains(
  tx: TenantTx,
  page: { limit: number; after: string | null },
  q: string | undefined,
): Promise<ChainRow[]> {
  const pattern = q ? `%${q.replace(/[\\%_]/g, "\\$&")}%` : null;
  return tx.sql<ChainRow[]>`
    select h.component_id, c.name, c.archived_at, h.seq, h.hash, h.recorded_at, s.scrubbed_at, s.finding,
      (select max(head_seq) from checkpoint_leaves l
        where l.organization_id = h.organization_id and l.component_id = h.component_id) as sealed_seq
    from ledger_heads h
    join components c on c.organization_id = h.organization_id and c.id = h.component_id
    left join ledger_scrubs s on s.organization_id = h.organization_id and s.component_id = h.component_id
    where h.organization_id = ${tx.organizationId} and h.seq > 0
      and (${pattern}::text is null or c.name ilike ${pattern})
      and (${page.after}::text is null or h.component_id > ${page.after})
    order by h.component_id limit ${page.limit + 1}`;
}

export type EntryFilter = {
  /** Only entries that begin or end inside. */
  within: Interval | null;
  /** Only entries recorded by then. */
  asOf: Ms | null;
};

/** The chain before a seq, newest first. */
export async function listEntriesBefore(
  tx: TenantTx,
  componentId: string,
  page: { limit: number; before: number | null },
  { within, asOf }: EntryFilter,
): Promise<LedgerEntry[]> {
  const from = within?.from ?? null;
  const to = within?.to ?? null;
  const rows = await tx.sql<EntryRow[]>`select * from ledger_entries
    where organization_id = ${tx.organizationId} and component_id = ${componentId}
      and (${page.before}::bigint is null or seq < ${page.before})
      and (${asOf}::bigint is null or recorded_at <= ${asOf})
      and (${from}::bigint is null or (effective_from < ${to} and coalesce(effective_to, effective_from) >= ${from}))
    order by seq desc limit ${page.limit}`;
  return rows.map(entryOf);
}

/** The first checkpoint that saw the chain at `seq` or later, and the head it saw; null before the next one. */
export async function firstLeafFrom(
  tx: TenantTx,
  componentId: string,
  seq: number,
): Promise<{ checkpointSeq: number; headSeq: number } | null> {
  const [row] = await tx.sql<{ checkpointSeq: number; headSeq: number }[]>`
    select checkpoint_seq, head_seq from checkpoint_leaves
    where organization_id = ${tx.organizationId} and component_id = ${componentId} and head_seq >= ${seq}
    order by checkpoint_seq limit 1`;
  return row ?? null;
}

/** The secret that a checkpoint's salts come from; null for an unknown one. */
export async function readTreeSecret(tx: TenantTx, checkpointSeq: number): Promise<Uint8Array | null> {
  const [row] = await tx.sql<{ treeSecret: Uint8Array }[]>`
    select tree_secret from checkpoints
    where organization_id = ${tx.organizationId} and seq = ${checkpointSeq}`;
  return row?.treeSecret ?? null;
}
