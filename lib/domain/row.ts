import type { LedgerEntry, SourceType } from "./ledger";
import type { SourceState } from "./state";
import type { Interval, Ms } from "./time";

/** What a stretch of the timeline rests on; `componentId` is a member's under a composition. */
export type Cause = {
  componentId: string;
  type: SourceType | "correction";
  id: string;
  /** Looked up by whoever shows it: the ledger holds no free text. */
  title?: string;
  entrySeq: number;
};

/** What every row says of its stretch. */
type Stretch = Interval & {
  componentId: string;
  /** Seqs in this component's chain: the word itself, then what re-labelled it. */
  entries: readonly number[];
  causes: readonly Cause[];
  /** Still so at the window's end, with no end known. */
  isOpen: boolean;
};

/**
 * One source's word over one stretch, already cut by superseding, revisions and corrections (RULES R4.1).
 * `absence` is the time before the component's first entry, which is unknown (RULES R2).
 */
export type LedgerRow = Stretch & {
  source: { type: SourceType | "correction" | "absence"; id: string };
  state: SourceState;
  cause: string | null;
  affectedRatio: string | null;
};

/** One stretch under maintenance; without an announcement when imported, mirrored, corrected or a member's. */
export type MaintenanceRow = Stretch & {
  source: { type: SourceType | "correction"; id: string };
  announcedAt: Ms | null;
  plannedFrom: Ms | null;
  plannedTo: Ms | null;
};

/** An entry cut to the window of a fold; what has no end reaches to the window's. */
export type ClippedEntry = Interval & { entry: LedgerEntry };

/** The entry as a cause: a correction is named as one, everything else by its source. */
function causeOf(entry: LedgerEntry): Cause {
  const type = entry.kind === "correction" ? "correction" : entry.source.type;
  return { componentId: entry.componentId, type, id: entry.source.id, entrySeq: entry.seq };
}

/** Both lists, each source once: the first entry that brought it stands for it. */
export function joinCauses(first: readonly Cause[], second: readonly Cause[]): readonly Cause[] {
  const added = second.filter((cause) => !names(first, cause));
  return added.length === 0 ? first : [...first, ...added];
}

function names(causes: readonly Cause[], { componentId, type, id }: Cause): boolean {
  return causes.some((known) => known.id === id && known.type === type && known.componentId === componentId);
}

/** The row of an entry's word over one stretch. */
export function stretchOf(entry: LedgerEntry, stretch: Interval, windowTo: Ms): Stretch {
  return {
    from: stretch.from,
    to: stretch.to,
    componentId: entry.componentId,
    entries: [entry.seq],
    causes: [causeOf(entry)],
    isOpen: entry.effectiveTo === null && stretch.to === windowTo,
  };
}

/** Rows in time order, in which rows of one key that touch are one. */
export function mergeRows<T extends Stretch>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const merged: T[] = [];
  const lastOf = new Map<string, number>();
  for (const row of rows.toSorted((a, b) => a.from - b.from)) {
    const key = keyOf(row);
    const at = lastOf.get(key) ?? -1;
    const last = merged[at];
    if (last?.to === row.from) merged[at] = join(last, row);
    else lastOf.set(key, merged.push(row) - 1);
  }
  return merged;
}

function join<T extends Stretch>(first: T, second: T): T {
  const entries = [...new Set([...first.entries, ...second.entries])];
  const causes = joinCauses(first.causes, second.causes);
  return { ...first, to: second.to, entries, causes, isOpen: second.isOpen };
}

/** Rows of one source that say the same: state, cause and ratio. The id comes last: it alone may hold a space. */
export function rowKey({ source, state, cause, affectedRatio }: LedgerRow): string {
  return `${source.type} ${state} ${cause} ${affectedRatio} ${source.id}`;
}

/** Maintenance rows of one source under one announcement. */
export function maintenanceKey({ source, announcedAt, plannedFrom, plannedTo }: MaintenanceRow): string {
  return `${source.type} ${announcedAt} ${plannedFrom} ${plannedTo} ${source.id}`;
}
