import type { EvidenceRow } from "./evidence";
import type { LegalEntity } from "./finance-settings";
import type { Ms } from "./time";
import type { Claim } from "./upstream";
import type { ArithmeticLine } from "./working-step";

/** One incident as the provider told it, by both clocks. */
export type TheirWord = {
  title: string;
  impact: string;
  claimedFrom: Ms | null;
  firstSeenAt: Ms;
  endedSeenAt: Ms | null;
};

/** A claim opened down to our entries and their words: what its provider needs to check it. */
export type ClaimSheet = {
  claim: Claim;
  provider: string;
  contract: string;
  timezone: string;
  targetPercent: string;
  uptimePercent: string | null;
  organizationName: string;
  legal: LegalEntity | null;
  assessedAt: Ms;
  /** Empty when it cannot be computed again. */
  arithmetic: readonly ArithmeticLine[];
  evidence: readonly EvidenceRow[];
  names: ReadonlyMap<string, string>;
  /** Whether the claim, computed again from its heads, is what was assessed. */
  isReproduced: boolean;
  /** Where their words were read; null when none of our components depends on the provider. */
  source: string | null;
  words: readonly TheirWord[];
};
