import {
  type Finding,
  impactOfState,
  type ReadingComponent,
  type ReadingIncident,
  worstOfIncidents,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter, worstOfEach } from "./adapter";
import { readInstant } from "./instant";
import { at, listOf, namesOf, recordsOf, textOf, translate } from "./json";
import { componentWords, hasUlids, openStatusOf, readStatuspage } from "./statuspage";

/** incident.io's Statuspage-compatible documents, and its widget `/api/v1/summary`. */
export const incidentioCompatSummary = jsonAdapter({
  matches: (value) => isWidget(value) || (isCompatible(value) && hasUlids(value)),
  accepts: (value) => isWidget(value) || isCompatible(value),
  traces: [/"page"\s*:\s*\{\s*"id"\s*:\s*"01[0-9A-Z]{24}"/, /"indicator"/],
  read: (value) => (isWidget(value) ? readWidget(value) : readStatuspage(value)),
});

function isWidget(value: unknown): boolean {
  return Array.isArray(at(value, "ongoing_incidents"));
}

/** `summary.json`, `status.json` and `components.json`. */
function isCompatible(value: unknown): boolean {
  const verdict = at(value, "status", "indicator") !== undefined;
  return verdict || (Array.isArray(at(value, "components")) && at(value, "page") !== undefined);
}

/** The widget lists only what is wrong: an empty one is all clear. */
function readWidget(value: unknown): Finding {
  const records = recordsOf(at(value, "ongoing_incidents"));
  const openIncidents = records.map(readIncident);
  const running = recordsOf(at(value, "in_progress_maintenances"));
  const clear = running.length > 0 ? "under_maintenance" : "operational";
  const overall = openIncidents.length > 0 ? worstOfIncidents(openIncidents) : clear;
  const scheduled = [...running, ...recordsOf(at(value, "scheduled_maintenances"))].map((record) => ({
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled maintenance",
    from: readInstant(at(record, "starts_at")) ?? readInstant(at(record, "started_at")),
    to: readInstant(at(record, "ends_at")) ?? readInstant(at(record, "scheduled_end_at")),
  }));
  const told = [
    ...records.flatMap((record) => componentsOf(record, stateOf(at(record, "current_worst_impact")))),
    ...running.flatMap((record) => componentsOf(record, "under_maintenance")),
  ];
  return finding({
    overall,
    components: worstOfEach(told),
    openIncidents,
    scheduled,
    listsTroubleOnly: true,
  });
}

function stateOf(word: unknown): State {
  return translate(componentWords, word, "unknown");
}

/** Only what is affected is named; without a state of its own it is as bad as what affects it. */
function componentsOf(record: unknown, worst: State): ReadingComponent[] {
  return listOf(at(record, "affected_components")).flatMap((row) => {
    const name = textOf(at(row, "name"));
    const own = at(row, "current_status") ?? at(row, "status");
    const state = own === undefined || own === null ? worst : stateOf(own);
    const group = textOf(at(row, "group_name"));
    return name === null ? [] : [{ id: textOf(at(row, "id")), name, group, region: null, state }];
  });
}

function readIncident(record: unknown): ReadingIncident {
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled incident",
    impact: impactOfState(stateOf(at(record, "current_worst_impact"))),
    startedAt: readInstant(at(record, "started_at")) ?? readInstant(at(record, "created_at")),
    updatedAt: readInstant(at(record, "last_update_at")),
    latestStatus: openStatusOf(at(record, "status")),
    affected: namesOf(at(record, "affected_components"), "name"),
  };
}
