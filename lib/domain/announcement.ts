import {
  type AffectedComponent,
  type Impact,
  impacts,
  type PublicIncident,
  type PublicUpdate,
} from "./incident";
import { impactOfComponents } from "./incident-thread";
import type { SubscriberKind, ToldSubject } from "./subscriber";
import type { PagePart } from "./subscription";
import type { MailPage, ToldIncident } from "./told";

/** Which of a thread's words it is, as a reader's list of mails shows it. */
export type IncidentTemplate = "incident_opened" | "incident_updated" | "incident_resolved";

export function templateOf(incident: PublicIncident, update: PublicUpdate): IncidentTemplate {
  if (update.status === "resolved") return "incident_resolved";
  return incident.updates[0]?.id === update.id ? "incident_opened" : "incident_updated";
}

/**
 * The gravest an incident has been in public: who was told of a major outage is told of its end too, however small it
 * was in between.
 */
function gravestImpact({ impact, updates }: PublicIncident): number {
  const said = updates.map(({ states }) => impactOfComponents(states));
  const named = updates.some(({ states }) => states.length > 0) ? said : [];
  return Math.max(...[impact, ...named].map(rankOf));
}

function rankOf(impact: Impact): number {
  return impacts.indexOf(impact);
}

/**
 * What an incident is to one page, or null when the page shows nothing of it. All components it ever spoke of count,
 * so that nobody hears the beginning and not the end.
 */
export function incidentSubject(
  incident: PublicIncident,
  parts: readonly PagePart[],
  kind: SubscriberKind = "incident",
): ToldSubject | null {
  const concerned = partsAmong(parts, incident.components);
  if (incident.components.length > 0 && concerned.length === 0) return null;
  return { ...named(concerned), kind, impact: gravestImpact(incident), incidentId: incident.id };
}

/** What a maintenance is to one page, or null when the page shows nothing of it. */
export function maintenanceSubject(
  componentIds: readonly string[],
  parts: readonly PagePart[],
): ToldSubject | null {
  const concerned = partsAmong(
    parts,
    componentIds.map((id) => ({ id })),
  );
  if (componentIds.length > 0 && concerned.length === 0) return null;
  return { ...named(concerned), kind: "maintenance", impact: null, incidentId: null };
}

function partsAmong(parts: readonly PagePart[], of: readonly { id: string }[]): PagePart[] {
  const ids = new Set(of.map(({ id }) => id));
  return parts.filter(({ id }) => ids.has(id));
}

function named(concerned: readonly PagePart[]): Pick<ToldSubject, "components" | "groups"> {
  return {
    components: concerned.map(({ id }) => id),
    groups: [...new Set(concerned.flatMap(({ group }) => (group === null ? [] : [group])))],
  };
}

/** One word of an incident as a page's mails say it: the page's own names, and only what the page shows. */
export function toldIncident(
  page: MailPage,
  parts: readonly PagePart[],
  incident: PublicIncident,
  update: PublicUpdate,
): ToldIncident {
  const { id, title, impact, startedAt, resolvedAt } = incident;
  const { status, body, at, nextUpdateAt = null } = update;
  const states = new Map(update.states.map((each: AffectedComponent) => [each.id, each.state]));
  const components = parts.flatMap((part) => {
    const state = states.get(part.id);
    return state === undefined ? [] : [{ name: part.name, state }];
  });
  return {
    page,
    incident: { id, title, impact, startedAt, resolvedAt },
    update: { status, body, at, nextUpdateAt },
    components,
  };
}
