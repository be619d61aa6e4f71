import { inTenant, type TenantTx } from "@/db/client";
import {
  type ChainRow,
  firstLeafFrom,
  listEntriesBefore,
  listChains as listRows,
  readTreeSecret,
} from "@/db/queries/chain";
import { listCheckpoints, readTree } from "@/db/queries/checkpoint";
import { listEntries, readHeads, readReasons } from "@/db/queries/ledger";
import { verifyChain } from "@/lib/domain/chain";
import type { ChainListInput } from "@/lib/domain/chain-list";
import {
  type Checkpoint,
  checkProof,
  checkpointComplaint,
  type LeafProof,
  proveLeaves,
} from "@/lib/domain/checkpoint";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import type { ChainHead, LedgerEntry } from "@/lib/domain/ledger";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Interval, Ms } from "@/lib/domain/time";
import { titleCauses } from "./causes";
import { type LedgerEntryView, requireComponent } from "./ledger";

export type { ChainRow };

/** Every chain that has an entry, by its component's age. */
export function listChains(scope: TenantScope, input: ChainListInput): Promise<Page<ChainRow>> {
  permit(scope, "read");
  const after = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, after }, input.q);
    return pageOf(rows, input.limit, (row) => [row.componentId]);
  });
}

/** An entry with the words for its source, as members see it. */
export type ChainEntry = LedgerEntryView & { sourceTitle: string };

export type ChainEntriesInput = {
  componentId: string;
  limit: number;
  /** Entries before this seq; from the newest when null. */
  before: number | null;
  within: Interval | null;
  asOf: Ms | null;
};

/** A component's entries, newest first; `next` is where the following page begins, null on the last. */
export function readChainEntries(
  scope: TenantScope,
  input: ChainEntriesInput,
): Promise<{ entries: ChainEntry[]; next: number | null; head: ChainHead | null }> {
  permit(scope, "read");
  const { componentId, limit, before, within, asOf } = input;
  return inTenant(scope, async (tx) => {
    await requireComponent(tx, componentId);
    const heads = await readHeads(tx, [componentId]);
    const rows = await listEntriesBefore(tx, componentId, { limit: limit + 1, before }, { within, asOf });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const entries = await titled(tx, componentId, shown);
    return {
      entries,
      next: rows.length > limit && last ? last.seq : null,
      head: heads.get(componentId) ?? null,
    };
  });
}

async function titled(tx: TenantTx, componentId: string, entries: LedgerEntry[]): Promise<ChainEntry[]> {
  const reasons = await readReasons(tx, componentId, entries.at(-1)?.seq ?? 0, entries[0]?.seq ?? 0);
  const bySeq = new Map(reasons.map(({ seq, reason }) => [seq, reason]));
  const named = await titleCauses(
    tx,
    entries.map((entry) => ({
      entry,
      causes: [
        {
          componentId,
          type: entry.kind === "correction" ? ("correction" as const) : entry.source.type,
          id: entry.source.id,
          entrySeq: entry.seq,
        },
      ],
    })),
  );
  return named.map(({ entry, causes: [cause] }) => ({
    ...entry,
    reason: bySeq.get(entry.seq) ?? null,
    sourceTitle: cause?.title ?? entry.source.type,
  }));
}

/** How an entry is proven: its own hash and link, then the first checkpoint that saw the chain at or after it. */
export type EntryProof = {
  entry: ChainEntry;
  /** The entry's text gives its hash, and its prev_hash is the hash of the entry before. */
  isLinked: boolean;
  sealed: {
    checkpoint: Checkpoint;
    leaf: LeafProof;
    /** Every entry from this one to the leaf's head follows from the one before. */
    isConnected: boolean;
    /** The leaf leads to the signed root, and the signature is the key's. */
    isSigned: boolean;
  } | null;
};

/** At most this many entries are walked from an entry to the head that a checkpoint saw. */
const walkMax = 5_000;

export function proveEntry(
  scope: TenantScope,
  input: { componentId: string; seq: number },
): Promise<EntryProof> {
  permit(scope, "read");
  const { componentId, seq } = input;
  return inTenant(scope, async (tx) => {
    await requireComponent(tx, componentId);
    const [previous, found] = await readWithPrevious(tx, componentId, seq);
    if (!found) throw notFound("ledger entry");
    const [entry] = await titled(tx, componentId, [found]);
    if (!entry) throw notFound("ledger entry");
    const link = previous
      ? { seq: previous.seq, hash: previous.hash, recordedAt: previous.recordedAt }
      : null;
    return { entry, isLinked: verifyChain([found], link).ok, sealed: await sealOf(tx, found) };
  });
}

async function readWithPrevious(tx: TenantTx, componentId: string, seq: number) {
  const rows = await listEntries(tx, componentId, Math.max(0, seq - 2), 2);
  const previous = rows.find((row) => row.seq === seq - 1) ?? null;
  return [previous, rows.find((row) => row.seq === seq)] as const;
}

async function sealOf(tx: TenantTx, entry: LedgerEntry): Promise<EntryProof["sealed"]> {
  const { componentId, seq } = entry;
  const found = await firstLeafFrom(tx, componentId, seq);
  if (!found) return null;
  const [checkpoint] = await listCheckpoints(tx, found.checkpointSeq - 1, 1);
  const secret = await readTreeSecret(tx, found.checkpointSeq);
  if (!checkpoint || !secret) return null;
  const tree = await readTree(tx, found.checkpointSeq);
  const [leaf] = proveLeaves(tree, secret, [componentId]);
  if (!leaf) return null;
  const after = await listEntries(tx, componentId, seq, Math.min(found.headSeq - seq, walkMax));
  const walk = verifyChain(after, { seq, hash: entry.hash, recordedAt: entry.recordedAt });
  const reached = after.at(-1) ?? entry;
  return {
    checkpoint,
    leaf,
    isConnected: walk.ok && reached.hash === leaf.hash,
    isSigned: checkProof(checkpoint, leaf) && checkpointComplaint(checkpoint, null) === null,
  };
}
