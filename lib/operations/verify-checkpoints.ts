import type { TenantTx } from "@/db/client";
import { listCheckpoints, newestCheckpoint, readTree } from "@/db/queries/checkpoint";
import { type Checkpoint, checkProof, checkpointComplaint, proveLeaves } from "@/lib/domain/checkpoint";
import type { Ms } from "@/lib/domain/time";
import { ownPublicKey } from "./checkpoint";

/** The newest checkpoint, and a sentence if it or any before it is not what was signed. */
export type CheckpointFinding = {
  seq: number;
  recordedAt: Ms;
  root: string;
  publicKey: string;
  /** Whether this installation's present key signed it; after a change of keys the next one is. */
  isOwnKey: boolean;
  finding: string | null;
};

const batchSize = 500;

/** Checks every checkpoint's text, hash, signature and link, and the newest one's tree; null when there is none. */
export async function verifyCheckpoints(tx: TenantTx): Promise<CheckpointFinding | null> {
  const newest = await newestCheckpoint(tx);
  if (newest === null) return null;
  const { seq, recordedAt, root, publicKey } = newest.checkpoint;
  const chainFinding = await brokenLink(tx, seq);
  const tree = await readTree(tx, seq);
  // One path that leads to the root speaks for every leaf: its nodes are made of all of them.
  const isWhole = newest.treeSecret.length === 32;
  const [proof] = isWhole ? proveLeaves(tree, newest.treeSecret, [tree[0]?.componentId ?? ""]) : [];
  const isRooted = proof !== undefined && checkProof(newest.checkpoint, proof);
  const finding = chainFinding ?? (isRooted ? null : `The leaves of checkpoint ${seq} were changed.`);
  return { seq, recordedAt, root, publicKey, isOwnKey: publicKey === ownPublicKey(), finding };
}

async function brokenLink(tx: TenantTx, lastSeq: number): Promise<string | null> {
  let previous: Checkpoint | null = null;
  for (let after = 0; after < lastSeq; after = previous?.seq ?? lastSeq) {
    const batch = await listCheckpoints(tx, after, batchSize);
    if (batch.length === 0) return `Checkpoint ${after + 1} is missing.`;
    for (const checkpoint of batch) {
      const expectedSeq: number = (previous?.seq ?? 0) + 1;
      if (checkpoint.seq !== expectedSeq) return `Checkpoint ${expectedSeq} is missing.`;
      const complaint = checkpointComplaint(checkpoint, previous);
      if (complaint !== null) return `Checkpoint ${checkpoint.seq}: ${complaint}.`;
      previous = checkpoint;
    }
  }
  return null;
}
