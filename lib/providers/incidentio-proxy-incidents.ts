import {
  type Finding,
  impactOfState,
  type ReadingComponent,
  type ReadingIncident,
  worstOfIncidents,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter, worstOfEach } from "./adapter";
import { newestOf, oldestOf, readInstant } from "./instant";
import { at, firstOf, idsOf, lengthOf, listOf, recordsOf, textOf, translate, wordOf } from "./json";
import { componentWords, isClosedWord, openStatusOf } from "./statuspage";

/**
 * incident.io's page-internal `/proxy/<host>/incidents` (history without a verdict, updates oldest first) and
 * `/proxy/<host>` (the page as it stands: its components, and what of them is affected).
 */
export const incidentioProxyIncidents = jsonAdapter({
  matches: (value) => {
    const first = firstOf(at(value, "incidents"));
    const told = at(first, "status_summaries") ?? at(first, "component_impacts");
    return told !== undefined || isPage(value);
  },
  accepts: (value) => Array.isArray(at(value, "incidents")) || isPage(value),
  traces: [/"component_impacts"|"message_string"/],
  read: (value) => (isPage(value) ? readPage(at(value, "summary")) : readHistory(value)),
});

function isPage(value: unknown): boolean {
  const summary = at(value, "summary");
  return Array.isArray(at(summary, "affected_components")) || Array.isArray(at(summary, "ongoing_incidents"));
}

function readHistory(value: unknown): Finding {
  const records = recordsOf(at(value, "incidents"));
  const open = records.filter((record) => !isClosed(record) && !isMaintenance(record));
  const openIncidents = open.map((record) => readIncident(record, new Map()));
  const components = worstOfEach(open.flatMap(componentsOf));
  return finding({
    overall: worstOfIncidents(openIncidents),
    components,
    openIncidents,
    scheduled: records.filter((record) => !isClosed(record) && isMaintenance(record)).map(readMaintenance),
    counts: { components: components.length, incidents: lengthOf(at(value, "incidents")) },
    over: idsOf(records.filter(isClosed)),
    reachesTo: oldestOf(records.map((record) => at(record, "published_at"))),
  });
}

/** Everything that is not said to be affected is well. */
function readPage(summary: unknown): Finding {
  const states = new Map<string, State>();
  for (const row of recordsOf(at(summary, "affected_components")))
    states.set(textOf(at(row, "component_id")) ?? "", stateOf(at(row, "status")));
  const groups = groupsOf(at(summary, "structure", "items"));
  const components = recordsOf(at(summary, "components")).flatMap((row): ReadingComponent[] => {
    const id = textOf(at(row, "id"));
    const name = textOf(at(row, "name"));
    const state = states.get(id ?? "") ?? "operational";
    return name === null ? [] : [{ id, name, group: groups.get(id ?? "") ?? null, region: null, state }];
  });
  const names = new Map(components.map(({ id, name }) => [id ?? "", name]));
  const ongoing = recordsOf(at(summary, "ongoing_incidents")).filter((record) => !isClosed(record));
  const openIncidents = ongoing
    .filter((record) => !isMaintenance(record))
    .map((record) => readIncident(record, names));
  const planned = [
    ...ongoing.filter(isMaintenance),
    ...["in_progress_maintenances", "scheduled_maintenances"].flatMap((list) =>
      recordsOf(at(summary, list)).filter((record) => !isClosed(record)),
    ),
  ];
  return finding({
    overall: worstState([
      "operational",
      worstOfIncidents(openIncidents),
      ...components.map((component) => component.state),
    ]),
    components,
    openIncidents,
    scheduled: planned.map(readMaintenance),
    listsTroubleOnly: false,
  });
}

function groupsOf(items: unknown): Map<string, string> {
  const groups = new Map<string, string>();
  for (const item of recordsOf(items))
    for (const row of recordsOf(at(item, "group", "components")))
      groups.set(textOf(at(row, "component_id")) ?? "", textOf(at(item, "group", "name")) ?? "");
  return groups;
}

function isClosed(record: unknown): boolean {
  const status = wordOf(at(record, "status"));
  return isClosedWord(status) || status === "maintenance_complete";
}

function isMaintenance(record: unknown): boolean {
  return (
    wordOf(at(record, "type")) === "maintenance" || wordOf(at(record, "status")).startsWith("maintenance_")
  );
}

function stateOf(value: unknown): State {
  return translate(componentWords, value, "unknown");
}

/** `names` are those of the page's components, where an incident names only their ids. */
function readIncident(record: unknown, names: ReadonlyMap<string, string>): ReadingIncident {
  const affected = listOf(at(record, "affected_components"));
  const windows = listOf(at(record, "component_impacts"));
  const felt = affected.length > 0 ? affected : windows.filter((each) => at(each, "end_at") == null);
  const last = listOf(at(record, "status_summaries")).at(-1);
  const worst = worstState(felt.map((each) => stateOf(at(each, "status") ?? at(each, "current_status"))));
  const updates = listOf(at(record, "updates")).map((update) => at(update, "published_at"));
  const named = affected.map(
    (each) =>
      textOf(at(each, "component", "name")) ??
      names.get(textOf(at(each, "component_id")) ?? "") ??
      textOf(at(each, "name")),
  );
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled incident",
    impact: impactOfState(worst === "unknown" ? stateOf(at(last, "worst_component_status")) : worst),
    startedAt:
      readInstant(at(record, "published_at")) ??
      readInstant(at(record, "created_at")) ??
      oldestOf(windows.map((each) => at(each, "start_at"))),
    updatedAt: newestOf(updates) ?? readInstant(at(record, "updated_at")),
    latestStatus: openStatusOf(at(record, "status")),
    affected: [...new Set(named.filter((name) => name !== null))],
  };
}

function componentsOf(record: unknown): ReadingComponent[] {
  return listOf(at(record, "affected_components")).flatMap((each) => {
    const id = textOf(at(each, "component", "id"));
    const name = textOf(at(each, "component", "name"));
    const state = stateOf(at(each, "status"));
    return name === null ? [] : [{ id, name, group: null, region: null, state }];
  });
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
