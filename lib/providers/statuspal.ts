import { type Finding, type Impact, type ReadingComponent, stateOfImpact } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { newestOf, readInstant } from "./instant";
import { at, lengthOf, listOf, namesOf, recordsOf, textOf, translate, wordOf } from "./json";

const types: Readonly<Record<string, Impact>> = {
  minor: "minor",
  major: "critical",
  scheduled: "maintenance",
};
const depthMax = 5;

/** StatusPal `/status` (the verdict alone) and `/summary`. Times have no zone and are UTC. */
export const statuspal = jsonAdapter({
  matches: (value) => typeof at(value, "status_page") === "object" && at(value, "status_page") !== null,
  traces: [/"current_incident_type"/],
  read,
});

function read(value: unknown): Finding {
  const page = at(value, "status_page");
  const records = recordsOf(at(value, "incidents"));
  const open = records.filter((record) => readInstant(at(record, "ends_at")) === null && !isPlanned(record));
  const planned = [
    ...records.filter((record) => readInstant(at(record, "ends_at")) === null && isPlanned(record)),
    ...recordsOf(at(value, "maintenances")),
    ...recordsOf(at(value, "upcoming_maintenances")),
  ];
  const components = leaves(listOf(at(value, "services") ?? at(page, "services")), null, 0);
  return finding({
    overall: stateOf(at(page, "current_incident_type")),
    components,
    openIncidents: open.map(readIncident),
    scheduled: planned.map((record) => ({
      id: textOf(at(record, "id")),
      title: textOf(at(record, "title")) ?? "Untitled maintenance",
      from: readInstant(at(record, "starts_at")),
      to: readInstant(at(record, "ends_at")),
    })),
    counts: { components: components.length, incidents: lengthOf(at(value, "incidents")) },
  });
}

/** Null means nothing is wrong; an absent or unknown word means we do not know. */
function stateOf(type: unknown): State {
  if (type === null) return "operational";
  const impact = translate(types, type, "unknown");
  return impact === "unknown" ? "unknown" : stateOfImpact(impact);
}

function isPlanned(record: unknown): boolean {
  return wordOf(at(record, "type")) === "scheduled";
}

function leaves(services: unknown[], group: string | null, depth: number): ReadingComponent[] {
  return services.flatMap((service) => {
    const name = textOf(at(service, "name"));
    const children = listOf(at(service, "children"));
    if (children.length > 0 && depth < depthMax) return leaves(children, name ?? group, depth + 1);
    if (name === null) return [];
    const state = stateOf(at(service, "current_incident_type"));
    return [{ id: textOf(at(service, "id")), name, group, region: null, state }];
  });
}

function readIncident(record: unknown) {
  const updates = listOf(at(record, "updates")).flatMap((update) => [
    at(update, "posted_at"),
    at(update, "inserted_at"),
  ]);
  const startedAt = readInstant(at(record, "starts_at")) ?? readInstant(at(record, "inserted_at"));
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "title")) ?? "Untitled incident",
    impact: translate(types, at(record, "type"), "unknown"),
    startedAt,
    updatedAt: newestOf([at(record, "updated_at"), ...updates]) ?? startedAt,
    latestStatus: "open" as const,
    affected: namesOf(at(record, "services"), "name"),
  };
}
