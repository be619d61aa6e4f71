import { z } from "zod";
import {
  affectedStates,
  impacts,
  incidentInput,
  incidentListInput,
  incidentPatch,
  incidentStatuses,
} from "@/lib/domain/incident";
import { incidentData, incidentSummaryData } from "@/lib/domain/incident-data";
import {
  archiveIncident,
  createIncident,
  getIncident,
  listIncidents,
  updateIncident,
} from "@/lib/operations/incidents";
import { instant, listOf, presentPage } from "../present";
import { route } from "../route";

const affectedState = z.enum(affectedStates);

export const incidentUpdate = z
  .object({
    id: z.string(),
    status: z.enum(incidentStatuses),
    body: z.string(),
    components: z.array(z.object({ id: z.string(), state: affectedState })),
    private: z.boolean(),
    notify: z.boolean(),
    created_by: z.string(),
    created_at: instant,
    published_at: instant.nullable(),
    next_update_at: instant.nullable(),
    withdrawn_at: instant.nullable(),
    edited_at: instant.nullable(),
    earlier: z.array(z.object({ at: instant, actor: z.string(), body: z.string() })),
  })
  .meta({ id: "IncidentUpdate" });

const summary = z
  .object({
    id: z.string(),
    title: z.string(),
    status: z.enum(incidentStatuses),
    impact: z.enum(impacts),
    draft: z.boolean(),
    started_at: instant,
    detected_at: instant.nullable(),
    published_at: instant.nullable(),
    resolved_at: instant.nullable(),
    merged_into: z.string().nullable(),
    origin: z.enum(["person", "verdict", "automatic"]),
    cause: z
      .object({ type: z.enum(["component", "provider"]), id: z.string(), title: z.string() })
      .nullable(),
    components: z.array(z.object({ id: z.string(), name: z.string(), state: affectedState.nullable() })),
    postmortem_published_at: instant.nullable(),
    created_by: z.string(),
    created_at: instant,
    updated_at: instant,
    archived_at: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: "IncidentSummary" });

export const incident = summary
  .extend({ postmortem: z.string().nullable(), updates: z.array(incidentUpdate) })
  .meta({ id: "Incident" });

export const incidentTag = "Incidents";

export const incidentRoutes = [
  route({
    method: "POST",
    path: "/incidents",
    tag: incidentTag,
    summary: "Tell of an incident: published unless `draft`, mailed ten seconds later",
    grant: "write",
    body: incidentInput,
    answer: incident,
    status: 201,
    async run({ scope, body, now }) {
      const view = await createIncident(scope, body, now);
      return { body: incidentData(view), version: view.version, location: `/incidents/${view.id}` };
    },
  }),
  route({
    method: "GET",
    path: "/incidents",
    tag: incidentTag,
    summary: "Incidents, newest start first",
    grant: "read",
    query: incidentListInput,
    answer: listOf(summary),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listIncidents(scope, query), incidentSummaryData) };
    },
  }),
  route({
    method: "GET",
    path: "/incidents/{id}",
    tag: incidentTag,
    summary: "One incident with its thread",
    grant: "read",
    answer: incident,
    status: 200,
    async run({ scope, params }) {
      const view = await getIncident(scope, params.id);
      return { body: incidentData(view), version: view.version };
    },
  }),
  route({
    method: "PATCH",
    path: "/incidents/{id}",
    tag: incidentTag,
    summary: "Change an incident; a moved start or end becomes a bounded word of the ledger",
    grant: "write",
    body: incidentPatch,
    answer: incident,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await updateIncident(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: incidentData(view), version: view.version };
    },
  }),
  route({
    method: "DELETE",
    path: "/incidents/{id}",
    tag: incidentTag,
    summary: "Archive an incident, or dismiss a draft; what it said stays in the ledger",
    grant: "write",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await archiveIncident(scope, { id: params.id, ifMatch }, now);
      return {};
    },
  }),
];
