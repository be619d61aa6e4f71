import type { MemberTimelines } from "./composed";
import type { LedgerEntry } from "./ledger";
import type { Basis } from "./state";
import type { Interval, Ms } from "./time";
import { foldTimeline, type Segment } from "./timeline";

/** A component with everything it is or was made of; `chains` and `headSeqs` are keyed by component id. */
export type TreeInput = Interval & {
  componentId: string;
  chains: ReadonlyMap<string, readonly LedgerEntry[]>;
  basis: Basis;
  asOf?: Ms | undefined;
  headSeqs?: ReadonlyMap<string, number> | undefined;
};

/**
 * `foldTimeline` of a component that may be composed of others (a fault tree). Members are folded only over the time
 * in which they were members, so that definitions which swapped roles over the years do not chase each other.
 * A component without a chain in `chains` is unknown.
 */
export function foldTree(input: TreeInput): Segment[] {
  return foldNode(input, { path: new Set(), folded: new Map() });
}

/** The timelines a component's compositions need, for `foldTimeline` or `contractRows`. */
export function foldMembers(input: TreeInput): MemberTimelines {
  return membersOf(input, { path: new Set(), folded: new Map() });
}

/**
 * `path` stops a cycle that two clocks may have let in for an instant: a member above itself stays unknown.
 * `folded` folds a member that several share once.
 */
type Walk = { path: ReadonlySet<string>; folded: Map<string, Segment[]> };

function foldNode(input: TreeInput, walk: Walk): Segment[] {
  const { componentId, chains, headSeqs, basis, from, to, asOf } = input;
  const key = `${componentId} ${from} ${to}`;
  const known = walk.folded.get(key);
  if (known !== undefined) return known;
  const entries = chains.get(componentId) ?? [];
  const members = membersOf(input, walk);
  const headSeq = headSeqs?.get(componentId);
  const segments = foldTimeline({ entries, members, basis, from, to, asOf, headSeq });
  walk.folded.set(key, segments);
  return segments;
}

function membersOf(input: TreeInput, walk: Walk): MemberTimelines {
  const timelines = new Map<string, Segment[]>();
  const below = { ...walk, path: new Set([...walk.path, input.componentId]) };
  for (const [componentId, stretches] of memberships(input)) {
    if (below.path.has(componentId) || !input.chains.has(componentId)) continue;
    const timeline = stretches.flatMap((stretch) => foldNode({ ...input, ...stretch, componentId }, below));
    timelines.set(componentId, timeline);
  }
  return timelines;
}

/** Per member the stretches of the window in which a definition known at the cut named it. */
function memberships({ from, to, asOf, headSeqs, componentId, chains }: TreeInput): Map<string, Interval[]> {
  const headSeq = headSeqs?.get(componentId) ?? Number.POSITIVE_INFINITY;
  const cut = asOf ?? Number.POSITIVE_INFINITY;
  const definitions = (chains.get(componentId) ?? []).filter(
    (entry) => entry.kind === "definition" && entry.seq <= headSeq && entry.recordedAt <= cut,
  );
  const stretches = new Map<string, Interval[]>();
  for (const [index, entry] of definitions.entries()) {
    const start = Math.max(from, entry.effectiveFrom);
    const end = Math.min(to, definitions[index + 1]?.effectiveFrom ?? to);
    if (start >= end) continue;
    for (const id of entry.definition?.of ?? []) {
      stretches.set(id, [...(stretches.get(id) ?? []), { from: start, to: end }]);
    }
  }
  return stretches;
}
