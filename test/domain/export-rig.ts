import { type ChainLeaf, type Checkpoint, proveLeaves, sealCheckpoint } from "@/lib/domain/checkpoint";
import { exportLines } from "@/lib/domain/export";
import type { LedgerEntry } from "@/lib/domain/ledger";
import { chainOf, reasonHash } from "./ledger-rig";

const seed = new Uint8Array(32).fill(3);
const secretAt = (seq: number) => new Uint8Array(32).fill(seq);

export function chainFor(componentId: string, count: number): LedgerEntry[] {
  return chainOf(
    Array.from({ length: count }, (_, at) => ({
      ...{ kind: "observation" as const, source: { type: "monitor" as const, id: "mon_1" }, componentId },
      ...{ state: at % 2 === 0 ? ("operational" as const) : ("major_outage" as const) },
      ...{ recordedAt: at * 1_000, effectiveFrom: at * 1_000 },
      ...{
        evidence: [{ startedAt: at, region: "local", ok: true, failure: null, httpStatus: 200, totalMs: 3 }],
      },
    })),
  );
}

/** Exported chains, a third that is only in the tree, and a checkpoint over each of the given lengths. */
export function exported(chains: readonly LedgerEntry[][], lengths: readonly number[]): string {
  let previous: Checkpoint | null = null;
  const checkpoints = lengths.map((length, index) => {
    const leaves: ChainLeaf[] = chains.flatMap((entries) => {
      const head = entries[Math.min(length, entries.length) - 1];
      return head === undefined ? [] : [{ componentId: head.componentId, seq: head.seq, hash: head.hash }];
    });
    leaves.push({ componentId: "cmp_z", seq: 1, hash: reasonHash });
    const treeSecret = secretAt(index);
    const draft = { organizationId: "org_1", recordedAt: index, leaves, treeSecret };
    previous = sealCheckpoint(draft, previous, seed);
    const ids = chains.flatMap((entries) => entries[0]?.componentId ?? []);
    const proofs = proveLeaves(leaves, treeSecret, ids);
    return { checkpoint: previous, proofs };
  });
  const publicKeys = [...new Set(checkpoints.map(({ checkpoint }) => checkpoint.publicKey))];
  const named = chains.map((entries) => ({ componentId: entries[0]?.componentId ?? "cmp_0", entries }));
  return [...exportLines({ organizationId: "org_1", publicKeys, checkpoints, chains: named }), ""].join("\n");
}
