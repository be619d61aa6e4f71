import { jsonAdapter } from "./adapter";
import { at, firstOf } from "./json";
import { readStatuspage } from "./statuspage";

/** Atlassian Statuspage `/api/v2/incidents.json`, `/incidents/unresolved.json`, `/scheduled-maintenances.json`. */
export const statuspageV2Incidents = jsonAdapter({
  matches: (value) =>
    hasList(value) &&
    at(value, "components") === undefined &&
    at(value, "status", "indicator") === undefined &&
    (at(value, "page", "id") !== undefined || hasUpdates(value)),
  accepts: hasList,
  traces: [/"incident_updates"/],
  read: readStatuspage,
});

function hasList(value: unknown): boolean {
  return Array.isArray(at(value, "incidents")) || Array.isArray(at(value, "scheduled_maintenances"));
}

function hasUpdates(value: unknown): boolean {
  const first = firstOf(at(value, "incidents")) ?? firstOf(at(value, "scheduled_maintenances"));
  return at(first, "incident_updates") !== undefined || at(first, "scheduled_for") !== undefined;
}
