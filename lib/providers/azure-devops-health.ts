import { capAtPartial, worstState } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { at, firstOf, listOf, textOf, translate } from "./json";

const words: Readonly<Record<string, State>> = {
  healthy: "operational",
  advisory: "degraded_performance",
  degraded: "degraded_performance",
  unhealthy: "major_outage",
};

/** Azure DevOps `/_apis/status/health`: services by geographies; its own roll-up wins. */
export const azureDevopsHealth = jsonAdapter({
  matches: (value) =>
    at(firstOf(at(value, "services")), "geographies") !== undefined ||
    at(value, "status", "health") !== undefined,
  traces: [/"geographies"/],
  read(value) {
    const components = listOf(at(value, "services")).flatMap((service) => {
      const name = textOf(at(service, "id"));
      if (name === null) return [];
      return listOf(at(service, "geographies")).map((place) => ({
        id: name,
        name,
        group: null,
        region: textOf(at(place, "id")) ?? textOf(at(place, "name")),
        state: stateOf(at(place, "health")),
      }));
    });
    const verdict = at(value, "status", "health");
    const cells = capAtPartial(worstState(components.map((component) => component.state)));
    return finding({ overall: verdict === undefined ? cells : stateOf(verdict), components });
  },
});

function stateOf(health: unknown): State {
  return translate(words, health, "unknown");
}
