import { canonicalJson } from "./canonical";
import { assert } from "./errors";
import {
  fromHex,
  leafSalt,
  publicKeyFrom,
  sha256Hex,
  signBytes,
  toHex,
  verifySignature,
  zeroHash,
} from "./hash";
import { inclusionPath, leafHash, leavesOf, levelsOf, merkleRoot, rootFromPath } from "./merkle";
import { formatInstant, type Ms } from "./time";

/** The head of one chain, as a leaf says it. */
export type ChainLeaf = { componentId: string; seq: number; hash: string };

/** One link of an organization's checkpoint chain (RULES R5.2), as stored and published. */
export type Checkpoint = {
  readonly organizationId: string;
  readonly seq: number;
  readonly recordedAt: Ms;
  /** Hex root of the tree over every chain's head. */
  readonly root: string;
  /** A power of two; how many of them are chains stays hidden. */
  readonly leafCount: number;
  /** Raw Ed25519 key, hex: signed along, so that a change of keys is part of the chain. */
  readonly publicKey: string;
  readonly prevHash: string;
  readonly hash: string;
  readonly canonical: string;
  /** Hex Ed25519 signature of `canonical`. */
  readonly signature: string;
};

export type CheckpointFields = Omit<Checkpoint, "hash" | "canonical" | "signature">;

export type CheckpointDraft = {
  organizationId: string;
  recordedAt: Ms;
  /** Every chain of the organization in ascending component id. */
  leaves: readonly ChainLeaf[];
  /** 32 random bytes, kept beside the checkpoint and never published: the leaves' salts come from it. */
  treeSecret: Uint8Array;
};

/** One chain's place in a checkpoint's tree, with the one salt that opens its own leaf. */
export type LeafProof = ChainLeaf & { leafIndex: number; salt: string; path: readonly string[] };

/** The checkpoint as snake_case JSON, without hash and signature. */
export function checkpointRecord(fields: CheckpointFields): Record<string, unknown> {
  return {
    kind: "checkpoint",
    organization_id: fields.organizationId,
    seq: fields.seq,
    recorded_at: formatInstant(fields.recordedAt),
    root: fields.root,
    leaf_count: fields.leafCount,
    public_key: fields.publicKey,
    prev_hash: fields.prevHash,
  };
}

/** The next link after `previous` (null: the first), signed with a 32-byte Ed25519 seed. */
export function sealCheckpoint(
  draft: CheckpointDraft,
  previous: Pick<Checkpoint, "seq" | "hash" | "recordedAt"> | null,
  signingSeed: Uint8Array,
): Checkpoint {
  const leaves = treeOf(draft.leaves, draft.treeSecret);
  const fields: CheckpointFields = {
    organizationId: draft.organizationId,
    seq: (previous?.seq ?? 0) + 1,
    recordedAt: Math.max(draft.recordedAt, previous?.recordedAt ?? draft.recordedAt),
    root: toHex(merkleRoot(leaves)),
    leafCount: leaves.length,
    publicKey: toHex(publicKeyFrom(signingSeed)),
    prevHash: previous?.hash ?? zeroHash,
  };
  const canonical = canonicalJson(checkpointRecord(fields));
  const signature = toHex(signBytes(signingSeed, canonical));
  return { ...fields, hash: sha256Hex(canonical), canonical, signature };
}

/**
 * Proofs for the chains asked for, in the order of the checkpoint's leaves; a chain it does not know has none.
 * `leaves` and `treeSecret` as they were sealed.
 */
export function proveLeaves(
  leaves: readonly ChainLeaf[],
  treeSecret: Uint8Array,
  componentIds: Iterable<string>,
): LeafProof[] {
  const wanted = new Set(componentIds);
  const levels = levelsOf(treeOf(leaves, treeSecret));
  return leaves.flatMap(({ componentId, seq, hash }, leafIndex) => {
    if (!wanted.has(componentId)) return [];
    const path = inclusionPath(levels, leafIndex).map(toHex);
    return [{ componentId, seq, hash, leafIndex, salt: toHex(leafSalt(treeSecret, leafIndex)), path }];
  });
}

/** Whether the proof leads to the checkpoint's root, at the depth that its leaf count demands. */
export function checkProof(checkpoint: Checkpoint, proof: LeafProof): boolean {
  const salt = fromHex(proof.salt);
  const path = proof.path.map(fromHex).filter((node) => node !== null);
  if (salt?.length !== 32 || path.length !== proof.path.length) return false;
  if (2 ** path.length !== checkpoint.leafCount || proof.leafIndex >= checkpoint.leafCount) return false;
  return toHex(rootFromPath(leafHash(salt, leafData(proof)), proof.leafIndex, path)) === checkpoint.root;
}

/** Why a checkpoint is not what was signed, or null. `previous` is the link before, where it is at hand. */
export function checkpointComplaint(checkpoint: Checkpoint, previous: Checkpoint | null): string | null {
  const publicKey = fromHex(checkpoint.publicKey);
  const signature = fromHex(checkpoint.signature);
  if (canonicalJson(checkpointRecord(checkpoint)) !== checkpoint.canonical) return "its text was changed";
  if (sha256Hex(checkpoint.canonical) !== checkpoint.hash) return "its hash does not fit its text";
  if (!publicKey || !signature || !verifySignature(publicKey, checkpoint.canonical, signature)) {
    return "its signature is not that of its key";
  }
  const isFirst = checkpoint.seq === 1 && checkpoint.prevHash !== zeroHash;
  const isBroken = previous?.seq === checkpoint.seq - 1 && previous.hash !== checkpoint.prevHash;
  return isFirst || isBroken ? "it does not follow the checkpoint before it" : null;
}

function leafData({ componentId, seq, hash }: ChainLeaf): string {
  return canonicalJson({ component_id: componentId, hash, seq });
}

function treeOf(leaves: readonly ChainLeaf[], treeSecret: Uint8Array): Uint8Array[] {
  const isAscending = leaves.every((leaf, index) => {
    const before = leaves[index - 1];
    return before === undefined || before.componentId < leaf.componentId;
  });
  assert(isAscending, "a checkpoint's leaves are in ascending component id, each once");
  return leavesOf(leaves.map(leafData), treeSecret);
}
