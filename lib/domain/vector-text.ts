import type { Vector } from "./sla/vector";
import { formatInstant, type Ms } from "./time";

const dated: ReadonlySet<string> = new Set([
  "from",
  "to",
  "starts_at",
  "ends_at",
  "effective_from",
  "announced_at",
  "planned_from",
  "planned_to",
  "claim_filed_at",
]);

/** A vector as `POST /sla/evaluate` takes it: instants as text. */
export function vectorText(vector: Vector): unknown {
  return written(vector, "");
}

function written(value: unknown, name: string): unknown {
  if (typeof value === "number" && dated.has(name)) return formatInstant(value as Ms);
  if (Array.isArray(value)) return value.map((each) => written(each, ""));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, written(each, key)]));
}
