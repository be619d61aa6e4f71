import {
  type Finding,
  impactOfState,
  type ReadingIncident,
  worstOfIncidents,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { minuteMs } from "@/lib/domain/time";
import { finding, jsonAdapter } from "./adapter";
import { readInstant } from "./instant";
import { at, firstOf, listOf, namesOf, textOf, translate, wordOf } from "./json";
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
    Object.hasOwn(words, squeezed(at(firstOf(at(value, "components")), "status"))),
  accepts: (value) => at(value, "page") !== undefined || Array.isArray(at(value, "components")),
  traces: [/"activeIncidents"|"activeMaintenances"/],
  read,
});

function read(value: unknown): Finding {
  const openIncidents = listOf(at(value, "activeIncidents"))
    .filter((record) => wordOf(at(record, "status")) !== "resolved")
    .map(readIncident);
  const components = listOf(at(value, "components")).flatMap((row) => {
    const name = textOf(at(row, "name"));
    if (name === null) return [];
    const group = textOf(at(row, "group", "name")) ?? textOf(at(row, "group"));
    return [{ id: textOf(at(row, "id")), name, group, region: null, state: stateOf(at(row, "status")) }];
  });
  const scheduled = [...listOf(at(value, "activeMaintenances")), ...listOf(at(value, "upcomingMaintenances"))]
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
