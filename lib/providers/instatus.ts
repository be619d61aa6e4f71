import {
  type Finding,
  impactOfState,
  type ReadingComponent,
  type ReadingIncident,
  worstOfIncidents,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { minuteMs } from "@/lib/domain/time";
import { finding, jsonAdapter } from "./adapter";
import { readInstant } from "./instant";
import { at, firstOf, namesOf, recordsOf, textOf, translate, wordOf } from "./json";
import { openStatusOf } from "./statuspage";

const words: Readonly<Record<string, State>> = {
  operational: "operational",
  degradedperformance: "degraded_performance",
  minoroutage: "partial_outage",
  partialoutage: "partial_outage",
  majoroutage: "major_outage",
  undermaintenance: "under_maintenance",
};

/** Instatus `/summary.json`, `/v3/summary.json` and `/v3/components.json`. Arrays are absent when empty. */
export const instatus = jsonAdapter({
  matches: (value) =>
    typeof at(value, "page", "status") === "string" ||
    Array.isArray(at(value, "activeIncidents")) ||
    Object.hasOwn(words, squeezed(at(firstOf(rowsOf(value)), "status"))),
  accepts: (value) => at(value, "page") !== undefined || Array.isArray(rowsOf(value)),
  traces: [/"activeIncidents"|"activeMaintenances"/],
  read,
});

/** The list of components is the whole answer of older pages. */
function rowsOf(value: unknown): unknown {
  return Array.isArray(value) ? value : at(value, "components");
}

function read(value: unknown): Finding {
  const openIncidents = recordsOf(at(value, "activeIncidents"))
    .filter((record) => wordOf(at(record, "status")) !== "resolved")
    .map(readIncident);
  const components = leavesOf(recordsOf(rowsOf(value)));
  const scheduled = ["activeMaintenances", "upcomingMaintenances", "scheduledMaintenances"]
    .flatMap((list) => recordsOf(at(value, list)))
    .filter((record) => squeezed(at(record, "status")) !== "completed")
    .map(readMaintenance);
  const incidents = worstOfIncidents(openIncidents);
  const verdict = wordOf(at(value, "page", "status"));
  const overall =
    verdict === ""
      ? worstState([incidents, ...components.map((component) => component.state)])
      : overallOf(verdict, incidents);
  return finding({ overall, components, openIncidents, scheduled });
}

/** Parents stand beside their children, around them, or are only named by them; they are no components themselves. */
function leavesOf(rows: unknown[]): ReadingComponent[] {
  const parents = new Set(rows.map((row) => parentOf(row).id).filter((id) => id !== null));
  return rows.flatMap((row) => {
    const id = textOf(at(row, "id"));
    const name = textOf(at(row, "name"));
    const children = recordsOf(at(row, "children") ?? at(row, "components"));
    if (children.length > 0)
      return children.flatMap(readLeaf).map((leaf) => ({ ...leaf, group: leaf.group ?? name }));
    if (at(row, "isParent") === true || (id !== null && parents.has(id))) return [];
    return readLeaf(row);
  });
}

function parentOf(row: unknown): { id: string | null; name: string | null } {
  const id = textOf(at(row, "group", "id")) ?? textOf(at(row, "groupId")) ?? textOf(at(row, "parentId"));
  return { id, name: textOf(at(row, "group", "name")) ?? textOf(at(row, "group")) };
}

function readLeaf(row: unknown): ReadingComponent[] {
  const name = textOf(at(row, "name"));
  if (name === null) return [];
  const group = parentOf(row).name;
  return [{ id: textOf(at(row, "id")), name, group, region: null, state: stateOf(at(row, "status")) }];
}

/** `HASISSUES` carries no grade: the incidents do. `ONEMAJOROUTAGE` means one component, `ALL…` every one. */
function overallOf(verdict: string, incidents: State): State {
  if (verdict === "up") return "operational";
  if (verdict === "hasissues") return incidents === "unknown" ? "degraded_performance" : incidents;
  const part = /^(one|some|all)(.+)$/.exec(verdict);
  const state = translate(words, part?.[2] ?? verdict, "unknown");
  if (!part || !["partial_outage", "major_outage"].includes(state)) return state;
  return part[1] === "all" ? "major_outage" : "partial_outage";
}

function squeezed(value: unknown): string {
  const text = textOf(value) ?? "";
  return text === text.toUpperCase() ? text.replaceAll("_", "").toLowerCase() : "";
}

function stateOf(value: unknown): State {
  return translate(words, wordOf(value).replaceAll("_", ""), "unknown");
}

function readIncident(record: unknown): ReadingIncident {
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled incident",
    impact: impactOfState(stateOf(at(record, "impact"))),
    startedAt: readInstant(at(record, "started")),
    updatedAt: readInstant(at(record, "updatedAt")),
    latestStatus: openStatusOf(at(record, "status")),
    affected: namesOf(at(record, "affectedComponents") ?? at(record, "components"), "name"),
  };
}

/** The end is the start plus a duration in minutes, written as text. */
function readMaintenance(record: unknown) {
  const from = readInstant(at(record, "start"));
  const minutes = Number(textOf(at(record, "duration")) ?? Number.NaN);
  const to = from !== null && minutes > 0 && minutes < 1e7 ? from + Math.round(minutes) * minuteMs : null;
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled maintenance",
    from,
    to,
  };
}
