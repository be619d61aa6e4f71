"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { incidentEditInput, incidentMergeInput } from "@/lib/domain/incident";
import { templateInput } from "@/lib/domain/incident-template";
import { actionInput, postmortemInput } from "@/lib/domain/postmortem";
import { archiveAction, createAction, updateAction } from "@/lib/operations/action-items";
import { mergeIncident } from "@/lib/operations/incident-merge";
import { undoPost } from "@/lib/operations/incident-publishing";
import { createTemplate, removeTemplate } from "@/lib/operations/incident-templates";
import { editUpdate, postUpdate } from "@/lib/operations/incident-updates";
import { archiveIncident } from "@/lib/operations/incidents";
import { publishPostmortem, savePostmortem } from "@/lib/operations/postmortems";

const idForm = z.strictObject({ id: z.string() });

/** Takes the last post back; the words are a draft again, or in the composer. */
export async function undo(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: idForm,
    run: async ({ scope, organization }, { id }, now) => {
      await undoPost(scope, { id }, now);
      return `/${organization.slug}/incidents/${id}?undone=1`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

export async function retireIncident(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: idForm,
    run: async ({ scope, organization }, { id }, now) => {
      await archiveIncident(scope, { id }, now);
      return `/${organization.slug}/incidents`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

export async function note(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get("id"));
  const state = await act(form, {
    schema: incidentEditInput,
    read: (fields) => ({ body: fields.text("body") ?? "" }),
    run: async ({ scope, organization }, { body }, now) => {
      const update = { body, components: [], notify: false, private: true };
      await postUpdate(scope, { id, update }, now);
      return `/${organization.slug}/incidents/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

export async function editWords(_: FormState, form: FormData): Promise<FormState> {
  const [id, updateId] = [String(form.get("id")), String(form.get("update"))];
  const state = await act(form, {
    schema: incidentEditInput,
    read: (fields) => ({ body: fields.text("body") ?? "" }),
    run: async ({ scope, organization }, { body }, now) => {
      await editUpdate(scope, { id, updateId, body }, now);
      return `/${organization.slug}/incidents/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

export async function merge(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get("id"));
  const state = await act(form, {
    schema: incidentMergeInput,
    read: (fields) => ({ into: fields.text("into") ?? "" }),
    run: async ({ scope, organization }, { into }, now) => {
      await mergeIncident(scope, { id, into }, now);
      return `/${organization.slug}/incidents/${into}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

/** Keeps the postmortem, and publishes it when that button was pressed. */
export async function keepPostmortem(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get("id"));
  const ifMatch = Number(form.get("version"));
  const isPublic = form.get("intent") === "publish";
  const state = await act(form, {
    schema: postmortemInput,
    read: (fields) => ({ body: fields.text("body") ?? "" }),
    run: async ({ scope, organization }, { body }, now) => {
      await savePostmortem(scope, { id, body, ifMatch }, now);
      if (isPublic) await publishPostmortem(scope, { id }, now);
      return `/${organization.slug}/incidents/${id}/postmortem?saved=${isPublic ? "published" : "kept"}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

export async function addAction(_: FormState, form: FormData): Promise<FormState> {
  const incidentId = String(form.get("incident"));
  const state = await act(form, {
    schema: actionInput,
    read: (fields) => ({
      title: fields.text("title") ?? "",
      owner_id: fields.text("owner_id") ?? null,
      due_on: fields.text("due_on") ?? null,
    }),
    run: async ({ scope, organization }, input, now) => {
      await createAction(scope, { ...input, incidentId }, now);
      return `/${organization.slug}/incidents/${incidentId}/postmortem#actions`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

const finishForm = z.strictObject({ id: z.string(), done: z.string(), back: z.string().regex(/^\/[^/\\]/) });

/** Finishes an action, opens it again, or takes it off the board. */
export async function finishAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: finishForm,
    run: async ({ scope }, { id, done, back }, now) => {
      if (done === "remove") await archiveAction(scope, { id }, now);
      else await updateAction(scope, { id, patch: { done: done === "true" } }, now);
      return back;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

export async function addTemplate(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: templateInput,
    read: (fields) => ({
      name: fields.text("name") ?? "",
      title: fields.text("title") ?? "",
      body: fields.text("body") ?? "",
      status: fields.text("status"),
      impact: fields.text("impact") ?? null,
    }),
    run: async ({ scope, organization }, input, now) => {
      await createTemplate(scope, input, now);
      return `/${organization.slug}/incidents/templates`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

export async function dropTemplate(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: idForm,
    run: async ({ scope, organization }, { id }, now) => {
      await removeTemplate(scope, { id }, now);
      return `/${organization.slug}/incidents/templates`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}
