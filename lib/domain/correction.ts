import type { LedgerEntry } from "./ledger";
import { layOver, type Piece, sweep } from "./overlay";
import { type ClippedEntry, type LedgerRow, type MaintenanceRow, stretchOf } from "./row";
import type { Interval, Ms } from "./time";

/** Which corrections decide over one stretch; null where nobody corrected that. */
type Patch = Interval & {
  state: LedgerEntry | null;
  cause: LedgerEntry | null;
  ratio: LedgerEntry | null;
};

/**
 * Lays corrections over the rows of every source (RULES R4.1): a state replaces all rows under it by one row of the
 * correction, a cause or a ratio alone re-labels them. Per attribute the latest wins, and a state wipes the labels
 * given before it. `corrections` in seq order.
 */
export function correctRows(
  rows: readonly LedgerRow[],
  corrections: readonly ClippedEntry[],
  window: Interval,
): LedgerRow[] {
  if (corrections.length === 0) return [...rows];
  const patches = patchesOf(corrections, window);
  return [
    ...rows.flatMap((row) => relabelled(row, patches)),
    ...patches.flatMap((patch) => replacement(patch, window)),
  ];
}

/** A correction to `under_maintenance` is maintenance, and leaves what was seen beneath as it is (RULES R1.6). */
export function correctedMaintenance(
  corrections: readonly ClippedEntry[],
  window: Interval,
): MaintenanceRow[] {
  return layOver(corrections.filter(({ entry }) => entry.state !== null))
    .filter(({ item }) => item.entry.state === "under_maintenance")
    .map((piece) => maintenanceOf(piece, window));
}

/** The maintenance row of one stretch of an entry. */
export function maintenanceOf(piece: Piece<ClippedEntry>, window: Interval): MaintenanceRow {
  const { entry } = piece.item;
  const { announcedAt, plannedFrom, plannedTo } = entry;
  const source = { type: typeOf(entry), id: entry.source.id };
  return { ...stretchOf(entry, piece, window.to), source, announcedAt, plannedFrom, plannedTo };
}

function typeOf(entry: LedgerEntry): MaintenanceRow["source"]["type"] {
  return entry.kind === "correction" ? "correction" : entry.source.type;
}

function replaces({ entry }: ClippedEntry): boolean {
  return entry.state !== null && entry.state !== "under_maintenance";
}

function patchesOf(corrections: readonly ClippedEntry[], window: Interval): Patch[] {
  const layer = (attribute: "state" | "cause" | "ratio", isWanted: (item: ClippedEntry) => boolean) =>
    layOver(corrections.filter((item) => replaces(item) || isWanted(item))).map((piece) => ({
      from: piece.from,
      to: piece.to,
      attribute,
      entry: piece.item.entry,
    }));
  const layers = [
    ...layer("state", () => false),
    ...layer("cause", ({ entry }) => entry.cause !== null),
    ...layer("ratio", ({ entry }) => entry.affectedRatio !== null),
  ];
  const patches: Patch[] = [];
  for (const { from, to, active } of sweep(layers, window)) {
    const patch: Patch = { from, to, state: null, cause: null, ratio: null };
    for (const { attribute, entry } of active) patch[attribute] = entry;
    if (active.size > 0) patches.push(patch);
  }
  return patches;
}

function relabelled(row: LedgerRow, patches: readonly Patch[]): LedgerRow[] {
  const pieces: LedgerRow[] = [];
  let from = row.from;
  for (let index = firstReaching(patches, row.from); from < row.to; index += 1) {
    const patch = patches[index];
    if (patch === undefined || patch.from >= row.to) break;
    if (from < patch.from) pieces.push(cut(row, from, patch.from));
    const to = Math.min(patch.to, row.to);
    if (patch.state === null)
      pieces.push({ ...cut(row, Math.max(from, patch.from), to), ...labels(row, patch) });
    from = to;
  }
  if (from < row.to) pieces.push(cut(row, from, row.to));
  return pieces;
}

function cut(row: LedgerRow, from: Ms, to: Ms): LedgerRow {
  return from === row.from && to === row.to ? row : { ...row, from, to, isOpen: row.isOpen && to === row.to };
}

function labels(row: LedgerRow, { cause, ratio }: Patch): Partial<LedgerRow> {
  const seqs = [cause, ratio].flatMap((entry) => (entry === null ? [] : [entry.seq]));
  return {
    cause: cause === null ? row.cause : cause.cause,
    affectedRatio: ratio === null ? row.affectedRatio : ratio.affectedRatio,
    entries: [...new Set([...row.entries, ...seqs])],
  };
}

/** Index of the first patch that ends after `instant`; patches lie in time order without overlap. */
function firstReaching(patches: readonly Patch[], instant: number): number {
  let low = 0;
  let high = patches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((patches[middle]?.to ?? 0) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

function replacement(patch: Patch, window: Interval): LedgerRow[] {
  const entry = patch.state;
  if (entry === null || entry.state === null || entry.state === "under_maintenance") return [];
  const seqs = [entry, patch.cause ?? entry, patch.ratio ?? entry].map(({ seq }) => seq);
  return [
    {
      ...stretchOf(entry, patch, window.to),
      source: { type: "correction", id: entry.source.id },
      state: entry.state,
      cause: patch.cause?.cause ?? null,
      affectedRatio: patch.ratio?.affectedRatio ?? null,
      entries: [...new Set(seqs)],
    },
  ];
}
