import { capAtPartial, impactOfState, type ReadingIncident, worstState } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { splitKey } from "./aws-region";
import { readInstant } from "./instant";
import { at, lengthOf, recordsOf, textOf, translate } from "./json";

const grades: Readonly<Record<string, State>> = {
  "0": "operational",
  "1": "degraded_performance",
  "2": "degraded_performance",
  "3": "major_outage",
};

/** `status.aws.amazon.com/data.json`, retired: `current` is what was open. Only good for importing history. */
export const awsDataJson = jsonAdapter({
  matches: (value) => Array.isArray(at(value, "current")) && Array.isArray(at(value, "archive")),
  accepts: (value) => Array.isArray(at(value, "current")),
  traces: [/"archive"/, /"current"/],
  read(value) {
    const open = recordsOf(at(value, "current")).filter(
      (event) => !/^\[RESOLVED\]/i.test(textOf(at(event, "summary")) ?? ""),
    );
    const components = open.map((event) => {
      const key = textOf(at(event, "service"));
      const { service, region } = splitKey(key ?? "");
      const name = textOf(at(event, "service_name")) ?? service;
      return { id: key, name, group: null, region, state: stateOf(event) };
    });
    const states = components.map(({ region, state }) => (region === null ? state : capAtPartial(state)));
    return finding({
      overall: open.length === 0 ? "operational" : worstState(states),
      components,
      openIncidents: open.map(readIncident),
      counts: {
        components: components.length,
        incidents: lengthOf(at(value, "current")) + lengthOf(at(value, "archive")),
      },
    });
  },
});

function stateOf(event: unknown): State {
  return translate(grades, at(event, "status"), "unknown");
}

/** Updates have local clock times without a day, so the first post's time is the only instant. */
function readIncident(event: unknown): ReadingIncident {
  const startedAt = readInstant(at(event, "date"));
  const key = textOf(at(event, "service"));
  return {
    id: key,
    title: textOf(at(event, "summary")) ?? "Untitled event",
    impact: impactOfState(stateOf(event)),
    startedAt,
    updatedAt: startedAt,
    latestStatus: "open",
    affected: key === null ? [] : [key],
  };
}
