import type { Composition } from "./ledger";
import type { SourceState } from "./state";

/** At most this many members in one composition: a fold touches every one of them. */
export const membersMax = 100;

/** Why a composition cannot be, as a sentence for the user; null when it can. Says nothing about cycles. */
export function compositionComplaint(componentId: string, composition: Composition): string | null {
  const { of } = composition;
  if (of.length === 0 || of.length > membersMax) return `Name between 1 and ${membersMax} components.`;
  if (new Set(of).size !== of.length) return "Name each component once.";
  if (of.includes(componentId)) return "A component cannot be made of itself.";
  if (composition.rule !== "k_of_n") return null;
  const isCount = Number.isInteger(composition.k) && composition.k >= 1 && composition.k <= of.length;
  return isCount ? null : `k must be between 1 and the number of components, ${of.length}.`;
}

/** Who is made of whom; a component of no composition is made of nobody. */
export type MembersOf = ReadonlyMap<string, readonly string[]>;

export function membersById(
  components: readonly { id: string; composition: Composition | null }[],
): Map<string, readonly string[]> {
  return new Map(components.map(({ id, composition }) => [id, composition?.of ?? []]));
}

/** Everything that is made of one of these, at whatever depth, themselves included. */
export function withParents(ids: readonly string[], membersOf: MembersOf): string[] {
  const found = new Set(ids);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [parent, members] of membersOf) if (members.some((id) => found.has(id))) found.add(parent);
  }
  return [...found];
}

/**
 * A way from `componentId` back to itself through who is made of whom, or null (RULES R1.5). `membersOf` already
 * holds the composition that is about to be written.
 */
export function findCycle(componentId: string, membersOf: MembersOf): string[] | null {
  const cleared = new Set<string>();
  const search = (id: string, path: readonly string[]): string[] | null => {
    for (const member of membersOf.get(id) ?? []) {
      if (member === componentId) return [...path, member];
      if (cleared.has(member)) continue;
      cleared.add(member);
      const cycle = search(member, [...path, member]);
      if (cycle !== null) return cycle;
    }
    return null;
  };
  return search(componentId, [componentId]);
}

const rank: Record<Exclude<SourceState, "unknown">, number> = {
  operational: 0,
  degraded_performance: 1,
  partial_outage: 2,
  major_outage: 3,
};

/**
 * The state that members' states make together: `all` the worst, `any` the best, `k_of_n` the k-th best. Unknown
 * members are taken once as operational and once as major_outage; if the answers differ it is unknown.
 */
export function composeStates(composition: Composition, states: readonly SourceState[]): SourceState {
  const brightest = bestAt(composition, states, "operational");
  return brightest === bestAt(composition, states, "major_outage") ? brightest : "unknown";
}

function bestAt(
  composition: Composition,
  states: readonly SourceState[],
  unknownAs: Exclude<SourceState, "unknown">,
): SourceState {
  const known = states.map((state) => (state === "unknown" ? unknownAs : state));
  known.sort((a, b) => rank[a] - rank[b]);
  return known[placeOf(composition) - 1] ?? "unknown";
}

/** Which place, counted from the best, decides. */
function placeOf(composition: Composition): number {
  if (composition.rule === "k_of_n") return composition.k;
  return composition.rule === "any" ? 1 : composition.of.length;
}
