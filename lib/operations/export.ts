import { inTenant, type TenantTx } from "@/db/client";
import {
  checkpointCovering,
  findCheckpoint,
  newestCheckpoint,
  readTree,
  type StoredCheckpoint,
} from "@/db/queries/checkpoint";
import { listCountEntries, readCountHeads } from "@/db/queries/count";
import { listEntries, readHeads } from "@/db/queries/ledger";
import { tracedComponentIds } from "@/db/queries/scrub";
import { type ChainLeaf, type LeafProof, proveLeaves } from "@/lib/domain/checkpoint";
import { countChainId, readCountLink } from "@/lib/domain/count-chain";
import { type ChainExtent, type ExportHeader, type ExportLine, formatLine } from "@/lib/domain/export-line";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { StatementHead } from "@/lib/domain/statement";
import { type Ms, minuteMs } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { sealHeads } from "./checkpoint";
import { requireComponent } from "./ledger";

/** An export is anchored by a checkpoint at most this old, made for it if need be. */
const checkpointMaxAgeMs = minuteMs;
const batchSize = 500;

/** What is known before the first line: how far each chain reaches, and what vouches for it. */
type Frame = { header: ExportHeader; anchor: StoredCheckpoint | null; proofs: LeafProof[] };

/**
 * The lines of an NDJSON export, without newlines, of these components or of all: entries with the newest checkpoint,
 * the exported chains' own leaves and the key (RULES R5.2). Reasons stay out. Entries are read in batches as the
 * lines are taken; those appended meanwhile are not part of it. Throws `not_found` before the first line.
 */
export async function exportLedger(
  scope: TenantScope,
  componentIds: readonly string[],
  now: Ms,
): Promise<AsyncIterable<string>> {
  permit(scope, "read");
  const frame = await inTenant(scope, (tx) => readFrame(tx, componentIds, now));
  return linesOf(scope, frame);
}

/**
 * The same lines of the chains that `heads` name, cut where the first checkpoint that covers all of these heads saw
 * them: whatever is written later, it is the same text whenever somebody asks. A checkpoint is made when none covers
 * them yet.
 */
export async function exportUpTo(
  scope: TenantScope,
  heads: readonly StatementHead[],
  now: Ms,
): Promise<AsyncIterable<string>> {
  permit(scope, "read");
  const ids = [...new Set(heads.map(({ componentId }) => componentId))].sort();
  const frame = await inTenant(scope, async (tx) => {
    const anchor = await anchorOf(tx, heads, now);
    return anchor === null ? readFrame(tx, ids, now) : frameAt(tx, ids, anchor);
  });
  return linesOf(scope, frame);
}

/** Null where nothing can vouch for the heads: no checkpoint that saw them, and no key to sign one. */
async function anchorOf(
  tx: TenantTx,
  heads: readonly StatementHead[],
  now: Ms,
): Promise<StoredCheckpoint | null> {
  const leaves = heads.map(({ chain, componentId, seq }) => ({
    componentId: chain === "counts" ? countChainId(componentId) : componentId,
    seq,
  }));
  const seq = await checkpointCovering(tx, leaves);
  if (seq !== null) return findCheckpoint(tx, seq);
  return env().signingKey === null ? null : sealHeads(tx, now);
}

/** The chains as a checkpoint saw them. */
async function frameAt(tx: TenantTx, ids: readonly string[], anchor: StoredCheckpoint): Promise<Frame> {
  const tree = await readTree(tx, anchor.checkpoint.seq);
  const leaves = new Map(tree.map((leaf) => [leaf.componentId, leaf]));
  const counted = new Map(ids.map((id) => [id, leaves.get(countChainId(id))]));
  return framed(tx, ids, { anchor, tree }, leaves, counted);
}

