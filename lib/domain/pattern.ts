import parseJsonPath from "jsonpath-rfc9535/parser";
import { RE2JS } from "re2js";

/** Why `text` cannot be a pattern, or null. RE2: matching takes linear time, so no pattern of a user can hang us. */
export function patternComplaint(text: string): string | null {
  try {
    RE2JS.compile(text);
    return null;
  } catch {
    return "is not a regular expression of the RE2 syntax (no look-around, no back-references)";
  }
}

/**
 * Why `text` cannot be a JSONPath (RFC 9535), or null. Paths whose cost could grow faster than the document are
 * refused: several selectors in one step, a second `..`, a filter that looks beyond its own node, and the regular
 * expressions of match() and search(), which would run on the engine that can be made to hang.
 */
export function jsonPathComplaint(text: string): string | null {
  try {
    return costComplaint(parseJsonPath(text));
  } catch {
    return "is not a JSONPath (RFC 9535) such as $.status or $.items[0].name";
  }
}

type Cost = { descents: number; filters: number; unions: number; roots: number; functions: string[] };

function costComplaint(tree: unknown): string | null {
  const cost: Cost = { descents: 0, filters: 0, unions: 0, roots: 0, functions: [] };
  addCost(tree, cost);
  if (cost.functions.includes("match") || cost.functions.includes("search")) {
    return "must not use match() or search(); compare with a json_path of the value instead";
  }
  if (cost.unions > 0) return "must select with one selector a step, not a list in brackets";
  if (cost.descents > 1) return "must not hold more than one ..";
  if (cost.filters > 1 || (cost.filters === 1 && cost.roots > 1)) {
    return "must hold one filter at most, and the filter must look at @ only";
  }
  return null;
}

/** Walks the syntax tree and counts what can multiply work. */
function addCost(node: unknown, cost: Cost): void {
  if (Array.isArray(node)) {
    for (const item of node) addCost(item, cost);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  if ("type" in node) {
    if (node.type === "DescendantSegment") cost.descents += 1;
    if (node.type === "FilterSelector") cost.filters += 1;
    if (node.type === "JsonPathQuery" || node.type === "AbsSingularQuery") cost.roots += 1;
    if (node.type === "FunctionExpr" && "name" in node) cost.functions.push(String(node.name));
    if ("selectors" in node && Array.isArray(node.selectors) && node.selectors.length > 1) cost.unions += 1;
  }
  for (const value of Object.values(node)) addCost(value, cost);
}
