import {
  type Finding,
  type OpenStatus,
  type ReadingComponent,
  type ReadingIncident,
  type ReadingMaintenance,
  worstOfIncidents,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { oldestOf, readInstant } from "./instant";
import { at, firstOf, idsOf, listOf, textOf, translate, wordOf } from "./json";

const states: Readonly<Record<string, State>> = {
  "1": "operational",
  "2": "degraded_performance",
  "3": "partial_outage",
  "4": "major_outage",
  "5": "unknown",
  "6": "under_maintenance",
};

const verdicts: Readonly<Record<string, State>> = {
  success: "operational",
  info: "degraded_performance",
  danger: "major_outage",
};

const stages: Readonly<Record<string, OpenStatus>> = {
  "1": "investigating",
  "2": "identified",
  "3": "monitoring",
};

/**
 * Cachet `/api/v1/components`, `/components/groups`, `/incidents`, `/status`, and v3's JSON:API. Times have no zone
 * and are read as UTC.
 */
export const cachet = jsonAdapter({
  matches: (value) =>
    at(value, "meta", "pagination") !== undefined || isRow(firstOf(at(value, "data"))) || isStatus(value),
  accepts: (value) => at(value, "data") !== undefined,
  traces: [/"pagination"/, /"status_name"|"human_status"|"per_page"/],
  read,
});

function isRow(row: unknown): boolean {
  const named =
    at(row, "status_name") ??
    at(row, "human_status") ??
    at(row, "enabled_components") ??
    at(row, "latest_status");
  return named !== undefined || ["components", "incidents", "schedules"].includes(wordOf(at(row, "type")));
}

function isStatus(value: unknown): boolean {
  return (
    at(value, "data", "message") !== undefined && Object.hasOwn(verdicts, wordOf(at(value, "data", "status")))
  );
}

function read(value: unknown): Finding {
  if (isStatus(value))
    return finding({ overall: translate(verdicts, at(value, "data", "status"), "unknown") });
  const rows = listOf(at(value, "data"));
  const events = rows.filter(isIncident);
  const components = rows.filter((row) => !isIncident(row) && !isSchedule(row)).flatMap(readComponents);
  const names = new Map(components.map(({ id, name }) => [id ?? "", name]));
  const openIncidents = events.filter(isOpen).map((row) => readIncident(row, names));
  const parts = components.map((component) => component.state);
  return finding({
    overall: worstState([worstOfIncidents(openIncidents), ...parts]),
    components,
    openIncidents,
    scheduled: rows
      .filter((row) => (isSchedule(row) ? !isComplete(row) : isPlanned(row)))
      .map(readMaintenance),
    counts: { components: components.length, incidents: events.length },
    over: idsOf(events.filter((row) => !isOpen(row) && !isPlanned(row))),
    ...(isCut(value) ? { reachesTo: oldestOf(events.map(startOf)) } : {}),
  });
}

/** Whether older incidents than those listed stand on further pages. */
function isCut(value: unknown): boolean {
  const next = at(value, "meta", "pagination", "links", "next_page") ?? at(value, "links", "next");
  return at(value, "cut") === true || typeof next === "string";
}

/** v3 keeps its fields under `attributes`. */
function field(row: unknown, name: string): unknown {
  return at(row, "attributes", name) ?? at(row, name);
}

/** Schedules say their status in words too, and when they were completed. */
function isIncident(row: unknown): boolean {
  const own = at(row, "component_id") ?? at(row, "occurred_at") ?? at(row, "latest_status");
  const spoken = at(row, "human_status") !== undefined && at(row, "completed_at") === undefined;
  return own !== undefined || spoken || wordOf(at(row, "type")) === "incidents";
}

function isSchedule(row: unknown): boolean {
  return (
    wordOf(at(row, "type")) === "schedules" || (at(row, "completed_at") !== undefined && !isIncident(row))
  );
}

/** A number, a number as text, or v3's `{human, value}`. */
function codeOf(value: unknown): string {
  return wordOf(at(value, "value") ?? value);
}

/** `status` is the word it began with, `latest_status` where it stands. */
function stageOf(row: unknown): string {
  return codeOf(field(row, "latest_status") ?? field(row, "status"));
}

function isOpen(row: unknown): boolean {
  return ["1", "2", "3"].includes(stageOf(row)) && field(row, "is_resolved") !== true;
}

/** Version 1 keeps its maintenance among the incidents, until it is fixed. */
function isPlanned(row: unknown): boolean {
  return isIncident(row) && stageOf(row) === "0" && textOf(field(row, "completed_at")) === null;
}

/** A schedule is upcoming (0), in progress (1) or complete (2). */
function isComplete(row: unknown): boolean {
  const status = codeOf(field(row, "status"));
  return status === "2" || status.startsWith("complete") || textOf(field(row, "completed_at")) !== null;
}

function readComponents(row: unknown): ReadingComponent[] {
  const grouped = listOf(field(row, "enabled_components"));
  const name = textOf(field(row, "name"));
  if (grouped.length > 0)
    return grouped.flatMap(readLeaf).map((component) => ({ ...component, group: name }));
  return field(row, "enabled_components") === undefined ? readLeaf(row) : [];
}

function readLeaf(row: unknown): ReadingComponent[] {
  const name = textOf(field(row, "name"));
  if (name === null || field(row, "enabled") === false) return [];
  const state = translate(states, codeOf(field(row, "status")), "unknown");
  return [{ id: textOf(at(row, "id")), name, group: null, region: null, state }];
}

function readIncident(row: unknown, names: ReadonlyMap<string, string>): ReadingIncident {
  const startedAt = startOf(row);
  const known = names.get(textOf(field(row, "component_id")) ?? "") ?? null;
  const part = textOf(at(field(row, "component"), "name")) ?? known;
  return {
    id: textOf(at(row, "id")),
    title: textOf(field(row, "name")) ?? "Untitled incident",
    impact: "unknown",
    startedAt,
    updatedAt: timeOf(field(row, "updated"), field(row, "updated_at")) ?? startedAt,
    latestStatus: translate(stages, stageOf(row), "open"),
    affected: part === null ? [] : [part],
  };
}

function startOf(row: unknown) {
  return (
    timeOf(field(row, "occurred"), field(row, "occurred_at")) ??
    timeOf(field(row, "created"), field(row, "created_at"))
  );
}

function timeOf(rich: unknown, plain: unknown) {
  return readInstant(at(rich, "string")) ?? readInstant(plain);
}

function readMaintenance(row: unknown): ReadingMaintenance {
  return {
    id: textOf(at(row, "id")),
    title: textOf(field(row, "name")) ?? "Untitled maintenance",
    from: timeOf(field(row, "scheduled"), field(row, "scheduled_at")),
    to:
      readInstant(field(row, "scheduled_until")) ??
      timeOf(field(row, "completed"), field(row, "completed_at")),
  };
}
