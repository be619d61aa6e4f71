import {
  type Impact,
  type ReadingComponent,
  stateOfImpact,
  worstOfIncidents,
  worstState,
} from "@/lib/domain/reading";
import { finding, jsonAdapter } from "./adapter";
import { newestOf, readInstant } from "./instant";
import { at, firstOf, listOf, namesOf, recordsOf, textOf, translate, wordOf } from "./json";
import { isClosedWord, openStatusOf } from "./statuspage";

const severities: Readonly<Record<string, Impact>> = {
  minor: "minor",
  medium: "minor",
  major: "major",
  critical: "critical",
};

/** Checkly's `unresolved-incidents`: open ones only, so an empty list is all clear. */
export const checkly = jsonAdapter({
  matches: (value) => {
    const first = firstOf(at(value, "incidents"));
    return (
      at(first, "lastUpdateStatus") !== undefined ||
      at(first, "incidentUpdates") !== undefined ||
      isBare(value)
    );
  },
  accepts: (value) => Array.isArray(at(value, "incidents")),
  traces: [/"lastUpdateStatus"|"incidentUpdates"/],
  read(value) {
    const open = recordsOf(at(value, "incidents")).filter(
      (record) => !isClosedWord(at(record, "lastUpdateStatus")),
    );
    const openIncidents = open.map(readIncident);
    const overall = openIncidents.length === 0 ? "operational" : worstOfIncidents(openIncidents);
    return finding({ overall, openIncidents, components: componentsOf(open) });
  },
});

/** `{"incidents":[]}` is Checkly's whole answer when all is well; others name their page beside it. */
function isBare(value: unknown): boolean {
  const incidents = at(value, "incidents");
  return Array.isArray(incidents) && incidents.length === 0 && Object.keys(value ?? {}).length === 1;
}

function readIncident(record: unknown) {
  const updates = listOf(at(record, "incidentUpdates"));
  const told = updates.flatMap((update) => [
    at(update, "publicIncidentUpdateDate"),
    at(update, "created_at"),
  ]);
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "name")) ?? "Untitled incident",
    impact: translate(severities, at(record, "severity"), "unknown"),
    startedAt: readInstant(at(record, "created_at")),
    updatedAt: newestOf([at(record, "updated_at"), ...told]),
    latestStatus: openStatusOf(wordOf(at(record, "lastUpdateStatus"))),
    affected: namesOf(at(record, "services"), "name"),
  };
}

/** Only the affected services are named; each is as bad as the worst incident that names it. */
function componentsOf(open: unknown[]): ReadingComponent[] {
  const found = new Map<string, ReadingComponent>();
  for (const record of open) {
    const state = stateOfImpact(translate(severities, at(record, "severity"), "unknown"));
    for (const service of listOf(at(record, "services"))) {
      const id = textOf(at(service, "id"));
      const name = textOf(at(service, "name"));
      if (name === null) continue;
      const known = found.get(id ?? name)?.state ?? "unknown";
      found.set(id ?? name, { id, name, group: null, region: null, state: worstState([known, state]) });
    }
  }
  return [...found.values()];
}
