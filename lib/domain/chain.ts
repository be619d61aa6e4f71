import { canonicalEntry, sealOf } from "./canonical";
import { compositionComplaint } from "./composition";
import { assert, invalid } from "./errors";
import { sha256Hex, zeroHash } from "./hash";
import { type ChainHead, type EntryDraft, type EntryFields, evidenceMax, type LedgerEntry } from "./ledger";
import type { Ms } from "./time";

/** What an append must know, read under the chain's lock: the last link and the source's latest `effective_from`. */
export type AppendHead = { head: ChainHead | null; sourceFrom: Ms | null };

/** `late`: the source already spoke for a later time, so this word needs an end: a `revision` (RULES R1.2). */
export type AppendDecision = { outcome: "append"; entry: LedgerEntry } | { outcome: "late"; sourceFrom: Ms };

/** Decides one append (RULES R1.2, R1.3). Throws `invalid` when the draft itself breaks a rule. */
export function decideAppend({ head, sourceFrom }: AppendHead, draft: EntryDraft): AppendDecision {
  const entry = sealEntry(draft, head);
  const isLate = entry.effectiveTo === null && sourceFrom !== null && entry.effectiveFrom < sourceFrom;
  return isLate ? { outcome: "late", sourceFrom } : { outcome: "append", entry };
}

/**
 * The draft as the next link after `head` (null: the first). `recordedAt` becomes max(clock, head.recordedAt), a
 * definition takes effect at that instant. Throws `invalid` when the draft breaks a rule of its kind.
 */
export function sealEntry(draft: EntryDraft, head: ChainHead | null): LedgerEntry {
  const fields = fieldsOf(draft, head);
  checkFields(fields);
  return { ...fields, ...sealOf(fields) };
}

/** The last link as the next append needs it. */
export function headOf(entry: LedgerEntry): ChainHead {
  return { seq: entry.seq, hash: entry.hash, recordedAt: entry.recordedAt };
}

function fieldsOf(draft: EntryDraft, head: ChainHead | null): EntryFields {
  const recordedAt = Math.max(draft.recordedAt, head?.recordedAt ?? draft.recordedAt);
  return {
    organizationId: draft.organizationId,
    componentId: draft.componentId,
    seq: (head?.seq ?? 0) + 1,
    recordedAt,
    kind: draft.kind,
    source: { type: draft.source.type, id: draft.source.id },
    state: "state" in draft ? (draft.state ?? null) : null,
    effectiveFrom: draft.kind === "definition" ? recordedAt : draft.effectiveFrom,
    effectiveTo: "effectiveTo" in draft ? draft.effectiveTo : null,
    cause: "cause" in draft ? (draft.cause ?? null) : null,
    affectedRatio: "affectedRatio" in draft ? (draft.affectedRatio ?? null) : null,
    supersedes: "supersedes" in draft ? (draft.supersedes ?? null) : null,
    reasonHash: draft.reasonHash ?? null,
    actor: draft.actor,
    evidence: "evidence" in draft ? (draft.evidence ?? null) : null,
    announcedAt: "announcedAt" in draft ? draft.announcedAt : null,
    plannedFrom: "plannedFrom" in draft ? draft.plannedFrom : null,
    plannedTo: "plannedTo" in draft ? draft.plannedTo : null,
    definition: draft.kind === "definition" ? draft.definition : null,
    prevHash: head?.hash ?? zeroHash,
  };
}

const ratioText = /^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/;
const causeWord = /^[a-z][a-z0-9_]{0,63}$/;

function checkFields(entry: EntryFields): void {
  const { effectiveFrom, effectiveTo, affectedRatio, supersedes, definition } = entry;
  assert(Number.isSafeInteger(entry.recordedAt), "recordedAt is whole milliseconds");
  assert(Number.isSafeInteger(effectiveFrom), "effectiveFrom is whole milliseconds");
  assert((entry.evidence?.length ?? 0) <= evidenceMax, "an entry holds at most ten deciding outcomes");
  if (effectiveTo !== null && effectiveTo <= effectiveFrom)
    throw invalid("to", "The end must be after the start.");
  if (affectedRatio !== null && !ratioText.test(affectedRatio)) {
    throw invalid("affected_ratio", "A ratio is a decimal between 0 and 1.");
  }
  if (entry.cause !== null && !causeWord.test(entry.cause)) {
    throw invalid("cause", "A cause is one word in lower case, such as third_party.");
  }
  if (entry.kind === "correction" && !entry.state && !entry.cause && !affectedRatio) {
    throw invalid("state", "A correction needs a state, a cause or an affected ratio.");
  }
  if (supersedes !== null && !(supersedes >= 1 && supersedes < entry.seq)) {
    throw invalid("supersedes", "Only an earlier entry of the same ledger can be superseded.");
  }
  const complaint = definition === null ? null : compositionComplaint(entry.componentId, definition);
  if (complaint !== null) throw invalid("composition", complaint);
}

/** Why a chain is not what was written. `missing` and `reordered` differ by whether the awaited link comes later. */
type ChainFault = "changed" | "missing" | "added" | "reordered";

export type ChainReport = {
  ok: boolean;
  /** Links found good, counted from the start of the check. */
  entries: number;
  /** The last good link. */
  head: ChainHead | null;
  firstBadSeq: number | null;
  fault: ChainFault | null;
};

/**
 * Checks one chain in stored order: seq without a gap, one component, `recordedAt` never back, every link's
 * canonical text rebuilt from its columns and compared with the stored text, hashed, and tied to the link before.
 * A truncated tail looks good: only a checkpoint or a known head can tell. `after` continues an earlier check.
 */
export function verifyChain(entries: readonly LedgerEntry[], after: ChainHead | null = null): ChainReport {
  const owner = entries[0];
  let head = after;
  for (const [index, entry] of entries.entries()) {
    const expectedSeq = (head?.seq ?? 0) + 1;
    if (entry.seq !== expectedSeq) {
      const fault = seqFault(entries, index, expectedSeq);
      return {
        ok: false,
        entries: index,
        head,
        firstBadSeq: fault === "added" ? entry.seq : expectedSeq,
        fault,
      };
    }
    const isOwn = entry.componentId === owner?.componentId && entry.organizationId === owner.organizationId;
    if (!isOwn || !isNextLink(entry, head)) {
      return { ok: false, entries: index, head, firstBadSeq: expectedSeq, fault: "changed" };
    }
    head = headOf(entry);
  }
  return { ok: true, entries: entries.length, head, firstBadSeq: null, fault: null };
}

function seqFault(entries: readonly LedgerEntry[], index: number, expectedSeq: number): ChainFault {
  if ((entries[index]?.seq ?? 0) < expectedSeq) return "added";
  return entries.slice(index).some((later) => later.seq === expectedSeq) ? "reordered" : "missing";
}

function isNextLink(entry: LedgerEntry, head: ChainHead | null): boolean {
  if (entry.prevHash !== (head?.hash ?? zeroHash)) return false;
  if (head !== null && entry.recordedAt < head.recordedAt) return false;
  return rebuiltText(entry) === entry.canonical && sha256Hex(entry.canonical) === entry.hash;
}

/** Columns somebody changed may have no canonical text at all (an instant off the calendar): that is a change too. */
function rebuiltText(entry: LedgerEntry): string | null {
  try {
    return canonicalEntry(entry);
  } catch {
    return null;
  }
}