/** The checkpoint is read before the heads: it never vouches for more than the export holds. */
async function readFrame(tx: TenantTx, componentIds: readonly string[], now: Ms): Promise<Frame> {
  for (const id of componentIds) await requireComponent(tx, id);
  const ids = componentIds.length > 0 ? [...new Set(componentIds)].sort() : await tracedComponentIds(tx);
  const newest = await newestCheckpoint(tx);
  const isFresh = newest !== null && newest.checkpoint.recordedAt > now - checkpointMaxAgeMs;
  if (env().signingKey === null) return frameNow(tx, ids, newest);
  const frame = isFresh ? await frameNow(tx, ids, newest) : null;
  return frame !== null && isAnchored(frame) ? frame : frameNow(tx, ids, await sealHeads(tx, now));
}

async function frameNow(
  tx: TenantTx,
  ids: readonly string[],
  anchor: StoredCheckpoint | null,
): Promise<Frame> {
  const tree = anchor === null ? [] : await readTree(tx, anchor.checkpoint.seq);
  return framed(tx, ids, { anchor, tree }, await readHeads(tx, ids), await readCountHeads(tx, ids));
}

/** Whether a checkpoint saw something of every chain that has entries: one begun since is not left without. */
function isAnchored({ header: { chains, counts }, proofs }: Frame): boolean {
  return proofs.length === chains.filter(({ entries }) => entries > 0).length + counts.length;
}

type Anchored = { anchor: StoredCheckpoint | null; tree: readonly ChainLeaf[] };
type Heads = ReadonlyMap<string, { seq: number; hash: string | null } | undefined>;

function framed(
  { organizationId }: TenantTx,
  ids: readonly string[],
  { anchor, tree }: Anchored,
  heads: Heads,
  counted: Heads,
): Frame {
  const counts = ids.flatMap((componentId) => {
    const head = counted.get(componentId);
    return head && head.seq > 0 ? [{ componentId, entries: head.seq, headHash: head.hash }] : [];
  });
  const wanted = [...ids, ...counts.map(({ componentId }) => countChainId(componentId))].sort();
  const proofs = anchor === null ? [] : proveLeaves(tree, anchor.treeSecret, wanted);
  const chains = ids.map((componentId) => {
    const head = heads.get(componentId);
    return { componentId, entries: head?.seq ?? 0, headHash: head?.hash ?? null };
  });
  const checkpoints = anchor === null ? 0 : 1;
  const around = { publicKeys: checkpoints, checkpoints, leaves: proofs.length };
  return { header: { organizationId, chains, counts, ...around }, anchor, proofs };
}

async function* linesOf(scope: TenantScope, { header, anchor, proofs }: Frame): AsyncGenerator<string> {
  yield formatLine({ type: "export", header });
  for (const line of anchor === null ? [] : anchorLines(anchor, proofs)) yield formatLine(line);
  for (const { componentId, entries } of header.chains) {
    for (let seq = 0; seq < entries; ) {
      const limit = Math.min(batchSize, entries - seq);
      const batch = await inTenant(scope, (tx) => listEntries(tx, componentId, seq, limit));
      for (const entry of batch) yield formatLine({ type: "entry", entry });
      const last = batch.at(-1);
      if (last === undefined) break;
      seq = last.seq;
    }
  }
  for (const chain of header.counts) yield* countLines(scope, chain);
}

/** Reports of counts read at once: one may hold a month of minutes. */
const reportsAtOnce = 20;

async function* countLines(
  scope: TenantScope,
  { componentId, entries }: ChainExtent,
): AsyncGenerator<string> {
  for (let seq = 0; seq < entries; ) {
    const limit = Math.min(reportsAtOnce, entries - seq);
    const batch = await inTenant(scope, (tx) => listCountEntries(tx, componentId, seq, limit));
    for (const { hash, canonical } of batch) {
      const link = readCountLink(hash, canonical);
      if (link) yield formatLine({ type: "count", link });
    }
    const last = batch.at(-1);
    if (last === undefined) return;
    seq = last.seq;
  }
}

function* anchorLines({ checkpoint }: StoredCheckpoint, proofs: readonly LeafProof[]): Generator<ExportLine> {
  yield { type: "public_key", publicKey: checkpoint.publicKey };
  yield { type: "checkpoint", checkpoint };
  for (const proof of proofs) yield { type: "leaf", checkpointSeq: checkpoint.seq, proof };
}
