import {
  capAtPartial,
  type Finding,
  type Impact,
  type ReadingComponent,
  type ReadingIncident,
  type ReadingMaintenance,
  worstOfIncidents,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { newestOf, readInstant } from "./instant";
import { at, firstOf, listOf, namesOf, oneLine, recordsOf, textOf, translate, wordOf } from "./json";

const words: Readonly<Record<string, State>> = {
  ok: "operational",
  minor_incident_core: "degraded_performance",
  minor_incident_noncore: "degraded_performance",
  major_incident_core: "major_outage",
  major_incident_noncore: "partial_outage",
  maintenance_core: "under_maintenance",
  maintenance_noncore: "under_maintenance",
  informational_core: "operational",
  informational_noncore: "operational",
};

/**
 * Salesforce Trust: one instance, a list of instances, or a list of incidents. Incidents have no title. Retired
 * instances stay in the list and count for nothing.
 */
export const salesforceTrust = jsonAdapter({
  matches: (value) => isInstance(value) || [isInstance, isIncident, isWork].some((is) => is(firstOf(value))),
  accepts: (value) => isInstance(value) || Array.isArray(value),
  traces: [/"IncidentImpacts"|"isActive"/, /"instanceKeys"|"environment"/],
  read,
});

function isInstance(value: unknown): boolean {
  return at(value, "key") !== undefined && (at(value, "isActive") ?? at(value, "environment")) !== undefined;
}

function isIncident(value: unknown): boolean {
  return at(value, "IncidentImpacts") !== undefined && at(value, "instanceKeys") !== undefined;
}

function isWork(value: unknown): boolean {
  return at(value, "plannedStartTime") !== undefined && at(value, "instanceKeys") !== undefined;
}

function read(value: unknown): Finding {
  const rows = Array.isArray(value) ? listOf(value) : [value];
  const instances = rows.filter(isInstance);
  const components = instances.flatMap(readInstance);
  const records = uniqueById([
    ...rows.filter((row) => isIncident(row) && !isWork(row)),
    ...embedded(instances, "Incidents"),
  ]);
  const openIncidents = records.filter(isOpen).map(readIncident);
  const works = uniqueById([...rows.filter(isWork), ...embedded(instances, "Maintenances")]).filter(
    isPending,
  );
  const active = instances.filter((instance) => at(instance, "isActive") !== false);
  const states = active.map((instance) => translate(words, at(instance, "status"), "unknown"));
  return finding({
    overall: instances.length === 0 ? worstOfIncidents(openIncidents) : overallOf(states),
    components,
    openIncidents,
    scheduled: works.map(readMaintenance),
    counts: { components: components.length, incidents: records.length },
  });
}

/** One instance is the whole of what was asked; of many, one that is down is a part. */
function overallOf(states: State[]): State {
  const allDown = states.every((state) => state === "major_outage");
  return allDown ? worstState(states) : capAtPartial(worstState(states));
}

function readInstance(instance: unknown): ReadingComponent[] {
  const name = textOf(at(instance, "key"));
  if (name === null) return [];
  const region = textOf(at(instance, "location"));
  return [
    { id: name, name, group: null, region, state: translate(words, at(instance, "status"), "unknown") },
  ];
}

function embedded(instances: unknown[], list: string): unknown[] {
  return instances.flatMap((instance) => recordsOf(at(instance, list)));
}

/** An incident stands under every instance it affects. */
function uniqueById(records: unknown[]): unknown[] {
  return [
    ...new Map(records.map((record, index) => [textOf(at(record, "id")) ?? `#${index}`, record])).values(),
  ];
}

function isOpen(record: unknown): boolean {
  const effects = listOf(at(record, "IncidentImpacts"));
  return effects.length === 0 || effects.some((effect) => textOf(at(effect, "endTime")) === null);
}

function readIncident(record: unknown): ReadingIncident {
  const effects = listOf(at(record, "IncidentImpacts"));
  const parts = [...effects, ...listOf(at(record, "IncidentEvents")), record];
  const starts = effects
    .map((effect) => readInstant(at(effect, "startTime")))
    .filter((instant) => instant !== null);
  return {
    id: textOf(at(record, "id")),
    title: titleOf(effects[0], record),
    impact: impactOf(effects, record),
    startedAt:
      starts.length > 0 ? starts.reduce((a, b) => Math.min(a, b)) : readInstant(at(record, "createdAt")),
    updatedAt: newestOf(parts.flatMap((part) => [at(part, "updatedAt"), at(part, "createdAt")])),
    latestStatus: "open",
    affected: namesOf(at(record, "instanceKeys")),
  };
}

/** "performanceDegradation" and its services: "Performance Degradation - coreService". */
function titleOf(effect: unknown, record: unknown): string {
  const type = (textOf(at(effect, "type")) ?? "incident").replace(/([a-z0-9])([A-Z])/g, "$1 $2");
  const services = namesOf(at(record, "serviceKeys")).join(", ");
  const title = type.charAt(0).toUpperCase() + type.slice(1);
  return oneLine(services === "" ? title : `${title} - ${services}`);
}

function impactOf(effects: unknown[], record: unknown): Impact {
  const severities = effects.map((effect) => wordOf(at(effect, "severity")));
  if (severities.includes("major")) return at(record, "isCore") === false ? "major" : "critical";
  return severities.includes("minor") ? "minor" : "unknown";
}

function isPending(record: unknown): boolean {
  const status = wordOf(at(record, "message", "eventStatus")) || wordOf(at(record, "status"));
  return !["completed", "canceled", "cancelled"].includes(status);
}

function readMaintenance(record: unknown): ReadingMaintenance {
  const effect = listOf(at(record, "MaintenanceImpacts"))[0];
  return {
    id: textOf(at(record, "id")),
    title:
      textOf(at(record, "name")) ??
      textOf(at(record, "message", "maintenanceType")) ??
      "Untitled maintenance",
    from: readInstant(at(record, "plannedStartTime")) ?? readInstant(at(effect, "startTime")),
    to: readInstant(at(record, "plannedEndTime")) ?? readInstant(at(effect, "endTime")),
  };
}
