import { contractRows, type FoldInput } from "./fold";
import { sweep } from "./overlay";
import { type Cause, joinCauses, type LedgerRow, type MaintenanceRow } from "./row";
import { type SourceState, type State, worseState } from "./state";
import type { Interval } from "./time";

/**
 * One stretch of a timeline. Under maintenance `state` says so and `observed` what was seen beneath; else they are
 * equal. `causes` are the sources whose word decided, in the order in which they came to hold.
 */
export type Segment = Interval & { state: State; observed: SourceState; causes: readonly Cause[] };

/**
 * The one fold of page, dashboard, API, statement and export (RULES R1): the segments cover [from, to) without gap
 * or overlap, and no two neighbours say the same. An empty window has no segments.
 */
export function foldTimeline(input: FoldInput): Segment[] {
  const segments: Segment[] = [];
  for (const { words, works, ...told } of steps(input)) {
    const deciding = words.filter((row) => row.state === told.observed);
    append(segments, { ...told, causes: causesOf([...works, ...deciding]) });
  }
  return segments;
}

/** The same fold for totals: its states without their causes, which cost the most where many sources speak. */
export function* foldStates(input: FoldInput): Generator<Interval & { state: State }> {
  for (const { from, to, state } of steps(input)) yield { from, to, state };
}

type Step = Omit<Segment, "causes"> & { words: LedgerRow[]; works: MaintenanceRow[] };

function* steps(input: FoldInput): Generator<Step> {
  const { rows, maintenance, gapState } = contractRows(input);
  for (const { from, to, active } of sweep<LedgerRow | MaintenanceRow>([...rows, ...maintenance], input)) {
    const words: LedgerRow[] = [];
    const works: MaintenanceRow[] = [];
    for (const row of active) "state" in row ? words.push(row) : works.push(row);
    const observed = words.length === 0 ? gapState : words.map((row) => row.state).reduce(worseState);
    const state = works.length > 0 ? "under_maintenance" : observed;
    yield { from, to, state, observed, words, works };
  }
}

function causesOf(rows: readonly (LedgerRow | MaintenanceRow)[]): readonly Cause[] {
  return rows.reduce<readonly Cause[]>((causes, row) => joinCauses(causes, row.causes), []);
}

function append(segments: Segment[], next: Segment): void {
  const last = segments.at(-1);
  if (last === undefined || last.state !== next.state || last.observed !== next.observed) {
    segments.push(next);
    return;
  }
  last.to = next.to;
  last.causes = joinCauses(last.causes, next.causes);
}
