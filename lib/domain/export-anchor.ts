import { type Checkpoint, checkProof, checkpointComplaint, type LeafProof } from "./checkpoint";
import { type CountLink, countChainId } from "./count-chain";
import type { ExportHeader } from "./export-line";
import type { LedgerEntry } from "./ledger";

/** Names the chain and its first bad seq; both are null when the fault lies in the lines around the chains. */
export type Bad = {
  status: "bad";
  componentId: string | null;
  firstBadSeq: number | null;
  message: string;
};

export function bad(
  message: string,
  componentId: string | null = null,
  firstBadSeq: number | null = null,
): Bad {
  return { status: "bad", componentId, firstBadSeq, message };
}

/** The lines of an export by their kind, as far as they are what was written. */
export type ExportFile = {
  header: ExportHeader;
  publicKeys: string[];
  checkpoints: Checkpoint[];
  leaves: { checkpointSeq: number; proof: LeafProof }[];
  chains: Map<string, LedgerEntry[]>;
  counts: Map<string, CountLink[]>;
  /** The first line that is not as it was written, or not where it belongs; nothing after it is read. */
  brokenLine: Bad | null;
};

/** Checkpoints that are not what was signed, or heads that the chains do not have. */
export function anchorFault({ header, checkpoints, leaves, chains, counts }: ExportFile): Bad | null {
  for (const [index, checkpoint] of checkpoints.entries()) {
    const complaint = checkpointComplaint(checkpoint, checkpoints[index - 1] ?? null);
    if (complaint !== null) return bad(`Checkpoint ${checkpoint.seq}: ${complaint}.`);
    if (checkpoint.organizationId !== header.organizationId) {
      return bad(`Checkpoint ${checkpoint.seq} is another organization's.`);
    }
  }
  for (const { checkpointSeq, proof } of leaves) {
    const checkpoint = checkpoints.find(({ seq }) => seq === checkpointSeq);
    if (checkpoint === undefined || !checkProof(checkpoint, proof)) {
      return bad(`The leaf of ${proof.componentId} does not lead to checkpoint ${checkpointSeq}.`);
    }
    const isCount = proof.componentId.startsWith("counts:");
    const links = isCount ? counts.get(proof.componentId.slice(7)) : chains.get(proof.componentId);
    const fault = headFault(proof, links ?? []);
    if (fault !== null) return fault;
  }
  return null;
}

/** A chain that no checkpoint of the file saw: nobody signed any of it, so it may have been written anew whole. */
export function looseFault({ header, leaves }: ExportFile): Bad | null {
  const seen = new Set(leaves.map(({ proof }) => proof.componentId));
  const loose =
    header.chains.find(({ componentId, entries }) => entries > 0 && !seen.has(componentId)) ??
    header.counts.find(({ componentId }) => !seen.has(countChainId(componentId)));
  if (loose === undefined) return null;
  const { componentId } = loose;
  return bad(
    `No checkpoint in this file vouches for ${componentId}: nothing of it is signed.`,
    componentId,
    1,
  );
}

function headFault({ componentId, seq, hash }: LeafProof, entries: readonly { hash: string }[]): Bad | null {
  const entry = entries[seq - 1];
  if (entry === undefined) {
    const firstMissing = entries.length + 1;
    const message = `${componentId} ends at entry ${entries.length}, but a checkpoint saw entry ${seq}.`;
    return bad(message, componentId, firstMissing);
  }
  if (entry.hash === hash) return null;
  return bad(`Entry ${seq} of ${componentId} is not the one a checkpoint saw.`, componentId, seq);
}
