import {
  type Finding,
  type Impact,
  impacts,
  type OpenStatus,
  openStatuses,
  type ReadingComponent,
  type ReadingIncident,
  type ReadingMaintenance,
  worstOfIncidents,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding } from "./adapter";
import { newestOf, oldestOf, readInstant } from "./instant";
import { at, firstOf, idsOf, lengthOf, listOf, namesOf, recordsOf, textOf, translate, wordOf } from "./json";

/** Statuspage's public v2 words, which other products speak too: `full_outage` is incident.io's own. */
export const componentWords: Readonly<Record<string, State>> = {
  operational: "operational",
  degraded_performance: "degraded_performance",
  partial_outage: "partial_outage",
  major_outage: "major_outage",
  full_outage: "major_outage",
  under_maintenance: "under_maintenance",
};

export const indicatorWords: Readonly<Record<string, State>> = {
  none: "operational",
  minor: "degraded_performance",
  major: "partial_outage",
  critical: "major_outage",
  maintenance: "under_maintenance",
};

const impactWords: Readonly<Record<string, Impact>> = Object.fromEntries(impacts.map((word) => [word, word]));
const statusWords: Readonly<Record<string, OpenStatus>> = Object.fromEntries(
  openStatuses.map((word) => [word, word]),
);
const closedWords = new Set(["resolved", "postmortem", "completed", "canceled", "cancelled"]);
const plannedWords = new Set(["scheduled", "in_progress", "verifying"]);

/** Any v2 document: summary, status, components, incidents or scheduled maintenances. */
export function readStatuspage(value: unknown): Finding {
  const components = readComponents(listOf(at(value, "components")));
  const records = recordsOf(at(value, "incidents"));
  const open = records.filter((record) => !isClosed(record) && !isPlanned(record));
  const openIncidents = open.map(readIncident);
  const planned = [...recordsOf(at(value, "scheduled_maintenances")), ...records.filter(isPlanned)];
  const named = Array.isArray(at(value, "components")) ? components : affectedComponents(open);
  return finding({
    overall: overallOf(value, components, openIncidents),
    components: named,
    openIncidents,
    scheduled: planned.filter((record) => !isClosed(record)).map(readMaintenance),
    counts: { components: named.length, incidents: lengthOf(at(value, "incidents")) },
    over: idsOf(records.filter(isClosed)),
    ...(isHistory(value) ? { reachesTo: oldestOf(records.map((record) => at(record, "created_at"))) } : {}),
  });
}

/** A list of the newest fifty, whatever their standing. */
function isHistory(value: unknown): boolean {
  return at(value, "status", "indicator") === undefined && at(value, "components") === undefined;
}

/** The page's own verdict wins. Incidents alone are history: without an open one they say nothing. */
function overallOf(value: unknown, components: ReadingComponent[], open: ReadingIncident[]): State {
  const indicator = at(value, "status", "indicator");
  if (indicator !== undefined && indicator !== null) return translate(indicatorWords, indicator, "unknown");
  return worstState([worstOfIncidents(open), ...components.map((component) => component.state)]);
}

function readComponents(rows: unknown[]): ReadingComponent[] {
  const parents = new Set(rows.map((row) => textOf(at(row, "group_id"))));
  const isGroup = (row: unknown) => at(row, "group") === true || parents.has(textOf(at(row, "id")) ?? "");
  const groups = new Map<string, string>();
  for (const row of rows.filter(isGroup))
    groups.set(textOf(at(row, "id")) ?? "", textOf(at(row, "name")) ?? "");
  return rows.filter((row) => !isGroup(row)).flatMap((row) => readComponent(row, groups));
}

function readComponent(row: unknown, groups: Map<string, string>): ReadingComponent[] {
  const name = textOf(at(row, "name"));
  if (name === null) return [];
  const group = groups.get(textOf(at(row, "group_id")) ?? "") ?? textOf(at(row, "group_name"));
  const state = translate(componentWords, at(row, "status"), "unknown");
  return [{ id: textOf(at(row, "id")), name, group: group || null, region: null, state }];
}

/** What an incident list tells of components: those its open incidents name, each once. */
function affectedComponents(open: unknown[]): ReadingComponent[] {
  const rows = open.flatMap((record) => listOf(at(record, "components")));
  const found = new Map<string, ReadingComponent>();
  for (const component of readComponents(rows)) found.set(component.id ?? component.name, component);
  return [...found.values()];
}

function isClosed(record: unknown): boolean {
  return closedWords.has(wordOf(at(record, "status")));
}

function isPlanned(record: unknown): boolean {
  return plannedWords.has(wordOf(at(record, "status")));
}

function readIncident(record: unknown): ReadingIncident {
  const updates = listOf(at(record, "incident_updates"));
  const told = updates.flatMap((update) => [at(update, "display_at"), at(update, "created_at")]);
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled incident",
    impact: translate(impactWords, at(record, "impact"), "unknown"),
    startedAt: readInstant(at(record, "started_at")) ?? readInstant(at(record, "created_at")),
    updatedAt: newestOf([at(record, "updated_at"), ...told]),
    latestStatus: translate(statusWords, at(record, "status"), "open"),
    affected: namesOf(at(record, "components"), "name"),
  };
}

function readMaintenance(record: unknown): ReadingMaintenance {
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled maintenance",
    from: readInstant(at(record, "scheduled_for")) ?? readInstant(at(record, "started_at")),
    to: readInstant(at(record, "scheduled_until")),
  };
}

/** incident.io's ids are ULIDs, Statuspage's twelve lower-case characters. */
export function hasUlids(value: unknown): boolean {
  const lists = ["components", "incidents", "scheduled_maintenances"].map((name) => at(value, name));
  const ids = [at(value, "page", "id"), ...lists.map((list) => at(firstOf(list), "id"))];
  return ids.some((id) => typeof id === "string" && /^01[0-9A-HJKMNP-TV-Z]{24}$/.test(id));
}

/** Open words of incident.io and of everybody who copied them. */
export function openStatusOf(value: unknown): OpenStatus {
  return translate(statusWords, value, "open");
}

export function isClosedWord(value: unknown): boolean {
  return closedWords.has(wordOf(value));
}
