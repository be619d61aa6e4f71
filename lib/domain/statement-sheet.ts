import type { CustomerView } from "./customer";
import type { EvidenceRow } from "./evidence";
import type { LegalEntity } from "./finance-settings";
import type { Vector } from "./sla/vector";
import type { StatementView } from "./statement";
import type { ArithmeticLine } from "./working-step";

/** A statement opened down to its entries: what a person needs to compute it again by hand. */
export type StatementSheet = {
  view: StatementView;
  customer: CustomerView;
  organizationName: string;
  legal: LegalEntity | null;
  /** Empty when it cannot be computed. */
  arithmetic: readonly ArithmeticLine[];
  evidence: readonly EvidenceRow[];
  /** Names of every component in the evidence and among the heads. */
  names: ReadonlyMap<string, string>;
  /** The closed statement that this one restates. */
  original: StatementView | null;
  /** Whether a closed one, computed again from its heads, is what was booked; null before the close. */
  isReproduced: boolean | null;
  vector: Vector | null;
};
