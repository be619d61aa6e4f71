/**
 * What was found of one chain. `finding` is a sentence when something is not as it was written; `firstBadSeq` names
 * the entry, and is null when the entries are good and only what is derived from them is not.
 */
export type ChainFinding = {
  componentId: string;
  /** Entries found good, from the first on. */
  entries: number;
  /** The last good link. */
  head: { seq: number; hash: string } | null;
  firstBadSeq: number | null;
  finding: string | null;
};
