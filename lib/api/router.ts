import type { Method, Route } from "./route";

type Node = { fixed: Map<string, Node>; parameter: Node | null; routes: Map<Method, Line> };
type Line = { route: Route; names: string[] };

type Match =
  | { kind: "found"; route: Route; params: Record<string, string> }
  | { kind: "other_method"; methods: Method[] }
  | { kind: "none" };

export type Router = (method: string, path: string) => Match;

/** What an identifier may look like at all; anything else is not found without asking the database. */
const identifier = /^[A-Za-z0-9_-]{1,100}$/;

/** Compiles the table into one walk per request: a step per segment, fixed words before parameters. */
export function compileRouter(table: readonly Route[]): Router {
  const root = emptyNode();
  for (const route of table) addRoute(root, route);
  return (method, path) => {
    const values: string[] = [];
    const node = walk(root, segmentsOf(path), 0, values);
    if (node === null) return { kind: "none" };
    const line = node.routes.get(method as Method);
    if (!line) return { kind: "other_method", methods: [...node.routes.keys()] };
    const params = Object.fromEntries(line.names.map((name, index) => [name, values[index] ?? ""]));
    return { kind: "found", route: line.route, params };
  };
}

function emptyNode(): Node {
  return { fixed: new Map(), parameter: null, routes: new Map() };
}

function addRoute(root: Node, route: Route): void {
  let node = root;
  const names: string[] = [];
  for (const segment of segmentsOf(route.path)) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name) names.push(name);
    node = name ? parameterOf(node) : fixedOf(node, segment);
  }
  if (node.routes.has(route.method)) throw new Error(`two routes answer ${route.method} ${route.path}`);
  node.routes.set(route.method, { route, names });
}

function parameterOf(node: Node): Node {
  node.parameter ??= emptyNode();
  return node.parameter;
}

function fixedOf(node: Node, segment: string): Node {
  const next = node.fixed.get(segment) ?? emptyNode();
  node.fixed.set(segment, next);
  return next;
}

function walk(node: Node, segments: readonly string[], at: number, values: string[]): Node | null {
  const segment = segments[at];
  if (segment === undefined) return node.routes.size > 0 ? node : null;
  const fixed = node.fixed.get(segment);
  const found = fixed ? walk(fixed, segments, at + 1, values) : null;
  if (found || !node.parameter || !identifier.test(segment)) return found;
  values.push(segment);
  const deeper = walk(node.parameter, segments, at + 1, values);
  if (!deeper) values.pop();
  return deeper;
}

function segmentsOf(path: string): string[] {
  return path.split("/").slice(1);
}
