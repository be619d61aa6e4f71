import type { Composition } from "./ledger";
import type { State } from "./state";

/** A provider's part or one of our components, as the graph draws it. */
export type GraphNode = {
  id: string;
  kind: "provider" | "component";
  label: string;
  detail: string;
  state: State;
};

/** `from` stands behind `to`: what happens to it can happen to the other. */
type GraphEdge = { from: string; to: string; label: string };

export type DependencyGraph = { nodes: GraphNode[]; edges: GraphEdge[] };

type Ours = { id: string; name: string; state: State; composition: Composition | null };
type Theirs = {
  componentId: string;
  sourceId: string;
  provider: string;
  remote: string;
  effect: string;
  state: State;
};

/** "all of", "any of", "2 of 3" */
function ruleWords(composition: Composition): string {
  if (composition.rule === "k_of_n") return `${composition.k} of ${composition.of.length}`;
  return composition.rule === "all" ? "all of" : "any of";
}

/** Everything that stands on something: components with a composition or a dependency, and what they stand on. */
export function graphOf(components: readonly Ours[], dependencies: readonly Theirs[]): DependencyGraph {
  const known = new Map(components.map((component) => [component.id, component]));
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const draw = (id: string) => {
    const component = known.get(id);
    if (component === undefined || nodes.has(id)) return component !== undefined;
    const { name: label, state, composition } = component;
    const detail = composition === null ? "" : ruleWords(composition);
    nodes.set(id, { id, kind: "component", label, detail, state });
    return true;
  };
  for (const { id, composition } of components)
    for (const member of composition?.of ?? [])
      if (draw(id) && draw(member))
        edges.push({ from: member, to: id, label: composition ? ruleWords(composition) : "" });
  for (const each of dependencies) {
    if (!draw(each.componentId)) continue;
    const id = `${each.sourceId} ${each.remote}`;
    const { provider: label, remote: detail, state } = each;
    nodes.set(id, { id, kind: "provider", label, detail, state });
    edges.push({ from: id, to: each.componentId, label: each.effect });
  }
  return { nodes: [...nodes.values()], edges };
}

export type Placed = GraphNode & { column: number; row: number };
export type GraphLayout = { nodes: Placed[]; columns: number; rows: number };

/**
 * Columns from what is stood on to what stands on it: a node is one column right of the furthest thing behind it. Within
 * a column the order follows what is behind, so that few lines cross. Independent of the order of the input.
 */
export function layOutGraph({ nodes, edges }: DependencyGraph): GraphLayout {
  const behind = Map.groupBy(edges, (edge) => edge.to);
  const columns = columnsOf(nodes, behind);
  const rows = new Map<string, number>();
  const placed: Placed[] = [];
  const last = Math.max(0, ...columns.values());
  for (let column = 0; column <= last; column += 1) {
    const own = nodes.filter((node) => columns.get(node.id) === column);
    const pull = (node: GraphNode) =>
      mean((behind.get(node.id) ?? []).map((edge) => rows.get(edge.from) ?? 0));
    const weighed = own.map((node) => ({ node, pull: pull(node) }));
    weighed.sort((a, b) => a.pull - b.pull || (keyOf(a.node) < keyOf(b.node) ? -1 : 1));
    for (const [row, { node }] of weighed.entries()) {
      rows.set(node.id, row);
      placed.push({ ...node, column, row });
    }
  }
  return { nodes: placed, columns: last + 1, rows: Math.max(1, ...placed.map((node) => node.row + 1)) };
}

function keyOf({ label, detail, id }: GraphNode): string {
  return `${label}\n${detail}\n${id}`;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Cycles cannot be (RULES R1.5); should one be drawn all the same, it ends at itself. */
function columnsOf(
  nodes: readonly GraphNode[],
  behind: ReadonlyMap<string, readonly GraphEdge[]>,
): Map<string, number> {
  const columns = new Map<string, number>();
  const place = (id: string, path: ReadonlySet<string>): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    if (path.has(id)) return 0;
    const on = new Set(path).add(id);
    const before = (behind.get(id) ?? []).map((edge) => place(edge.from, on) + 1);
    const column = Math.max(0, ...before);
    columns.set(id, column);
    return column;
  };
  for (const node of nodes) place(node.id, new Set());
  return columns;
}

/** Everything of ours that stands on these components, they included. */
export function standingOn(
  componentIds: readonly string[],
  compositions: readonly { id: string; of: readonly string[] }[],
): Set<string> {
  const reached = new Set(componentIds);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { id, of } of compositions)
      if (!reached.has(id) && of.some((member) => reached.has(member))) {
        reached.add(id);
        grew = true;
      }
  }
  return reached;
}
