import {
  impactOfState,
  type ReadingComponent,
  type ReadingIncident,
  worstOfIncidents,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { newestOf, readInstant } from "./instant";
import { at, firstOf, lengthOf, listOf, textOf, translate, wordOf } from "./json";
import { componentWords, isClosedWord, openStatusOf } from "./statuspage";

/** incident.io's page-internal `/proxy/<host>/incidents`: history without a verdict, updates oldest first. */
export const incidentioProxyIncidents = jsonAdapter({
  matches: (value) => {
    const first = firstOf(at(value, "incidents"));
    return at(first, "status_summaries") !== undefined || at(first, "component_impacts") !== undefined;
  },
  accepts: (value) => Array.isArray(at(value, "incidents")),
  traces: [/"component_impacts"|"message_string"/],
  read(value) {
    const records = listOf(at(value, "incidents"));
    const open = records.filter((record) => !isClosed(record) && !isMaintenance(record));
    const openIncidents = open.map(readIncident);
    const components = componentsOf(open);
    return finding({
      overall: worstOfIncidents(openIncidents),
      components,
      openIncidents,
      scheduled: records.filter((record) => !isClosed(record) && isMaintenance(record)).map(readMaintenance),
      counts: { components: components.length, incidents: lengthOf(at(value, "incidents")) },
    });
  },
});

function isClosed(record: unknown): boolean {
  const status = wordOf(at(record, "status"));
  return isClosedWord(status) || status === "maintenance_complete";
}

function isMaintenance(record: unknown): boolean {
  return wordOf(at(record, "type")) === "maintenance";
}

function stateOf(value: unknown): State {
  return translate(componentWords, value, "unknown");
}

function readIncident(record: unknown): ReadingIncident {
  const affected = listOf(at(record, "affected_components"));
  const last = listOf(at(record, "status_summaries")).at(-1);
  const worst = worstState(affected.map((each) => stateOf(at(each, "status"))));
  const updates = listOf(at(record, "updates")).map((update) => at(update, "published_at"));
  const names = affected.map((each) => textOf(at(each, "component", "name"))).filter((name) => name !== null);
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled incident",
    impact: impactOfState(worst === "unknown" ? stateOf(at(last, "worst_component_status")) : worst),
    startedAt: readInstant(at(record, "published_at")) ?? readInstant(at(record, "created_at")),
    updatedAt: newestOf(updates) ?? readInstant(at(record, "updated_at")),
    latestStatus: openStatusOf(at(record, "status")),
    affected: [...new Set(names)],
  };
}

function componentsOf(open: unknown[]): ReadingComponent[] {
  const found = new Map<string, ReadingComponent>();
  for (const each of open.flatMap((record) => listOf(at(record, "affected_components")))) {
    const id = textOf(at(each, "component", "id"));
    const name = textOf(at(each, "component", "name"));
    if (name === null) continue;
    const known = found.get(id ?? name)?.state ?? "unknown";
    const state = worstState([known, stateOf(at(each, "status"))]);
    found.set(id ?? name, { id, name, group: null, region: null, state });
  }
  return [...found.values()];
}

function readMaintenance(record: unknown) {
  const windows = listOf(at(record, "component_impacts"));
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled maintenance",
    from: readInstant(at(record, "scheduled_start_at")) ?? readInstant(at(windows[0], "start_at")),
    to: readInstant(at(record, "scheduled_end_at")) ?? newestOf(windows.map((each) => at(each, "end_at"))),
  };
}
