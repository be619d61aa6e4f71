import type { PublicIncident, PublicUpdate } from "@/lib/domain/incident";
import { isOpen, isRunning, occurrenceId, type PageMaintenance } from "@/lib/domain/page-happening";
import type { PageView } from "@/lib/domain/page-view";
import type { State } from "@/lib/domain/state";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { markdownToText } from "./markdown";
import { incidentPath } from "./page-incident";
import { maintenancePath } from "./page-maintenance";
import { type Component, statusWord } from "./statuspage-v2-component";

/** Their lists hold the last fifty. */
const listMax = 50;

type AffectedComponent = { code: string; name: string; old_status: string; new_status: string };

type IncidentUpdate = {
  id: string;
  status: string;
  body: string;
  incident_id: string;
  created_at: string;
  updated_at: string;
  display_at: string;
  affected_components: AffectedComponent[] | null;
  deliver_notifications: boolean;
  custom_tweet: null;
  tweet_id: null;
};

/** By component id: what their incidents carry along of each component. */
export type ComponentsById = ReadonlyMap<string, Component>;

export function incidentsOf(view: PageView, components: ComponentsById) {
  return view.incidents.slice(0, listMax).map((incident) => incidentOf(incident, view, components));
}

export function unresolvedOf(view: PageView, components: ComponentsById) {
  return view.open.map((incident) => incidentOf(incident, view, components));
}

function incidentOf(incident: PublicIncident, view: PageView, components: ComponentsById) {
  const { id, title, startedAt, publishedAt, resolvedAt, updatedAt, postmortem } = incident;
  const updates = incident.updates.map((update) => updateOf(update, id, view)).reverse();
  const monitoringAt = incident.updates.find(({ status }) => status === "monitoring")?.at ?? null;
  return {
    id,
    name: title,
    // Their word for an incident of which it is told what was learned.
    status: postmortem !== null && !isOpen(incident) ? "postmortem" : incident.status,
    created_at: formatInstant(publishedAt),
    updated_at: formatInstant(Math.max(updatedAt, postmortem?.publishedAt ?? 0)),
    monitoring_at: instantOrNull(monitoringAt),
    resolved_at: instantOrNull(resolvedAt),
    impact: incident.impact,
    shortlink: view.url + incidentPath(incident),
    started_at: formatInstant(startedAt),
    page_id: view.page.id,
    incident_updates: postmortem === null ? updates : [postmortemOf(postmortem, id), ...updates],
    components: incident.components.flatMap((each) => components.get(each.id) ?? []),
    reminder_intervals: null,
  };
}

function updateOf(update: PublicUpdate, incidentId: string, view: PageView): IncidentUpdate {
  const { id, status, body, at, editedAt, changes, notify } = update;
  const affected = changes.map(({ id: code, before, state }) => ({
    code,
    name: view.names.get(code) ?? "",
    old_status: before ?? "operational",
    new_status: state,
  }));
  return wordOf({ id, status, body, incidentId, at, editedAt: editedAt ?? at, affected, notify });
}

function postmortemOf({ body, publishedAt }: { body: string; publishedAt: Ms }, incidentId: string) {
  const word = { id: `${incidentId}_postmortem`, status: "postmortem", body, incidentId };
  return wordOf({ ...word, at: publishedAt, editedAt: publishedAt, affected: [] });
}

type Word = {
  id: string;
  status: string;
  body: string;
  incidentId: string;
  at: Ms;
  editedAt: Ms;
  affected: AffectedComponent[];
  notify?: boolean | undefined;
};

function wordOf({
  id,
  status,
  body,
  incidentId,
  at,
  editedAt,
  affected,
  notify = true,
}: Word): IncidentUpdate {
  return {
    id,
    status,
    body: markdownToText(body),
    incident_id: incidentId,
    created_at: formatInstant(at),
    updated_at: formatInstant(editedAt),
    display_at: formatInstant(at),
    affected_components: affected.length > 0 ? affected : null,
    deliver_notifications: notify,
    custom_tweet: null,
    tweet_id: null,
  };
}

/** Planned work in their order: what begins last stands first. Cancelled work is no longer there, as with them. */
export function maintenancesOf(view: PageView, components: ComponentsById) {
  const all = view.maintenances.filter(({ status }) => status !== "cancelled").toReversed();
  const shown = all.slice(0, listMax).map((each) => maintenanceOf(each, view, components));
  const pick = (holds: (each: PageMaintenance) => boolean) =>
    view.maintenances
      .filter(holds)
      .slice(0, listMax)
      .map((each) => maintenanceOf(each, view, components));
  return {
    all: shown,
    upcoming: pick(({ status }) => status === "scheduled"),
    active: pick(isRunning),
  };
}

function maintenanceOf(each: PageMaintenance, view: PageView, components: ComponentsById) {
  const id = occurrenceId(each);
  return {
    id,
    name: each.title,
    status: each.status,
    created_at: formatInstant(each.announcedAt),
    updated_at: formatInstant(each.updatedAt),
    monitoring_at: null,
    resolved_at: each.status === "completed" ? instantOrNull(each.endedAt) : null,
    impact: "maintenance",
    shortlink: view.url + maintenancePath(each),
    started_at: formatInstant(each.startedAt ?? each.announcedAt),
    page_id: view.page.id,
    incident_updates: maintenanceWords(each, id, view),
    components: each.componentIds.flatMap((component) => components.get(component) ?? []),
    reminder_intervals: null,
    scheduled_for: formatInstant(each.from),
    scheduled_until: formatInstant(each.to),
  };
}

/** Newest first; the plan itself is the first word, as with them. */
function maintenanceWords(each: PageMaintenance, incidentId: string, view: PageView): IncidentUpdate[] {
  const affected = (status: string): AffectedComponent[] =>
    each.componentIds.map((code) => ({
      code,
      name: view.names.get(code) ?? "",
      ...statusesAt(status),
    }));
  const said = each.updates.map(({ id, status, body, at }) =>
    wordOf({
      ...{ id, status, body, incidentId, at, editedAt: at },
      ...{ affected: affected(status), notify: each.notify },
    }),
  );
  const plan = { id: `${incidentId}_plan`, status: "scheduled", body: each.body, incidentId };
  const times = { at: each.announcedAt, editedAt: each.announcedAt, affected: affected("scheduled") };
  return [...said, wordOf({ ...plan, ...times, notify: each.notify })];
}

function statusesAt(status: string): { old_status: string; new_status: string } {
  const under: State = "under_maintenance";
  if (status === "in_progress") return { old_status: "operational", new_status: under };
  if (status === "verifying") return { old_status: under, new_status: under };
  if (status === "completed") return { old_status: under, new_status: statusWord("operational") };
  return { old_status: "operational", new_status: "operational" };
}

function instantOrNull(instant: Ms | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
