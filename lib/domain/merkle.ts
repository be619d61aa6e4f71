import { assert } from "./errors";
import { leafSalt, sha256 } from "./hash";

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** RFC 6962 leaf, salted so that a sibling's hash in somebody's path tells nothing: SHA-256(0x00 ‖ salt ‖ data). */
export function leafHash(salt: Uint8Array, data: string): Uint8Array {
  return sha256(leafPrefix, salt, data);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(nodePrefix, left, right);
}

/** The next power of two, at least 1. */
function paddedCount(count: number): number {
  let padded = 1;
  while (padded < count) padded *= 2;
  return padded;
}

/** Leaf hashes of the data in order, padded with salted empty leaves, so that the count of the rest stays hidden. */
export function leavesOf(data: readonly string[], treeSecret: Uint8Array): Uint8Array[] {
  return Array.from({ length: paddedCount(data.length) }, (_, index) =>
    leafHash(leafSalt(treeSecret, index), data[index] ?? ""),
  );
}

/** Every level of the tree from the leaves up to the root; `leaves` are a power of two. */
export function levelsOf(leaves: readonly Uint8Array[]): (readonly Uint8Array[])[] {
  assert(leaves.length === paddedCount(leaves.length), "a tree's leaves are padded to a power of two");
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) level = above(level);
  return levels;
}

function above(level: readonly Uint8Array[]): Uint8Array[] {
  const nodes: Uint8Array[] = [];
  for (let index = 0; index < level.length; index += 2) {
    const left = level[index];
    const right = level[index + 1];
    if (left !== undefined && right !== undefined) nodes.push(nodeHash(left, right));
  }
  return nodes;
}

/** The root over padded leaves. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const root = levelsOf(leaves).at(-1)?.[0];
  assert(root !== undefined, "a tree has at least one leaf");
  return root;
}

/** The siblings from the leaf up, with which `rootFromPath` comes to the root; `levels` are those of `levelsOf`. */
export function inclusionPath(levels: readonly (readonly Uint8Array[])[], leafIndex: number): Uint8Array[] {
  assert(leafIndex >= 0 && leafIndex < (levels[0]?.length ?? 0), "the leaf is in the tree");
  return levels.slice(0, -1).map((level, height) => {
    const sibling = level[(leafIndex >> height) ^ 1];
    assert(sibling !== undefined, "every node below the root has a sibling");
    return sibling;
  });
}

/** The root that a leaf at an index and its path lead to. */
export function rootFromPath(leaf: Uint8Array, leafIndex: number, path: readonly Uint8Array[]): Uint8Array {
  return path.reduce(
    (node, sibling, level) =>
      (leafIndex >> level) % 2 === 0 ? nodeHash(node, sibling) : nodeHash(sibling, node),
    leaf,
  );
}
