import {
  type Finding,
  monitoredState,
  type ReadingComponent,
  type ReadingIncident,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { finding, jsonAdapter } from "./adapter";
import { readInstant } from "./instant";
import { at, entriesOf, listOf, recordsOf, textOf, translate, wordOf } from "./json";

const beats: Readonly<Record<string, State>> = {
  "0": "major_outage",
  "1": "operational",
  "2": "unknown",
  "3": "under_maintenance",
};

/**
 * Uptime Kuma's page (`/api/status-page/<slug>`: names, no states), its heartbeats (states, no names), or both in
 * one object, joined by the monitor's id. Times have no zone and are UTC.
 */
export const uptimeKuma = jsonAdapter({
  matches: (value) => at(value, "heartbeatList") !== undefined || Array.isArray(at(value, "publicGroupList")),
  traces: [/"heartbeatList"|"publicGroupList"/],
  read,
});

function read(value: unknown, { observedAt }: { observedAt: Ms | null }): Finding {
  const states = new Map<string, State>();
  for (const [id, list] of entriesOf(at(value, "heartbeatList"))) states.set(id, lastBeat(list));
  const named = namedMonitors(value, states);
  const components =
    named.length > 0 ? named : [...states].map(([id, state]) => component(id, id, null, state));
  const incidents = [at(value, "incident"), ...listOf(at(value, "incidents"))];
  return finding({
    overall: monitoredState(components.map((each) => each.state)),
    components,
    openIncidents: incidents.flatMap(readIncident),
    scheduled: recordsOf(at(value, "maintenanceList")).flatMap((record) =>
      readMaintenance(record, observedAt),
    ),
  });
}

function lastBeat(list: unknown): State {
  const last = Array.isArray(list) ? list.at(-1) : undefined;
  return translate(beats, at(last, "status"), "unknown");
}

function namedMonitors(value: unknown, states: Map<string, State>): ReadingComponent[] {
  return listOf(at(value, "publicGroupList")).flatMap((group) =>
    listOf(at(group, "monitorList")).flatMap((monitor) => {
      const id = textOf(at(monitor, "id"));
      const name = textOf(at(monitor, "name"));
      if (id === null || name === null) return [];
      return [component(id, name, textOf(at(group, "name")), states.get(id) ?? "unknown")];
    }),
  );
}

function component(id: string, name: string, group: string | null, state: State): ReadingComponent {
  return { id, name, group, region: null, state };
}

/** A pinned word of the operators; its colour is no grade. */
function readIncident(record: unknown): ReadingIncident[] {
  const title = textOf(at(record, "title"));
  if (title === null || at(record, "active") === false) return [];
  const startedAt = readInstant(at(record, "createdDate"));
  const updatedAt = readInstant(at(record, "lastUpdatedDate")) ?? startedAt;
  const id = textOf(at(record, "id"));
  return [{ id, title, impact: "unknown", startedAt, updatedAt, latestStatus: "open", affected: [] }];
}

/** Of a recurring window's slots the one that runs or comes next. */
function readMaintenance(record: unknown, now: Ms | null) {
  if (["ended", "inactive"].includes(wordOf(at(record, "status")))) return [];
  const slots = listOf(at(record, "timeslotList"));
  const ahead = slots.find((each) => (readInstant(at(each, "endDate")) ?? 0) > (now ?? 0));
  const slot = ahead ?? slots[0];
  const range = listOf(at(record, "dateRange"));
  const title = textOf(at(record, "title")) ?? "Untitled maintenance";
  const from = readInstant(at(slot, "startDate")) ?? readInstant(range[0]);
  return [
    {
      id: textOf(at(record, "id")),
      title,
      from,
      to: readInstant(at(slot, "endDate")) ?? readInstant(range[1]),
    },
  ];
}
