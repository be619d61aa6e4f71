import type { State } from "./state";
import type { Ms } from "./time";

/** What an entry does to the timeline (DESIGN §3, RULES R1). */
export const entryKinds = ["observation", "revision", "correction", "import", "definition"] as const;
export type EntryKind = (typeof entryKinds)[number];

/**
 * Who says it. `person` is somebody's manual state or correction; `maintenance` is one maintenance, whose entries
 * form a track of their own; `definition` is the component's own composition.
 */
export const sourceTypes = [
  "monitor",
  "dependency",
  "incident",
  "import",
  "person",
  "maintenance",
  "definition",
] as const;
export type SourceType = (typeof sourceTypes)[number];

export type Source = { type: SourceType; id: string };

/** How a component is made of others; `of` holds component ids, each once, in ascending order. */
export type Composition =
  | { rule: "all" | "any"; of: readonly string[] }
  | { rule: "k_of_n"; k: number; of: readonly string[] };

/** One outcome that decided a verdict, kept in the entry so that proof outlives the outcomes (RULES R3.6). */
export type EvidenceOutcome = {
  startedAt: Ms;
  region: string;
  ok: boolean;
  failure: string | null;
  httpStatus: number | null;
  totalMs: number | null;
};

/** At most this many deciding outcomes fit one entry (RULES R3.6). */
export const evidenceMax = 10;

/**
 * One immutable fact about one component, as stored: every column is present, what does not apply is null.
 *
 * How each kind reads:
 * - `observation` - `source` says `state` from `effectiveFrom` on, until its next word. A null state withdraws the
 *   source: it says nothing any more (an incident resolved, a monitor archived).
 * - `revision` - the same source, bounded: what it should have said in [effectiveFrom, effectiveTo).
 * - `import` - history from elsewhere, bounded.
 * - `correction` - a person's word over all sources, bounded: a state, a cause or an affected ratio.
 * - `definition` - the component is composed of others from `effectiveFrom` (= recordedAt) on; null ends it.
 *
 * Maintenance: entries of kind `observation` or `revision` whose source is `{type: "maintenance", id}`. State
 * `under_maintenance` = in progress, `operational` = over, null = announced only (nothing in progress changes).
 * Each carries the announcement then in force: `announcedAt`, `plannedFrom`, `plannedTo`.
 * `under_maintenance` from an import, a dependency or a correction lies on the same track, without announcement.
 */
export type LedgerEntry = {
  readonly organizationId: string;
  readonly componentId: string;
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  readonly recordedAt: Ms;
  readonly kind: EntryKind;
  readonly source: Source;
  readonly state: State | null;
  readonly effectiveFrom: Ms;
  /** Exclusive; null = until the source's next word. */
  readonly effectiveTo: Ms | null;
  /** A word of the contracts' vocabulary: `force_majeure`, `customer_caused`, `third_party` … */
  readonly cause: string | null;
  /** Share of the component that was affected, as a decimal string in [0, 1]. */
  readonly affectedRatio: string | null;
  /** The seq this entry replaces; the replaced one is left out of every fold that knows this entry. */
  readonly supersedes: number | null;
  /** Hex SHA-256(32-byte salt ‖ text); salt and text lie beside the entry (RULES R5.1). */
  readonly reasonHash: string | null;
  /** Opaque: `actorText(actor)`. */
  readonly actor: string;
  readonly evidence: readonly EvidenceOutcome[] | null;
  readonly announcedAt: Ms | null;
  readonly plannedFrom: Ms | null;
  readonly plannedTo: Ms | null;
  readonly definition: Composition | null;
  /** Hash of the entry before; 64 zeros for seq 1. */
  readonly prevHash: string;
  /** Lower-case hex SHA-256 of `canonical`. */
  readonly hash: string;
  /** The exact hashed text: RFC 8785 of the entry without `hash`. */
  readonly canonical: string;
};

/** What is hashed: an entry without its seal. */
export type EntryFields = Omit<LedgerEntry, "hash" | "canonical">;

/** The last link of a chain; null for a chain without entries. */
export type ChainHead = { seq: number; hash: string; recordedAt: Ms };

type DraftBase = {
  organizationId: string;
  componentId: string;
  /** The clock; the seal makes it max(clock, head.recordedAt) (RULES R1.3). */
  recordedAt: Ms;
  actor: string;
  reasonHash?: string | null;
};

/** The announcement in force (RULES R4.6): `announcedAt` is the commit time of its first publication. */
type Announcement = { announcedAt: Ms; plannedFrom: Ms; plannedTo: Ms };

type MaintenanceSource = { type: "maintenance"; id: string };
type StateSource = { type: "monitor" | "dependency" | "incident" | "person"; id: string };

/** A source's word from `effectiveFrom` on. */
export type ObservationDraft = DraftBase & {
  kind: "observation";
  source: StateSource;
  state: State | null;
  effectiveFrom: Ms;
  cause?: string | null;
  affectedRatio?: string | null;
  evidence?: readonly EvidenceOutcome[] | null;
};

/** Late evidence or an edited start: a bounded word of the same source (RULES R1.2). */
type RevisionDraft = DraftBase & {
  kind: "revision";
  source: StateSource;
  state: State | null;
  effectiveFrom: Ms;
  effectiveTo: Ms;
  cause?: string | null;
  affectedRatio?: string | null;
  evidence?: readonly EvidenceOutcome[] | null;
  supersedes?: number | null;
};

/** A maintenance is announced (null), begins (`under_maintenance`) or is over (`operational`). */
type MaintenanceDraft = DraftBase &
  Announcement & {
    source: MaintenanceSource;
    state: "under_maintenance" | "operational" | null;
    effectiveFrom: Ms;
  } & ({ kind: "observation" } | { kind: "revision"; effectiveTo: Ms });

type ImportDraft = DraftBase & {
  kind: "import";
  source: { type: "import"; id: string };
  state: State;
  effectiveFrom: Ms;
  effectiveTo: Ms;
  cause?: string | null;
  affectedRatio?: string | null;
};

/** At least one of `state`, `cause`, `affectedRatio`; a reason is always given. */
type CorrectionDraft = DraftBase & {
  kind: "correction";
  source: { type: "person"; id: string };
  state?: State | null;
  cause?: string | null;
  affectedRatio?: string | null;
  effectiveFrom: Ms;
  effectiveTo: Ms;
  reasonHash: string;
  supersedes?: number | null;
};

/** Effective when recorded, never back-dated (RULES R1.5); `source.id` is the component itself. */
type DefinitionDraft = DraftBase & {
  kind: "definition";
  source: { type: "definition"; id: string };
  definition: Composition | null;
};

/** What may be appended; `sealEntry` of chain.ts turns it into an entry. */
export type EntryDraft =
  | ObservationDraft
  | RevisionDraft
  | MaintenanceDraft
  | ImportDraft
  | CorrectionDraft
  | DefinitionDraft;
