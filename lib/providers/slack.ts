import {
  type Impact,
  type ReadingComponent,
  type ReadingIncident,
  stateOfImpact,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { newestOf, oldestOf, readInstant } from "./instant";
import { at, firstOf, idsOf, lengthOf, listOf, namesOf, recordsOf, textOf, translate, wordOf } from "./json";

const types: Readonly<Record<string, Impact>> = {
  notice: "none",
  incident: "minor",
  outage: "critical",
  maintenance: "maintenance",
};

/** Slack `/api/v2.0.0/current`, v1's single incident, and `/history` (a list: it says nothing of now). */
export const slack = jsonAdapter({
  matches: (value) =>
    Array.isArray(at(value, "active_incidents")) ||
    (["ok", "active"].includes(wordOf(at(value, "status"))) && at(value, "date_created") !== undefined) ||
    (at(firstOf(value), "notes") !== undefined && at(firstOf(value), "services") !== undefined),
  accepts: (value) => Array.isArray(value) || typeof at(value, "status") === "string",
  traces: [/"active_incidents"/],
  read(value) {
    const records = Array.isArray(value) ? recordsOf(value) : currentOf(value);
    const open = records.filter((record) => wordOf(at(record, "status")) === "active");
    const pending = records.filter((record) => isWork(record) && !isOver(record));
    return finding({
      overall: overallOf(value, open),
      components: componentsOf(open),
      openIncidents: open.filter((record) => !isWork(record)).map(readIncident),
      scheduled: pending.map((record) => ({
        id: textOf(at(record, "id")),
        title: textOf(at(record, "title")) ?? "Untitled maintenance",
        from: readInstant(at(record, "date_created")),
        to: null,
      })),
      ...(Array.isArray(value)
        ? { reachesTo: oldestOf(records.map((record) => at(record, "date_created"))) }
        : {}),
      over: idsOf(records.filter(isOver)),
      counts: {
        components: componentsOf(open).length,
        incidents: Array.isArray(value) ? lengthOf(value) : records.length,
      },
    });
  },
});

function currentOf(value: unknown): unknown[] {
  const listed = at(value, "active_incidents");
  if (Array.isArray(listed)) return recordsOf(listed);
  return textOf(at(value, "title")) === null ? [] : [value];
}

/** Planned work; the documents never tell when it ends. */
function isWork(record: unknown): boolean {
  return wordOf(at(record, "type")) === "maintenance";
}

function isOver(record: unknown): boolean {
  return !["active", "scheduled"].includes(wordOf(at(record, "status")));
}

function impactOf(record: unknown): Impact {
  return translate(types, at(record, "type"), "unknown");
}

function overallOf(value: unknown, open: unknown[]): State {
  if (open.length > 0) return worstState(open.map((record) => stateOfImpact(impactOf(record))));
  return wordOf(at(value, "status")) === "ok" ? "operational" : "unknown";
}

/** Only affected services are named; each is as bad as the worst incident that names it. */
function componentsOf(open: unknown[]): ReadingComponent[] {
  const found = new Map<string, State>();
  for (const record of open)
    for (const name of namesOf(at(record, "services"), "name"))
      found.set(name, worstState([found.get(name) ?? "unknown", stateOfImpact(impactOf(record))]));
  return [...found].map(([name, state]) => ({ id: name, name, group: null, region: null, state }));
}

function readIncident(record: unknown): ReadingIncident {
  const notes = listOf(at(record, "notes")).map((note) => at(note, "date_created"));
  const startedAt = readInstant(at(record, "date_created"));
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "title")) ?? "Untitled incident",
    impact: impactOf(record),
    startedAt,
    updatedAt: newestOf([...notes, at(record, "date_updated")]) ?? startedAt,
    latestStatus: "open",
    affected: namesOf(at(record, "services"), "name"),
  };
}
