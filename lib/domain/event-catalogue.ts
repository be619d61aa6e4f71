import { z } from "zod";
import { maintenanceObject } from "./maintenance-object";
import { states } from "./state";

const instant = z.iso.datetime({ precision: 3 });

/** An incident's public side: what `GET /incidents/{id}` shows without private notes. */
const incidentEvent = z
  .looseObject({
    id: z.string(),
    title: z.string(),
    status: z.string(),
    impact: z.string(),
    started_at: instant,
    published_at: instant.nullable(),
    resolved_at: instant.nullable(),
    components: z.array(z.object({ id: z.string(), name: z.string(), state: z.string().nullable() })),
    updates: z.array(
      z.looseObject({
        id: z.string(),
        status: z.string(),
        body: z.string(),
        published_at: instant.nullable(),
      }),
    ),
    version: z.int(),
  })
  .meta({ id: "IncidentEvent" });

const stateChanged = z
  .object({
    id: z.string(),
    name: z.string(),
    state: z.enum(states),
    previous_state: z.enum(states),
    since: instant.nullable(),
  })
  .meta({ id: "ComponentStateChanged" });

const statementClosed = z
  .object({
    id: z.string(),
    contract_id: z.string(),
    commitment_id: z.string(),
    customer_id: z.string(),
    period: z.object({ from: instant, to: instant }),
    restates: z.string().nullable(),
    result_hash: z.string(),
  })
  .meta({ id: "StatementClosed" });

const creditIssued = z
  .object({
    id: z.string(),
    number: z.string(),
    kind: z.string(),
    posting_date: z.string(),
    statement_id: z.string(),
    customer_id: z.string(),
    contract_id: z.string(),
  })
  .meta({ id: "CreditIssued" });

const claimDue = z
  .object({
    id: z.string(),
    contract_id: z.string(),
    month: z.string(),
    currency: z.string(),
    computed_minor: z.int(),
    deadline: instant,
  })
  .meta({ id: "UpstreamClaimDue" });

const test = z.object({ message: z.string() }).meta({ id: "WebhookTest" });

type EventKind = {
  summary: string;
  data: z.ZodType;
  /** Who may not see money may not listen to it either. */
  isFinance?: boolean;
};

/** Every event that integrators can listen to; `data` is the object as REST shows it then. */
export const eventCatalogue = {
  "incident.created": { summary: "An incident was published", data: incidentEvent },
  "incident.updated": { summary: "A public incident was added to or changed", data: incidentEvent },
  "incident.resolved": { summary: "An incident was resolved", data: incidentEvent },
  "incident.withdrawn": {
    summary: "The first post was taken back; it is a draft again",
    data: incidentEvent,
  },
  "incident.merged": { summary: "Another incident tells its story from here on", data: incidentEvent },
  "incident.archived": { summary: "A public incident was archived", data: incidentEvent },
  "postmortem.published": { summary: "A postmortem was published", data: incidentEvent },
  "maintenance.scheduled": { summary: "A maintenance was announced", data: maintenanceObject },
  "maintenance.updated": {
    summary: "A maintenance was changed, extended or spoken of",
    data: maintenanceObject,
  },
  "maintenance.started": { summary: "An occurrence began", data: maintenanceObject },
  "maintenance.completed": { summary: "An occurrence ended", data: maintenanceObject },
  "maintenance.cancelled": { summary: "A maintenance was called off", data: maintenanceObject },
  "component.state_changed": { summary: "A component has another state", data: stateChanged },
  "statement.closed": { summary: "A statement was closed", data: statementClosed, isFinance: true },
  "credit.issued": { summary: "A credit was issued", data: creditIssued, isFinance: true },
  "upstream_claim.due": {
    summary: "The time to claim a credit from a provider runs out within a week, and again within a day",
    data: claimDue,
    isFinance: true,
  },
  "webhook.test": { summary: "Somebody pressed the test button", data: test },
} as const satisfies Record<string, EventKind>;
export type EventType = keyof typeof eventCatalogue;

export const eventTypes = Object.keys(eventCatalogue) as [EventType, ...EventType[]];

/** What a webhook may ask for: the test comes to every one. */
export const listenableTypes = eventTypes.filter((type) => type !== "webhook.test");

export function isFinanceEvent(type: string): boolean {
  const kind: EventKind | undefined = isEventType(type) ? eventCatalogue[type] : undefined;
  return kind?.isFinance === true;
}

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventCatalogue, type);
}

/** The body of every call: Standard Webhooks' envelope. */
export function eventEnvelope(type: EventType) {
  return z.object({ type: z.literal(type), timestamp: instant, data: eventCatalogue[type].data });
}
