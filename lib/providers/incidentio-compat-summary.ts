import { type Finding, impactOfState, type ReadingIncident, worstOfIncidents } from "@/lib/domain/reading";
import { finding, jsonAdapter } from "./adapter";
import { readInstant } from "./instant";
import { at, listOf, namesOf, textOf, translate } from "./json";
import { componentWords, hasUlids, openStatusOf, readStatuspage } from "./statuspage";

/** incident.io's Statuspage-compatible documents, and its widget `/api/v1/summary`. */
export const incidentioCompatSummary = jsonAdapter({
  matches: (value) => isWidget(value) || (at(value, "status", "indicator") !== undefined && hasUlids(value)),
  accepts: (value) => isWidget(value) || at(value, "status", "indicator") !== undefined,
  traces: [/"page"\s*:\s*\{\s*"id"\s*:\s*"01[0-9A-Z]{24}"/, /"indicator"/],
  read: (value) => (isWidget(value) ? readWidget(value) : readStatuspage(value)),
});

function isWidget(value: unknown): boolean {
  return Array.isArray(at(value, "ongoing_incidents"));
}

/** The widget lists only what is wrong: an empty one is all clear. */
function readWidget(value: unknown): Finding {
  const openIncidents = listOf(at(value, "ongoing_incidents")).map(readIncident);
  const running = listOf(at(value, "in_progress_maintenances"));
  const clear = running.length > 0 ? "under_maintenance" : "operational";
  const overall = openIncidents.length > 0 ? worstOfIncidents(openIncidents) : clear;
  const scheduled = [...running, ...listOf(at(value, "scheduled_maintenances"))].map((record) => ({
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled maintenance",
    from: readInstant(at(record, "starts_at")) ?? readInstant(at(record, "started_at")),
    to: readInstant(at(record, "ends_at")) ?? readInstant(at(record, "scheduled_end_at")),
  }));
  return finding({ overall, openIncidents, scheduled });
}

function readIncident(record: unknown): ReadingIncident {
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled incident",
    impact: impactOfState(translate(componentWords, at(record, "current_worst_impact"), "unknown")),
    startedAt: readInstant(at(record, "started_at")) ?? readInstant(at(record, "created_at")),
    updatedAt: readInstant(at(record, "last_update_at")),
    latestStatus: openStatusOf(at(record, "status")),
    affected: namesOf(at(record, "affected_components"), "name"),
  };
}
