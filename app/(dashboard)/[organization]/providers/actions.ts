"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { Fields } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { dependencyInput, dependencyPatch, providerChoice } from "@/lib/domain/dependency";
import type { Reading } from "@/lib/domain/reading";
import { type ProviderPreview, placeOfProvider, previewProvider } from "@/lib/jobs/provider-preview";
import { archiveDependency, createDependency, updateDependency } from "@/lib/operations/dependencies";

/** What a form needs of a provider that was looked at: where it is, what it says, and its parts. */
export type Preview = ProviderPreview["place"] & {
  overall: Reading["overall"];
  reason: string | null;
  incidents: string[];
  parts: Part[];
};
export type Part = {
  id: string | null;
  name: string;
  group: string | null;
  region: string | null;
  state: Reading["overall"];
};

const partsMax = 1_000;

/** Looks for a provider and reads it; nothing is stored. */
export async function lookAction(_: FormState<Preview>, form: FormData): Promise<FormState<Preview>> {
  return act(form, {
    schema: z.strictObject({ provider: providerChoice }),
    read: (fields) => ({ provider: choiceOf(fields) }),
    run: async ({ scope }, { provider }) => previewOf(await previewProvider(scope, provider)),
  });
}

function previewOf({ place, reading }: ProviderPreview): Preview {
  return {
    ...place,
    overall: reading.overall,
    reason: reading.reason ?? null,
    incidents: reading.openIncidents.slice(0, 10).map((incident) => incident.title),
    parts: reading.components.slice(0, partsMax),
  };
}

/** A slug of the catalogue or an address, by what was typed or chosen. */
function choiceOf(fields: Fields) {
  const slug = fields.text("slug");
  if (slug !== undefined) return { slug };
  return { url: fields.text("url") ?? "", format: fields.text("format"), name: fields.text("provider_name") };
}

export async function addDependencyAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: dependencyInput,
    read: (fields) => ({
      component_id: fields.text("component_id") ?? "",
      provider: choiceOf(fields),
      remote_component: remoteOf(fields),
      effect: fields.text("effect"),
      shown: fields.checked("shown"),
    }),
    run: async ({ scope }, input, now) =>
      createDependency(scope, { ...input, place: await placeOfProvider(scope, input.provider) }, now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${state.data.provider.sourceId}`);
  return state;
}

/** A part as its option says it: its id, name and region in JSON; text that is none of ours is a name. */
function remoteOf(fields: Fields) {
  const text = fields.text("remote_component");
  if (text === undefined) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : text;
  } catch {
    return text;
  }
}

export async function changeDependencyAction(_: FormState, form: FormData): Promise<FormState> {
  const ifMatch = Number(form.get("version"));
  const state = await act(form, {
    schema: dependencyPatch,
    read: (fields) => ({
      remote_component: remoteOf(fields),
      effect: fields.text("effect"),
      shown: fields.checked("shown"),
    }),
    run: ({ scope }, patch, now) => updateDependency(scope, { id: idOf(form), patch, ifMatch }, now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${state.data.provider.sourceId}`);
  return state;
}

export async function endDependencyAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: z.strictObject({}),
    read: () => ({}),
    run: ({ scope }, _input, now) => archiveDependency(scope, { id: idOf(form) }, now),
  });
  if (state.status === "done") redirect(pathOf(form));
  return state;
}

function idOf(form: FormData): string {
  return String(form.get("id") ?? "");
}

function pathOf(form: FormData): string {
  return `/${String(form.get("organization") ?? "")}/providers`;
}
