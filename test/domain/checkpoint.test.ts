import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ChainLeaf,
  type Checkpoint,
  checkProof,
  checkpointComplaint,
  proveLeaves,
  sealCheckpoint,
} from "@/lib/domain/checkpoint";
import { leafSalt, publicKeyFrom, sha256Hex, signBytes, toHex, verifySignature } from "@/lib/domain/hash";
import { leavesOf, merkleRoot } from "@/lib/domain/merkle";

const seed = new Uint8Array(32).fill(7);
const treeSecret = new Uint8Array(32).fill(9);
const leavesFor = (count: number): ChainLeaf[] =>
  Array.from({ length: count }, (_, index) => ({
    componentId: `cmp_${String(index).padStart(3, "0")}`,
    seq: index + 1,
    hash: sha256Hex(`head ${index}`),
  }));
const sealed = (leaves: ChainLeaf[], previous: Checkpoint | null = null) =>
  sealCheckpoint({ organizationId: "org_1", recordedAt: 1_000, leaves, treeSecret }, previous, seed);

describe("Ed25519", () => {
  it("signs as RFC 8032 test 2 does", () => {
    const secret = Buffer.from("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "hex");
    const publicKey = publicKeyFrom(secret);
    const signature = signBytes(secret, Uint8Array.of(0x72));
    expect(toHex(publicKey)).toBe("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    expect(toHex(signature)).toBe(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
    expect(verifySignature(publicKey, Uint8Array.of(0x72), signature)).toBe(true);
    expect(verifySignature(publicKey, Uint8Array.of(0x73), signature)).toBe(false);
    expect(verifySignature(publicKey, "", new Uint8Array(3))).toBe(false);
  });
});

describe("checkpoint", () => {
  it("R5.2 builds the tree of RFC 6962: 0x00 before salt and data, 0x01 before two nodes", () => {
    const bytes = (hex: string) => Buffer.from(hex, "hex");
    const leaf = (index: number, data: string) =>
      sha256Hex(bytes("00"), leafSalt(treeSecret, index), Buffer.from(data));
    const node = (left: string, right: string) => sha256Hex(bytes("01"), bytes(left), bytes(right));
    const root = node(node(leaf(0, "a"), leaf(1, "b")), node(leaf(2, "c"), leaf(3, "")));
    expect(toHex(merkleRoot(leavesOf(["a", "b", "c"], treeSecret)))).toBe(root);
  });

  it("R5.2 proves every chain of any number of chains, and pads to a power of two", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
        const leaves = leavesFor(count);
        const checkpoint = sealed(leaves);
        expect(checkpoint.leafCount).toBe(2 ** Math.ceil(Math.log2(count)));
        const ids = leaves.map((leaf) => leaf.componentId);
        const proofs = proveLeaves(leaves, treeSecret, [...ids, "cmp_none"]);
        expect(proofs.map((proof) => proof.componentId)).toEqual(ids);
        expect(proofs.filter((proof) => !checkProof(checkpoint, proof))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("R5.2 refuses a proof with another head, place, salt, path or depth", () => {
    const leaves = leavesFor(5);
    const checkpoint = sealed(leaves);
    const [proof] = proveLeaves(leaves, treeSecret, ["cmp_002"]);
    if (proof === undefined) throw new Error("the chain is in the tree");
    const forged = [
      { ...proof, componentId: "cmp_001" },
      { ...proof, seq: 4 },
      { ...proof, hash: sha256Hex("other") },
      { ...proof, leafIndex: 3 },
      { ...proof, leafIndex: 10 },
      { ...proof, salt: "00".repeat(32) },
      { ...proof, salt: "zz" },
      { ...proof, path: proof.path.toReversed() },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, path: [...proof.path, "no hex"] },
    ];
    expect(forged.map((each) => checkProof(checkpoint, each))).toEqual(forged.map(() => false));
  });

  it("R5.2 links to the checkpoint before, and any change of any field is found", () => {
    const first = sealed(leavesFor(2));
    const second = sealed(leavesFor(3), first);
    expect(second).toMatchObject({ seq: 2, prevHash: first.hash });
    expect([checkpointComplaint(first, null), checkpointComplaint(second, first)]).toEqual([null, null]);
    const rivals: Checkpoint[] = [
      { ...second, root: first.root },
      { ...second, recordedAt: 1_001 },
      { ...second, leafCount: 8 },
      { ...second, seq: 3 },
      { ...second, organizationId: "org_2" },
      { ...second, publicKey: "00".repeat(32) },
      { ...second, prevHash: second.hash },
      { ...second, hash: first.hash },
      { ...second, canonical: first.canonical },
      { ...second, signature: first.signature },
    ];
    expect(rivals.filter((rival) => checkpointComplaint(rival, first) === null)).toEqual([]);
    const other = sealed(leavesFor(4));
    expect(checkpointComplaint(second, other)).toContain("follow");
  });

  it("R5.2 an organization without chains has a checkpoint too, and the clock never runs back", () => {
    const first = sealed([]);
    expect(first.leafCount).toBe(1);
    const draft = { organizationId: "org_1", recordedAt: 5, leaves: [], treeSecret };
    expect(sealCheckpoint(draft, first, seed).recordedAt).toBe(1_000);
  });
});
