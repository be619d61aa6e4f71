import { z } from "zod";
import { incidentData } from "@/lib/domain/incident-data";
import { type Measures, measuresInput } from "@/lib/domain/incident-measure";
import {
  type ActionView,
  actionInput,
  actionListInput,
  actionPatch,
  postmortemInput,
  postmortemPublishInput,
} from "@/lib/domain/postmortem";
import { formatInstant } from "@/lib/domain/time";
import { archiveAction, createAction, listActions, updateAction } from "@/lib/operations/action-items";
import { readQuarter } from "@/lib/operations/incident-measures";
import { publishPostmortem, savePostmortem } from "@/lib/operations/postmortems";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";
import { incident } from "./incidents";

const action = z
  .object({
    id: z.string(),
    incident_id: z.string(),
    incident_title: z.string(),
    title: z.string(),
    owner_id: z.string().nullable(),
    owner_name: z.string().nullable(),
    due_on: z.iso.date().nullable(),
    done_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
    archived_at: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: "ActionItem" });

function present(view: ActionView): z.input<typeof action> {
  return {
    id: view.id,
    incident_id: view.incidentId,
    incident_title: view.incidentTitle,
    title: view.title,
    owner_id: view.ownerId,
    owner_name: view.ownerName,
    due_on: view.dueOn,
    done_at: instantOrNull(view.doneAt),
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
    archived_at: instantOrNull(view.archivedAt),
    version: view.version,
  };
}

const length = z.int().nullable();
const measureFields = { detect_ms: length, first_word_ms: length, notify_ms: length, restore_ms: length };

const quarter = z
  .object({
    quarter: z.string(),
    incidents: z.int(),
    median: z.object(measureFields),
    between_ms: length,
    repeats: z.int(),
    list: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        started_at: instant,
        ...measureFields,
        repeat: z.boolean(),
      }),
    ),
  })
  .meta({ id: "IncidentMeasures" });

function presentMeasures({ detectMs, firstWordMs, notifyMs, restoreMs }: Measures) {
  return { detect_ms: detectMs, first_word_ms: firstWordMs, notify_ms: notifyMs, restore_ms: restoreMs };
}

const tag = "Incidents";
const postmortem = { tag, grant: "write", answer: incident, status: 200 } as const;

export const postmortemRoutes = [
  route({
    ...postmortem,
    method: "PUT",
    path: "/incidents/{id}/postmortem",
    summary: "Keep the postmortem; nobody outside reads it before it is published",
    body: postmortemInput,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await savePostmortem(scope, { id: params.id, body: body.body, ifMatch }, now);
      return { body: incidentData(view), version: view.version };
    },
  }),
  route({
    ...postmortem,
    method: "POST",
    path: "/incidents/{id}/postmortem/publish",
    summary: "Publish the postmortem as it stands now",
    body: postmortemPublishInput,
    bodyOptional: true,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await publishPostmortem(scope, { id: params.id, notify: body?.notify, ifMatch }, now);
      return { body: incidentData(view), version: view.version };
    },
  }),
  route({
    method: "GET",
    path: "/incidents/measures",
    tag,
    summary:
      "A quarter in figures: time to detect, to the first word, to the first mail, to restored; repetitions",
    grant: "read",
    query: measuresInput,
    answer: quarter,
    status: 200,
    async run({ scope, query, now }) {
      const view = await readQuarter(scope, query, now);
      const { incidents, repeats, betweenMs, median, list } = view;
      return {
        body: {
          ...{ quarter: view.quarter, incidents, repeats, between_ms: betweenMs },
          median: presentMeasures(median),
          list: list.map((each) => ({
            ...{ id: each.id, title: each.title, started_at: formatInstant(each.startedAt) },
            ...presentMeasures(each),
            repeat: each.isRepeat,
          })),
        },
      };
    },
  }),
];

export const actionRoutes = [
  route({
    method: "POST",
    path: "/incidents/{id}/actions",
    tag,
    summary: "Promise a change: an action item with owner and due date",
    grant: "write",
    body: actionInput,
    answer: action,
    status: 201,
    async run({ scope, params, body, now }) {
      const view = await createAction(scope, { ...body, incidentId: params.id }, now);
      return { body: present(view), version: view.version, location: `/actions/${view.id}` };
    },
  }),
  route({
    method: "GET",
    path: "/actions",
    tag,
    summary: "Open actions of all incidents, soonest due first",
    grant: "read",
    query: actionListInput,
    answer: listOf(action),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listActions(scope, query, now), present) };
    },
  }),
  route({
    method: "PATCH",
    path: "/actions/{id}",
    tag,
    summary: "Change an action, finish it or open it again",
    grant: "write",
    body: actionPatch,
    answer: action,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await updateAction(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    method: "DELETE",
    path: "/actions/{id}",
    tag,
    summary: "Take an action off the board",
    grant: "write",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await archiveAction(scope, { id: params.id, ifMatch }, now);
      return {};
    },
  }),
];
