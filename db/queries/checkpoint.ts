import { desc, eq } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { checkpointLeaves, checkpoints } from "@/db/schema/ledger";
import type { ChainLeaf, Checkpoint } from "@/lib/domain/checkpoint";

/** A checkpoint with the secret its leaves' salts come from, which never leaves the house. */
export type StoredCheckpoint = { checkpoint: Checkpoint; treeSecret: Buffer };

type Row = typeof checkpoints.$inferSelect;

function storedOf({ treeSecret, madeAt, rootHash, ...rest }: Row): StoredCheckpoint {
  return { checkpoint: { ...rest, recordedAt: madeAt, root: rootHash }, treeSecret };
}

/** Checkpoints of one organization are made one at a time, or their chain would fork. */
export async function lockCheckpoints(tx: TenantTx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`checkpoints:${tx.organizationId}`}, 0))`;
}

export async function newestCheckpoint(tx: TenantTx): Promise<StoredCheckpoint | null> {
  const [row] = await tx.orm
    .select()
    .from(checkpoints)
    .where(eq(checkpoints.organizationId, tx.organizationId))
    .orderBy(desc(checkpoints.seq))
    .limit(1);
  return row ? storedOf(row) : null;
}

export async function findCheckpoint(tx: TenantTx, seq: number): Promise<StoredCheckpoint | null> {
  const [row] = await tx.sql<Row[]>`select * from checkpoints
    where organization_id = ${tx.organizationId} and seq = ${seq}`;
  return row ? storedOf(row) : null;
}

/** The first checkpoint whose tree holds each of these chains at least as far; null when there is none yet. */
export async function checkpointCovering(
  tx: TenantTx,
  heads: readonly Pick<ChainLeaf, "componentId" | "seq">[],
): Promise<number | null> {
  const [row] = await tx.sql<{ seq: number | null }[]>`
    select case when bool_and(first is not null) then max(first) end as seq from (
      select (select min(checkpoint_seq) from checkpoint_leaves
        where organization_id = ${tx.organizationId} and component_id = head.id and head_seq >= head.seq) as first
      from unnest(${heads.map(({ componentId }) => componentId)}::text[], ${heads.map(({ seq }) => seq)}::bigint[])
        as head (id, seq)
      where head.seq > 0
    ) covered`;
  return row?.seq ?? null;
}

/** Checkpoints after a seq, oldest first. */
export async function listCheckpoints(tx: TenantTx, afterSeq: number, limit: number): Promise<Checkpoint[]> {
  const rows = await tx.sql<Row[]>`select * from checkpoints
    where organization_id = ${tx.organizationId} and seq > ${afterSeq} order by seq limit ${limit}`;
  return rows.map((row) => storedOf(row).checkpoint);
}

/** Every chain's head now, ledgers and counts, in ascending id, and whether it moved since its latest leaf. */
export async function headsSinceCheckpoint(tx: TenantTx): Promise<(ChainLeaf & { moved: boolean })[]> {
  const rows = await tx.sql<(ChainLeaf & { moved: boolean })[]>`
    select component_id, seq, hash, seq is distinct from (
      select head_seq from checkpoint_leaves leaf
      where leaf.organization_id = head.organization_id and leaf.component_id = head.component_id
      order by checkpoint_seq desc limit 1) as moved
    from (
      select organization_id, component_id, seq, hash from ledger_heads
      union all select organization_id, 'counts:' || component_id, seq, hash from count_heads where seq > 0
    ) head where organization_id = ${tx.organizationId}`;
  return rows.toSorted(byComponent);
}

/** Every leaf of a checkpoint's tree, in ascending component id. */
export async function readTree(tx: TenantTx, checkpointSeq: number): Promise<ChainLeaf[]> {
  const rows = await tx.sql<ChainLeaf[]>`
    select distinct on (component_id) component_id, head_seq as seq, head_hash as hash from checkpoint_leaves
    where organization_id = ${tx.organizationId} and checkpoint_seq <= ${checkpointSeq}
    order by component_id, checkpoint_seq desc`;
  return [...rows].sort(byComponent);
}

/** By code unit, as the domain compares; the database's own order depends on its locale. */
function byComponent(a: ChainLeaf, b: ChainLeaf): number {
  return a.componentId < b.componentId ? -1 : 1;
}

/** What checkpoints saw of one chain, by seq; of seqs in [fromSeq, toSeq]. */
export async function readLeaves(
  tx: TenantTx,
  componentId: string,
  fromSeq: number,
  toSeq: number,
): Promise<ChainLeaf[]> {
  return tx.sql<ChainLeaf[]>`
    select component_id, head_seq as seq, head_hash as hash from checkpoint_leaves
    where organization_id = ${tx.organizationId} and component_id = ${componentId}
      and head_seq between ${fromSeq} and ${toSeq} order by head_seq`;
}

/** The last seq that any checkpoint saw of a chain; 0 for none. */
export async function lastSeenSeq(tx: TenantTx, componentId: string): Promise<number> {
  const [row] = await tx.sql<{ seq: number | null }[]>`
    select max(head_seq) as seq from checkpoint_leaves
    where organization_id = ${tx.organizationId} and component_id = ${componentId}`;
  return row?.seq ?? 0;
}

/** Writes a checkpoint and the leaves that moved since the one before. */
export async function insertCheckpoint(
  tx: TenantTx,
  { checkpoint, treeSecret }: StoredCheckpoint,
  moved: readonly ChainLeaf[],
): Promise<void> {
  const { organizationId } = tx;
  const { recordedAt: madeAt, root: rootHash, ...rest } = checkpoint;
  await tx.orm.insert(checkpoints).values({ ...rest, organizationId, madeAt, rootHash, treeSecret });
  if (moved.length === 0) return;
  await tx.orm.insert(checkpointLeaves).values(
    moved.map(({ componentId, seq, hash }) => ({
      ...{ organizationId, componentId, checkpointSeq: checkpoint.seq },
      ...{ headSeq: seq, headHash: hash },
    })),
  );
}
