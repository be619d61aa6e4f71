/** A draft seen as what it is made of: texts, numbers, flags, lists and records. */
export type Tree = unknown;

/** What stands at a dotted path of a draft, undefined where nothing does. */
export function valueAt(tree: Tree, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], tree);
}

/** The same draft with another value at a path; everything beside the path stays the very object it was. */
export function withValue<T>(tree: T, path: string, value: unknown): T {
  const [name = "", ...rest] = path.split(".");
  const node = tree as Record<string, unknown>;
  const next = rest.length === 0 ? value : withValue(node[name], rest.join("."), value);
  if (Array.isArray(tree)) return tree.map((each, index) => (String(index) === name ? next : each)) as T;
  return { ...node, [name]: next } as T;
}
