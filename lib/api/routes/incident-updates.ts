import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import {
  incidentEditInput,
  incidentMergeInput,
  incidentPatch,
  incidentUpdateInput,
} from "@/lib/domain/incident";
import { incidentData, incidentUpdateData } from "@/lib/domain/incident-data";
import { mergeIncident } from "@/lib/operations/incident-merge";
import { publishIncident, undoPost } from "@/lib/operations/incident-publishing";
import { editUpdate, type PostedUpdate, postUpdate } from "@/lib/operations/incident-updates";
import { route } from "../route";
import { incident, incidentUpdate } from "./incidents";

const shared = { tag: "Incidents", grant: "write" } as const;

const posted = incidentUpdate.extend({ incident_id: z.string() }).meta({ id: "PostedIncidentUpdate" });

function present({ incident: view, updateId }: PostedUpdate) {
  const update = view.updates.find(({ id }) => id === updateId);
  if (!update) throw new AppError("internal", "The update was written and cannot be found.");
  return { body: { incident_id: view.id, ...incidentUpdateData(update) }, version: view.version };
}

export const incidentUpdateRoutes = [
  route({
    ...shared,
    method: "POST",
    path: "/incidents/{id}/updates",
    summary: "Post an update, or with `private` a note for the team",
    body: incidentUpdateInput,
    answer: posted,
    status: 201,
    async run({ scope, params, body, ifMatch, now }) {
      const done = await postUpdate(scope, { id: params.id, update: body, ifMatch }, now);
      return { ...present(done), location: `/incidents/${params.id}` };
    },
  }),
  route({
    ...shared,
    method: "PATCH",
    path: "/incidents/{id}/updates/{updateId}",
    summary: "Edit the words of an update; the words before stay readable",
    body: incidentEditInput,
    answer: posted,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      return present(await editUpdate(scope, { ...params, body: body.body, ifMatch }, now));
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/incidents/{id}/publish",
    summary: "Publish a draft, with the last changes to it",
    body: incidentPatch,
    bodyOptional: true,
    answer: incident,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await publishIncident(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: incidentData(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/incidents/{id}/undo",
    summary: "Take back the last post within ten seconds; no mail has left by then",
    answer: incident,
    status: 200,
    async run({ scope, params, ifMatch, now }) {
      const view = await undoPost(scope, { id: params.id, ifMatch }, now);
      return { body: incidentData(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/incidents/{id}/merge",
    summary: "Merge a duplicate into another incident; answers the other one",
    body: incidentMergeInput,
    answer: incident,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await mergeIncident(scope, { id: params.id, into: body.into, ifMatch }, now);
      return { body: incidentData(view), version: view.version };
    },
  }),
];
