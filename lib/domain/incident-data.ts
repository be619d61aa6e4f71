import type { IncidentSummary, IncidentUpdateView, IncidentView } from "./incident";
import type { KeptFact } from "./incident-fact";
import { formatInstant, type Ms } from "./time";

const instant = (value: Ms | null) => (value === null ? null : formatInstant(value));

/** An incident as REST lists and events show it. */
export function incidentSummaryData(view: IncidentSummary) {
  return {
    id: view.id,
    title: view.title,
    status: view.status,
    impact: view.impact,
    draft: view.publishedAt === null,
    started_at: formatInstant(view.startedAt),
    detected_at: instant(view.detectedAt),
    published_at: instant(view.publishedAt),
    resolved_at: instant(view.resolvedAt),
    merged_into: view.mergedInto,
    origin: view.origin,
    cause: view.cause,
    components: view.components.map(({ id, name, state }) => ({ id, name, state })),
    postmortem_published_at: instant(view.postmortemPublishedAt),
    created_by: view.createdBy,
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
    archived_at: instant(view.archivedAt),
    version: view.version,
  };
}

/** One word of the thread as REST shows it. */
export function incidentUpdateData(update: IncidentUpdateView) {
  return {
    id: update.id,
    status: update.status,
    body: update.body,
    components: update.components.map(({ id, state }) => ({ id, state })),
    private: update.isPrivate,
    notify: update.notify,
    created_by: update.createdBy,
    created_at: formatInstant(update.createdAt),
    published_at: instant(update.publishedAt),
    next_update_at: instant(update.nextUpdateAt),
    withdrawn_at: instant(update.withdrawnAt),
    edited_at: instant(update.editedAt),
    earlier: update.earlier.map(({ at, actor, body }) => ({ at: formatInstant(at), actor, body })),
  };
}

/** An incident with its thread as REST shows it. */
export function incidentData(view: IncidentView) {
  return {
    ...incidentSummaryData(view),
    postmortem: view.postmortem,
    updates: view.updates.map(incidentUpdateData),
  };
}

/** An incident as events tell it to others: the public words only. */
export function publicIncidentData(view: IncidentView) {
  const isPublic = (update: IncidentUpdateView) =>
    !update.isPrivate && update.publishedAt !== null && update.withdrawnAt === null;
  return {
    ...incidentSummaryData(view),
    updates: view.updates.filter(isPublic).map(incidentUpdateData),
  };
}

const instantNames = new Set(["from", "to", "confirmedAt", "lastAt"]);

/** A fact as REST shows it: names with underscores, instants as text, lengths in milliseconds. */
export function incidentFactData(fact: KeptFact) {
  const data = Object.entries(fact.data).map(([name, value]): [string, unknown] => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    instantNames.has(name) ? formatInstant(value) : value,
  ]);
  return {
    id: fact.id,
    type: fact.type,
    at: formatInstant(fact.at),
    recorded_at: formatInstant(fact.recordedAt),
    actor: fact.actor,
    data: Object.fromEntries(data),
  };
}
