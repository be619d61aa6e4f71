import {
  type Finding,
  impactOfState,
  type OpenStatus,
  type ReadingIncident,
  worstOfIncidents,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { newestOf, readInstant } from "./instant";
import { at, firstOf, listOf, recordsOf, textOf, translate } from "./json";

/** Compared without case: Graph and the older API differ in it. */
const words: Readonly<Record<string, State>> = {
  serviceoperational: "operational",
  servicerestored: "operational",
  falsepositive: "operational",
  resolved: "operational",
  resolvedexternal: "operational",
  mitigated: "operational",
  mitigatedexternal: "operational",
  postincidentreviewpublished: "operational",
  investigating: "degraded_performance",
  confirmed: "degraded_performance",
  reported: "degraded_performance",
  investigationsuspended: "degraded_performance",
  servicedegradation: "degraded_performance",
  restoringservice: "degraded_performance",
  extendedrecovery: "degraded_performance",
  verifyingservice: "degraded_performance",
  serviceinterruption: "major_outage",
};

const stages: Readonly<Record<string, OpenStatus>> = {
  investigating: "investigating",
  reported: "investigating",
  confirmed: "identified",
  restoringservice: "identified",
  verifyingservice: "monitoring",
  extendedrecovery: "monitoring",
};

/** Microsoft Graph `healthOverviews` (with its issues when expanded), whole or as its bare `value`; also `issues`. */
export const m365Servicehealth = jsonAdapter({
  matches: (value) => {
    const first = firstOf(rowsOf(value));
    return at(first, "service") !== undefined && at(first, "status") !== undefined;
  },
  accepts: (value) => Array.isArray(rowsOf(value)),
  traces: [/"serviceOperational"|"serviceDegradation"|\/serviceAnnouncement\//i],
  read,
});

function rowsOf(value: unknown): unknown {
  return Array.isArray(value) ? value : at(value, "value");
}

function read(value: unknown): Finding {
  const rows = listOf(rowsOf(value));
  const isIssue = (row: unknown) => at(row, "startDateTime") !== undefined;
  const issues = [...rows.filter(isIssue), ...rows.flatMap((row) => recordsOf(at(row, "issues")))];
  const components = rows
    .filter((row) => !isIssue(row))
    .flatMap((row) => {
      const name = textOf(at(row, "service"));
      return name === null
        ? []
        : [{ id: textOf(at(row, "id")), name, group: null, region: null, state: stateOf(row) }];
    });
  const openIncidents = issues.filter(isOpen).map(readIssue);
  const services = worstState(components.map((component) => component.state));
  return finding({
    overall: components.length > 0 ? services : worstOfIncidents(openIncidents),
    components,
    openIncidents,
    counts: { components: components.length, incidents: issues.length },
  });
}

function stateOf(row: unknown): State {
  return translate(words, at(row, "status"), "unknown");
}

function isOpen(issue: unknown): boolean {
  return at(issue, "isResolved") !== true && stateOf(issue) !== "operational";
}

function readIssue(issue: unknown): ReadingIncident {
  const posts = listOf(at(issue, "posts")).map((post) => at(post, "createdDateTime"));
  const service = textOf(at(issue, "service"));
  return {
    id: textOf(at(issue, "id")),
    title: textOf(at(issue, "title")) ?? "Untitled issue",
    impact: impactOfState(stateOf(issue)),
    startedAt: readInstant(at(issue, "startDateTime")),
    updatedAt: newestOf(posts) ?? readInstant(at(issue, "lastModifiedDateTime")),
    latestStatus: translate(stages, at(issue, "status"), "open"),
    affected: service === null ? [] : [service],
  };
}
