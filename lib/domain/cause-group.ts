import type { OutageFact, OutageGroup } from "./outage-group";

export type Cause = OutageGroup["cause"];

/** What grouping must know beside the outages themselves. */
export type Circumstances = {
  /** Who is made of whom. */
  membersOf: ReadonlyMap<string, readonly string[]>;
  /** Components whose own checks find them well: nobody else's trouble comes from there. */
  well: ReadonlySet<string>;
  /** Per component of ours the provider's component it stands on that says itself that it is down. */
  providerOf: ReadonlyMap<string, Cause>;
  nameOf: ReadonlyMap<string, string>;
};

/** Outages that share one cause, earliest start first. */
export type CauseGroup = { cause: Cause; outages: readonly OutageFact[] };

/**
 * Groups outages by what they stand on (issue: one draft for one cause). A failing component that is made of a failing
 * one fails because of it; failing components that share a member which nobody finds well share that cause, the deepest
 * such member first; a provider that says it is down comes before both. Independent of the order of the outages.
 */
export function groupByCause(outages: readonly OutageFact[], circumstances: Circumstances): CauseGroup[] {
  const failing = new Set(outages.map((outage) => outage.componentId));
  const reachOf = reaches(circumstances.membersOf);
  const rootOf = new Map([...failing].sort().map((id) => [id, rootFailing(id, failing, reachOf)]));
  const causeOf = causesOf([...new Set(rootOf.values())].sort(), reachOf, circumstances);
  const byCause = Map.groupBy(outages, ({ componentId }) => {
    const cause = causeOf.get(rootOf.get(componentId) ?? componentId);
    return cause ? `${cause.type} ${cause.id}` : componentId;
  });
  const groups = [...byCause.values()].map((some): CauseGroup => {
    const ordered = [...some].sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
    const { componentId = "" } = ordered[0] ?? {};
    const root = rootOf.get(componentId) ?? componentId;
    return { cause: causeOf.get(root) ?? ownCause(root, circumstances), outages: ordered };
  });
  return groups.sort((a, b) => (a.cause.id < b.cause.id ? -1 : 1));
}

type Reach = (id: string) => ReadonlyMap<string, number>;

/** Everything a component is made of, itself included, each with how deep it lies below; safe against cycles. */
function reaches(membersOf: Circumstances["membersOf"]): Reach {
  const known = new Map<string, ReadonlyMap<string, number>>();
  return (id) => {
    const found = known.get(id) ?? descend(id, membersOf);
    known.set(id, found);
    return found;
  };
}

function descend(id: string, membersOf: Circumstances["membersOf"]): Map<string, number> {
  const depths = new Map([[id, 0]]);
  let level = [id];
  for (let depth = 1; level.length > 0; depth += 1) {
    const next = level.flatMap((each) => membersOf.get(each) ?? []).filter((each) => !depths.has(each));
    level = [...new Set(next)];
    for (const each of level) depths.set(each, depth);
  }
  return depths;
}

/** The failing component at the bottom of `id`; itself when nothing it is made of fails. */
function rootFailing(id: string, failing: ReadonlySet<string>, reachOf: Reach): string {
  const below = [...reachOf(id)].filter(([each]) => each !== id && failing.has(each));
  const bottom = below.filter(([each]) =>
    [...reachOf(each).keys()].every((other) => other === each || !failing.has(other)),
  );
  const [deepest] = bottom.sort(byDepth);
  return deepest?.[0] ?? id;
}

const byDepth = ([a, depthA]: [string, number], [b, depthB]: [string, number]) =>
  depthB - depthA || (a < b ? -1 : 1);

function causesOf(
  roots: readonly string[],
  reachOf: Reach,
  circumstances: Circumstances,
): Map<string, Cause> {
  const causes = new Map<string, Cause>();
  for (const root of roots) {
    const provider = providerBelow(root, reachOf, circumstances);
    if (provider) causes.set(root, provider);
  }
  let left = roots.filter((root) => !causes.has(root));
  while (left.length > 0) {
    const shared = mostShared(left, reachOf, circumstances.well);
    if (shared === null) break;
    const standing = left.filter((root) => reachOf(root).has(shared));
    for (const root of standing) causes.set(root, ownCause(shared, circumstances));
    left = left.filter((root) => !causes.has(root));
  }
  for (const root of left) causes.set(root, ownCause(root, circumstances));
  return causes;
}

function providerBelow(root: string, reachOf: Reach, { providerOf }: Circumstances): Cause | null {
  const found = [...reachOf(root)].filter(([id]) => providerOf.has(id)).sort(byDepth);
  return found[0] ? (providerOf.get(found[0][0]) ?? null) : null;
}

/** What most of `roots` stand on, the deepest where several do; null when no two share anything. */
function mostShared(roots: readonly string[], reachOf: Reach, well: ReadonlySet<string>): string | null {
  const counts = new Map<string, { count: number; depth: number }>();
  for (const root of roots) {
    for (const [id, depth] of reachOf(root)) {
      if (well.has(id) && id !== root) continue;
      const known = counts.get(id) ?? { count: 0, depth: 0 };
      counts.set(id, { count: known.count + 1, depth: Math.max(known.depth, depth) });
    }
  }
  const shared = [...counts].filter(([, { count }]) => count > 1);
  shared.sort(
    ([a, one], [b, other]) => other.count - one.count || other.depth - one.depth || (a < b ? -1 : 1),
  );
  return shared[0]?.[0] ?? null;
}

function ownCause(id: string, { nameOf }: Circumstances): Cause {
  return { type: "component", id, title: nameOf.get(id) ?? id };
}
