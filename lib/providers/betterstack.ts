import {
  type Finding,
  type Impact,
  impactOfState,
  monitoredState,
  type ReadingComponent,
  type ReadingIncident,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { finding, jsonAdapter } from "./adapter";
import { newestOf, oldestOf, readInstant } from "./instant";
import { at, idsOf, listOf, textOf, translate, wordOf } from "./json";

const words: Readonly<Record<string, State>> = {
  operational: "operational",
  degraded: "degraded_performance",
  downtime: "major_outage",
  outage: "major_outage",
  maintenance: "under_maintenance",
};

/** Better Stack `/index.json` (JSON:API). `downtime` of the page is major only if everything watched is down. */
export const betterstack = jsonAdapter({
  matches: (value) =>
    at(value, "data", "type") === "status_page" ||
    at(value, "data", "attributes", "aggregate_state") !== undefined,
  accepts: (value) => at(value, "data", "attributes") !== undefined,
  traces: [/"status_page_resource"|"aggregate_state"/],
  read,
});

function read(value: unknown, { observedAt }: { observedAt: Ms | null }): Finding {
  const rows = listOf(at(value, "included"));
  const components = componentsOf(rows);
  const names = new Map(components.map((component) => [component.id, component.name]));
  const updates = new Map(ofType(rows, "status_update").map((row) => [textOf(at(row, "id")), row]));
  const reports = ofType(rows, "status_report").filter((report) => at(report, "attributes") !== undefined);
  const over = new Set(
    reports.filter((report) => isResolved(report, toldOf(report, updates)) || hasEnded(report, observedAt)),
  );
  const incidents = reports.filter((report) => !isMaintenance(report));
  const pending = reports.filter((report) => isMaintenance(report) && !over.has(report));
  const page = at(value, "data", "attributes");
  const now = observedAt ?? readInstant(at(page, "updated_at"));
  return finding({
    overall: overallOf(
      at(page, "aggregate_state"),
      components,
      pending.some((report) => hasBegun(report, now)),
    ),
    components,
    openIncidents: incidents
      .filter((report) => !over.has(report))
      .map((report) => readReport(report, toldOf(report, updates), names)),
    scheduled: pending.map((report) => ({
      id: textOf(at(report, "id")),
      title: titleOf(report),
      from: readInstant(field(report, "starts_at")),
      to: readInstant(field(report, "ends_at")),
    })),
    counts: { components: components.length, incidents: incidents.length },
    over: idsOf(incidents.filter((report) => over.has(report))),
  });
}

function overallOf(verdict: unknown, components: ReadingComponent[], working: boolean): State {
  const states = components.map((component) => component.state);
  const state = translate(words, verdict, "unknown");
  if (state === "major_outage") return states.every((each) => each === state) ? state : "partial_outage";
  const planned = state === "under_maintenance" && !working && states.every((each) => each === "operational");
  if (planned) return "operational";
  return verdict === undefined || verdict === null ? monitoredState(states) : state;
}

function field(row: unknown, name: string): unknown {
  return at(row, "attributes", name);
}

function ofType(rows: unknown[], type: string): unknown[] {
  return rows.filter((row) => at(row, "type") === type);
}

function componentsOf(rows: unknown[]): ReadingComponent[] {
  const sections = new Map(
    ofType(rows, "status_page_section").map((row) => [textOf(at(row, "id")), textOf(field(row, "name"))]),
  );
  return ofType(rows, "status_page_resource").flatMap((row) => {
    const name = textOf(field(row, "public_name")) ?? textOf(field(row, "name"));
    if (name === null || wordOf(field(row, "status")) === "not_monitored") return [];
    const group = sections.get(textOf(field(row, "status_page_section_id"))) ?? null;
    const state = translate(words, field(row, "status"), "unknown");
    return [{ id: textOf(at(row, "id")), name, group, region: null, state }];
  });
}

function isMaintenance(report: unknown): boolean {
  return wordOf(field(report, "report_type")) === "maintenance";
}

/** `ends_at` is empty on resolved manual reports: the state counts; where there is none, the newest update. */
function isResolved(report: unknown, told: readonly unknown[]): boolean {
  const state = wordOf(field(report, "aggregate_state"));
  if (state !== "") return ["resolved", "operational"].includes(state);
  const update = newestUpdate(told);
  const parts = listOf(field(update, "affected_resources")).map((part) => wordOf(at(part, "status")));
  return parts.length > 0
    ? parts.every((part) => part === "resolved" || part === "operational")
    : /^resolved\b/i.test(textOf(field(update, "message")) ?? "");
}

function newestUpdate(told: readonly unknown[]): unknown {
  const last = newestOf(told.map((update) => field(update, "published_at")));
  return told.find((update) => last !== null && readInstant(field(update, "published_at")) === last);
}

/** A window that has passed is over, whatever the report still says. */
function hasEnded(report: unknown, now: Ms | null): boolean {
  const to = readInstant(field(report, "ends_at"));
  return to !== null && now !== null && to <= now;
}

function hasBegun(report: unknown, now: Ms | null): boolean {
  const from = readInstant(field(report, "starts_at"));
  return from === null || now === null || from <= now;
}

function titleOf(report: unknown): string {
  return textOf(field(report, "title")) ?? "Untitled report";
}

function toldOf(report: unknown, updates: Map<string | null, unknown>): unknown[] {
  return listOf(at(report, "relationships", "status_updates", "data")).map((link) =>
    updates.get(textOf(at(link, "id"))),
  );
}

function readReport(
  report: unknown,
  told: readonly unknown[],
  names: Map<string | null, string>,
): ReadingIncident {
  const startedAt =
    readInstant(field(report, "starts_at")) ??
    oldestOf(told.map((update) => field(update, "published_at"))) ??
    readInstant(field(report, "published_at"));
  const own = listOf(field(report, "affected_resources"));
  const parts = own.length > 0 ? own : listOf(field(newestUpdate(told), "affected_resources"));
  const affected = parts.map((part) => names.get(textOf(at(part, "status_page_resource_id"))));
  return {
    id: textOf(at(report, "id")),
    title: titleOf(report),
    impact: impactOf(report, parts, names.size),
    startedAt,
    updatedAt: newestOf(told.map((update) => field(update, "published_at"))) ?? startedAt,
    latestStatus: "open",
    affected: [...new Set(affected.filter((name) => name !== undefined))],
  };
}

/** Like the page's verdict: `downtime` is critical only where all that is watched is down. */
function impactOf(report: unknown, parts: unknown[], watched: number): Impact {
  const own = worstState(parts.map((part) => translate(words, at(part, "status"), "unknown")));
  const state =
    own === "unknown" || own === "operational"
      ? translate(words, field(report, "aggregate_state"), "unknown")
      : own;
  if (state === "major_outage" && parts.length < watched) return "major";
  return impactOfState(state);
}
