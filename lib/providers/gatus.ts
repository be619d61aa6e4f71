import { monitoredState } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { at, firstOf, listOf, textOf } from "./json";

/** Gatus `/api/v1/endpoints/statuses`: monitors with their last results, oldest first. */
export const gatus = jsonAdapter({
  matches: (value) => {
    const first = firstOf(value);
    return Array.isArray(at(first, "results")) && at(first, "name") !== undefined;
  },
  accepts: Array.isArray,
  traces: [/"conditionResults"/],
  read(value) {
    const components = listOf(value).flatMap((endpoint) => {
      const name = textOf(at(endpoint, "name"));
      if (name === null) return [];
      const group = textOf(at(endpoint, "group"));
      return [{ id: textOf(at(endpoint, "key")), name, group, region: null, state: lastState(endpoint) }];
    });
    return finding({ overall: monitoredState(components.map((component) => component.state)), components });
  },
});

function lastState(endpoint: unknown): State {
  const results = at(endpoint, "results");
  const success = Array.isArray(results) ? at(results.at(-1), "success") : undefined;
  if (typeof success !== "boolean") return "unknown";
  return success ? "operational" : "major_outage";
}
