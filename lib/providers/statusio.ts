import {
  impactOfState,
  type OpenStatus,
  type ReadingComponent,
  type ReadingIncident,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { newestOf, readInstant } from "./instant";
import { at, listOf, namesOf, recordsOf, textOf, translate } from "./json";

/** 600 is "security issue": no grade of availability, shown as degraded. */
const codes: Readonly<Record<string, State>> = {
  "100": "operational",
  "200": "under_maintenance",
  "300": "degraded_performance",
  "400": "partial_outage",
  "500": "major_outage",
  "600": "degraded_performance",
  operational: "operational",
  "planned maintenance": "under_maintenance",
  "degraded performance": "degraded_performance",
  "partial service disruption": "partial_outage",
  "service disruption": "major_outage",
  "security event": "degraded_performance",
  "security issue": "degraded_performance",
};

const stages: Readonly<Record<string, OpenStatus>> = {
  "100": "investigating",
  "200": "identified",
  "300": "monitoring",
};

/** status.io `/1.0/status/<id>`: components by containers, which are its regions. */
export const statusio = jsonAdapter({
  matches: (value) => at(value, "result", "status_overall") !== undefined,
  accepts: (value) => at(value, "result") !== undefined,
  traces: [/"status_overall"/],
  read(value) {
    const result = at(value, "result");
    const maintenance = at(result, "maintenance");
    const planned = [...recordsOf(at(maintenance, "active")), ...recordsOf(at(maintenance, "upcoming"))];
    return finding({
      overall: stateOf(at(result, "status_overall")),
      components: listOf(at(result, "status")).flatMap(readComponent).slice(0, 20_000),
      openIncidents: recordsOf(at(result, "incidents"))
        .filter((record) => readInstant(at(record, "datetime_resolved")) === null)
        .map(readIncident),
      scheduled: planned.map((record) => ({
        id: textOf(at(record, "_id")),
        title: textOf(at(record, "name")) ?? "Untitled maintenance",
        from: readInstant(at(record, "datetime_planned_start")) ?? readInstant(at(record, "datetime_open")),
        to: readInstant(at(record, "datetime_planned_end")),
      })),
    });
  },
});

function stateOf(row: unknown): State {
  return translate(codes, at(row, "status_code") ?? at(row, "status"), "unknown");
}

function readComponent(row: unknown): ReadingComponent[] {
  const name = textOf(at(row, "name"));
  if (name === null) return [];
  const id = textOf(at(row, "id"));
  const containers = listOf(at(row, "containers"));
  if (containers.length === 0) return [{ id, name, group: null, region: null, state: stateOf(row) }];
  return containers.map((each) => ({
    id,
    name,
    group: null,
    region: textOf(at(each, "name")),
    state: stateOf(each),
  }));
}

/** Messages are oldest first, but the newest is told by its time. */
function readIncident(record: unknown): ReadingIncident {
  const messages = listOf(at(record, "messages"));
  const updatedAt = newestOf(messages.map((message) => at(message, "datetime")));
  const newest = messages.findLast((message) => readInstant(at(message, "datetime")) === updatedAt);
  return {
    id: textOf(at(record, "_id")),
    title: textOf(at(record, "name")) ?? "Untitled incident",
    impact: impactOfState(translate(codes, at(newest, "status"), "unknown")),
    startedAt: readInstant(at(record, "datetime_open")),
    updatedAt,
    latestStatus: translate(stages, at(newest, "state"), "open"),
    affected: namesOf(at(record, "components_affected"), "name"),
  };
}
