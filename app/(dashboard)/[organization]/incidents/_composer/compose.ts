"use server";

import { redirect } from "next/navigation";
import { act } from "@/app/_server/action";
import { fieldsOf } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { readPreferences } from "@/app/_server/preferences";
import { AppError } from "@/lib/domain/errors";
import {
  type IncidentPatch,
  type IncidentView,
  incidentInput,
  incidentPatch,
  incidentUpdateInput,
} from "@/lib/domain/incident";
import { previewInput } from "@/lib/domain/incident-preview";
import { fillTemplate } from "@/lib/domain/incident-template";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { previewIncident } from "@/lib/operations/incident-preview";
import { publishIncident } from "@/lib/operations/incident-publishing";
import { postUpdate } from "@/lib/operations/incident-updates";
import { readTemplateValues } from "@/lib/operations/incident-variables";
import { createIncident, getIncident, updateIncident } from "@/lib/operations/incidents";
import { type ShownPreview, showPreview } from "./preview-data";
import { incidentOf, updateOf } from "./read";

/** What somebody else wrote while these words were being written; nothing of either is lost. */
export type Conflict = {
  version: number;
  title: string;
  status: string;
  body: string;
  at: Ms;
};
export type Composed = { conflict: Conflict | null; typed: Record<string, string> };

/** Says the words of the composer: a new incident, a draft's last shape, or the next word of a published one. */
export async function compose(_: FormState<Composed>, form: FormData): Promise<FormState<Composed>> {
  const { zone } = await readPreferences();
  const kind = form.get("kind");
  const next = { path: "" };
  const state =
    kind === "update"
      ? await sayMore(form, next)
      : kind === "draft"
        ? await sayDraft(form, zone, next)
        : await sayNew(form, zone, next);
  if (next.path !== "") redirect(next.path);
  return state;
}

type Next = { path: string };

function sayNew(form: FormData, zone: string, next: Next): Promise<FormState<Composed>> {
  const draft = form.get("intent") === "draft";
  return act(form, {
    schema: incidentInput,
    read: (fields) => ({ ...incidentOf(fields, zone, Date.now()), draft }),
    run: async ({ scope, organization }, input, now) => {
      const view = await createIncident(scope, await filled(scope, null, input, zone, now), now);
      next.path = `/${organization.slug}/incidents/${view.id}`;
      return { conflict: null, typed: {} };
    },
  });
}

function sayDraft(form: FormData, zone: string, next: Next): Promise<FormState<Composed>> {
  const id = String(form.get("id"));
  const ifMatch = Number(form.get("version"));
  const isDraft = form.get("intent") === "draft";
  return act(form, {
    schema: incidentPatch,
    read: (fields) => incidentOf(fields, zone, Date.now()),
    run: ({ scope, organization }, given, now) =>
      orConflict(scope, id, form, async () => {
        const patch: IncidentPatch = await filled(scope, id, given, zone, now);
        if (isDraft) await updateIncident(scope, { id, patch, ifMatch }, now);
        else await publishIncident(scope, { id, patch, ifMatch }, now);
        next.path = `/${organization.slug}/incidents/${id}${isDraft ? "?saved=draft" : ""}`;
      }),
  });
}

function sayMore(form: FormData, next: Next): Promise<FormState<Composed>> {
  const id = String(form.get("id"));
  const ifMatch = Number(form.get("version"));
  return act(form, {
    schema: incidentUpdateInput,
    read: (fields) => updateOf(fields, Date.now()),
    run: ({ scope, organization }, given, now) =>
      orConflict(scope, id, form, async () => {
        const update = await filled(scope, id, given, "UTC", now);
        const { updateId } = await postUpdate(scope, { id, update, ifMatch }, now);
        next.path = `/${organization.slug}/incidents/${id}?said=${updateId}`;
      }),
  });
}

/** Somebody was faster: their words beside ours, and the version that says we have seen them. */
async function orConflict(
  scope: TenantScope,
  id: string,
  form: FormData,
  say: () => Promise<void>,
): Promise<Composed> {
  try {
    await say();
    return { conflict: null, typed: {} };
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 412) throw error;
    const theirs = await getIncident(scope, id);
    return { conflict: conflictOf(theirs), typed: fieldsOf(form).typed() };
  }
}

function conflictOf(view: IncidentView): Conflict {
  const { version, title, status, updatedAt: at } = view;
  const last = view.updates.findLast(({ withdrawnAt, isPrivate }) => withdrawnAt === null && !isPrivate);
  return { version, title, status, body: last?.body ?? "", at };
}

type Words = {
  title?: string | undefined;
  body?: string | undefined;
  status?: string | undefined;
  components?: readonly { id: string }[] | undefined;
  started_at?: Ms | undefined;
};

/** The words with their variables filled in. */
async function filled<T extends Words>(
  scope: TenantScope,
  incidentId: string | null,
  words: T,
  timezone: string,
  now: Ms,
): Promise<T> {
  const texts = [words.title, words.body].filter((text) => text?.includes("{{"));
  if (texts.length === 0) return words;
  const about = {
    incidentId,
    componentIds: words.components?.map(({ id }) => id) ?? [],
    startedAt: words.started_at,
    status: words.status ?? "investigating",
    timezone,
  };
  const values = await readTemplateValues(scope, about, now);
  const fill = (text: string | undefined) => (text === undefined ? undefined : fillTemplate(text, values));
  return { ...words, title: fill(words.title), body: fill(words.body) };
}

/** What pages and mails would say of the words as they stand, finished or not. */
export async function preview(_: FormState<ShownPreview>, form: FormData): Promise<FormState<ShownPreview>> {
  const { zone } = await readPreferences();
  return act(form, {
    schema: previewInput,
    read: (fields) => {
      const { title, notify: _notify, impact, ...rest } = incidentOf(fields, zone, Date.now());
      const shownTitle = title === "" ? (fields.text("shown_title") ?? "") : title;
      return { ...rest, title: shownTitle, impact, incident_id: fields.text("id") ?? null };
    },
    run: async ({ scope }, input, now) => {
      const words = await filled(scope, input.incident_id, input, zone, now);
      return showPreview(await previewIncident(scope, words, now), zone, now);
    },
  });
}
