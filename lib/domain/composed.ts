import { composeStates } from "./composition";
import type { Composition, LedgerEntry } from "./ledger";
import { layOver, sweep } from "./overlay";
import {
  type Cause,
  type ClippedEntry,
  joinCauses,
  type LedgerRow,
  type MaintenanceRow,
  stretchOf,
} from "./row";
import type { SourceState, State } from "./state";
import type { Interval } from "./time";

/** A stretch of a member's timeline, as a composition sees it. */
export type MemberSegment = Interval & { state: State; observed: SourceState; causes: readonly Cause[] };

/** Timelines of members over at least the window, on the same basis; a member that is missing is unknown. */
export type MemberTimelines = ReadonlyMap<string, readonly MemberSegment[]>;

type Composed = { rows: LedgerRow[]; maintenance: MaintenanceRow[] };

const silent = { state: "unknown", observed: "unknown", causes: [] } as const;

/**
 * The word of a composition (RULES R1.5), over each stretch in which the definition and every member stay the same.
 * A member's maintenance is the composite's where it makes the difference: where members under maintenance, taken
 * as operational, would have given another answer.
 */
export function composedRows(
  definitions: readonly ClippedEntry[],
  members: MemberTimelines,
  window: Interval,
): Composed {
  const composed: Composed = { rows: [], maintenance: [] };
  for (const { from, to, item } of layOver(definitions)) {
    const { definition } = item.entry;
    if (definition === null) continue;
    const tracks = definition.of.flatMap((id) =>
      (members.get(id) ?? []).map((segment) => ({ from: segment.from, to: segment.to, id, segment })),
    );
    for (const step of sweep(tracks, { from, to })) {
      const byId = new Map([...step.active].map(({ id, segment }) => [id, segment]));
      const parts = definition.of.map((id) => byId.get(id) ?? silent);
      compose(item.entry, definition, parts, step, window, composed);
    }
  }
  return composed;
}

type Part = Omit<MemberSegment, "from" | "to">;

function compose(
  entry: LedgerEntry,
  definition: Composition,
  parts: readonly Part[],
  step: Interval,
  window: Interval,
  into: Composed,
): void {
  const stretch = stretchOf(entry, step, window.to);
  const source = { type: entry.source.type, id: entry.source.id };
  const state = composeStates(
    definition,
    parts.map((part) => part.observed),
  );
  const causes = causesWhere(parts, (part) => part.observed === state);
  into.rows.push({ ...stretch, source, state, cause: null, affectedRatio: null, causes });
  const excused = composeStates(
    definition,
    parts.map((part) => (part.state === "under_maintenance" ? "operational" : part.observed)),
  );
  if (excused === state) return;
  into.maintenance.push({
    ...stretch,
    source,
    announcedAt: null,
    plannedFrom: null,
    plannedTo: null,
    causes: causesWhere(parts, (part) => part.state === "under_maintenance"),
  });
}

function causesWhere(parts: readonly Part[], isDeciding: (part: Part) => boolean): readonly Cause[] {
  return parts
    .filter(isDeciding)
    .reduce<readonly Cause[]>((causes, part) => joinCauses(causes, part.causes), []);
}
