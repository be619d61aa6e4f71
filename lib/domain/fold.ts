import { composedRows, type MemberTimelines } from "./composed";
import { correctedMaintenance, correctRows, maintenanceOf } from "./correction";
import type { LedgerEntry, SourceType } from "./ledger";
import { layOver, type Piece } from "./overlay";
import {
  type ClippedEntry,
  type LedgerRow,
  type MaintenanceRow,
  maintenanceKey,
  mergeRows,
  rowKey,
  stretchOf,
} from "./row";
import type { Basis } from "./state";
import type { Interval, Ms } from "./time";

export type FoldInput = Interval & {
  /** One component's chain in seq order, whole: what reaches into the window may have begun long before. */
  entries: readonly LedgerEntry[];
  basis: Basis;
  /** Replays what was known at this instant: entries recorded later are not seen. The window is not cut to it. */
  asOf?: Ms | undefined;
  /** Replays a statement: entries after this seq are not seen. */
  headSeq?: number | undefined;
  /** For compositions; `foldTree` of tree.ts supplies them. */
  members?: MemberTimelines | undefined;
};

export type LedgerRows = {
  rows: LedgerRow[];
  maintenance: MaintenanceRow[];
  /** What holds where no row does (RULES R1.4). */
  gapState: "operational" | "unknown";
};

/** Sources a basis listens to (RULES R1.4); corrections, maintenance and compositions count in every one. */
const sourcesOf: Record<Basis, ReadonlySet<SourceType>> = {
  measured: new Set(["monitor", "dependency", "import"]),
  declared: new Set(["incident", "person", "import"]),
  worst: new Set(["monitor", "dependency", "incident", "person", "import"]),
};

/**
 * The fold before the worst-of (RULES R4.1): per source, state and cause one row, clipped to the window, in time
 * order, plus the maintenance track. `foldTimeline` and the contracts both start from exactly these rows.
 */
export function contractRows(input: FoldInput): LedgerRows {
  const known = knownEntries(input);
  const { words, corrections, definitions } = clippedByKind(known, input);
  const rows: LedgerRow[] = [];
  const maintenance = correctedMaintenance(corrections, input);
  for (const piece of laidBySource(words)) {
    const { state, source } = piece.item.entry;
    if (state === "under_maintenance") maintenance.push(maintenanceOf(piece, input));
    else if (sourcesOf[input.basis].has(source.type)) rows.push(...wordRow(piece, input));
  }
  const composed = composedRows(definitions, input.members ?? new Map(), input);
  rows.push(...absence(known, input), ...composed.rows);
  return {
    rows: mergeRows(correctRows(rows, corrections, input), rowKey),
    maintenance: mergeRows([...maintenance, ...composed.maintenance], maintenanceKey),
    gapState: gapState(known, input.basis),
  };
}

/** What was known at the cut, without what was superseded by then. */
function knownEntries({ entries, asOf, headSeq }: FoldInput): readonly LedgerEntry[] {
  const cutAt = asOf ?? Number.POSITIVE_INFINITY;
  const cutSeq = headSeq ?? Number.POSITIVE_INFINITY;
  const seen = entries.filter((entry) => entry.recordedAt <= cutAt && entry.seq <= cutSeq);
  const superseding = seen.filter((entry) => entry.supersedes !== null);
  if (superseding.length === 0) return seen;
  const superseded = new Set(superseding.map((entry) => entry.supersedes));
  return seen.filter((entry) => !superseded.has(entry.seq));
}

type ClippedByKind = Record<"words" | "corrections" | "definitions", ClippedEntry[]>;

/** The entries that reach into the window, cut to it: what sources said, what people corrected, what it is made of. */
function clippedByKind(entries: readonly LedgerEntry[], window: Interval): ClippedByKind {
  const clipped: ClippedByKind = { words: [], corrections: [], definitions: [] };
  for (const entry of entries) {
    const from = Math.max(entry.effectiveFrom, window.from);
    const to = Math.min(entry.effectiveTo ?? window.to, window.to);
    if (from >= to) continue;
    if (entry.kind === "correction") clipped.corrections.push({ from, to, entry });
    else if (entry.kind === "definition") clipped.definitions.push({ from, to, entry });
    else clipped.words.push({ from, to, entry });
  }
  return clipped;
}

/** Within a source the later word wins (RULES R1.1). */
function laidBySource(words: readonly ClippedEntry[]): Piece<ClippedEntry>[] {
  const bySource = Map.groupBy(words, ({ entry }) => `${entry.source.type} ${entry.source.id}`);
  return [...bySource.values()].flatMap(layOver);
}

function wordRow(piece: Piece<ClippedEntry>, window: Interval): LedgerRow[] {
  const { entry } = piece.item;
  const { source, state, cause, affectedRatio } = entry;
  if (state === null || state === "under_maintenance") return [];
  return [{ ...stretchOf(entry, piece, window.to), source, state, cause, affectedRatio }];
}

/** Before its first entry a component is unknown, whatever the gap state (RULES R2). */
function absence(known: readonly LedgerEntry[], window: Interval): LedgerRow[] {
  const firstFrom = known.reduce((first, entry) => Math.min(first, entry.effectiveFrom), window.to);
  if (firstFrom <= window.from) return [];
  const componentId = known[0]?.componentId ?? "";
  return [
    {
      from: window.from,
      to: firstFrom,
      componentId,
      entries: [],
      causes: [],
      isOpen: false,
      source: { type: "absence", id: componentId },
      state: "unknown",
      cause: null,
      affectedRatio: null,
    },
  ];
}

const measuring: ReadonlySet<SourceType> = new Set(["monitor", "dependency", "import"]);

/** Nothing said is operational when declared, unknown when measured; never measured at all follows declared. */
function gapState(known: readonly LedgerEntry[], basis: Basis): LedgerRows["gapState"] {
  if (basis === "declared") return "operational";
  const isMeasured = known.some((entry) => measuring.has(entry.source.type));
  return basis === "worst" && !isMeasured ? "operational" : "unknown";
}
