"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { readPreferences } from "@/app/_server/preferences";
import type { Member } from "@/lib/auth/session";
import { parseLocal } from "@/lib/domain/local-time";
import { maintenanceInput } from "@/lib/domain/maintenance";
import {
  maintenanceExtendInput,
  maintenancePatch,
  maintenanceSkipInput,
  maintenanceTurnInput,
  maintenanceUpdateInput,
} from "@/lib/domain/maintenance-act";
import { maintenanceWordsInput } from "@/lib/domain/maintenance-preview";
import { formatInstant, type Ms } from "@/lib/domain/time";
import {
  cancelMaintenance,
  completeMaintenance,
  extendMaintenance,
  postMaintenanceUpdate,
  skipOccurrence,
  startMaintenance,
  updateMaintenancePlan,
} from "@/lib/operations/maintenance-acts";
import { previewMaintenance } from "@/lib/operations/maintenance-preview";
import { undoMaintenanceUpdate } from "@/lib/operations/maintenance-undo";
import { previewMaintenanceWords } from "@/lib/operations/maintenance-words";
import { createMaintenance } from "@/lib/operations/maintenances";
import { readMaintenance, readPatch, readWords } from "./_form/read";
import { type ShownPlan, showWords } from "./_form/shown-words";

const nothing = z.strictObject({});

export async function createMaintenanceAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: maintenanceInput,
    read: readMaintenance,
    run: ({ scope }, input, now) => createMaintenance(scope, input, now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${state.data.id}`);
  return state;
}

export async function updateMaintenanceAction(_: FormState, form: FormData): Promise<FormState> {
  const [id, ifMatch] = [idOf(form), Number(form.get("version"))];
  const state = await act(form, {
    schema: maintenancePatch,
    read: readPatch,
    run: ({ scope }, patch, now) => updateMaintenancePlan(scope, { id, patch, ifMatch }, now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${id}`);
  return state;
}

/** What the plan in the form would mean; writes nothing. */
export async function previewAction(form: FormData): Promise<FormState<ShownPlan>> {
  const id = String(form.get("id") ?? "");
  const { zone } = await readPreferences();
  return act(form, {
    schema: maintenanceWordsInput,
    read: (fields) => ({ ...readWords(fields), ...(id === "" ? {} : { maintenance_id: id }) }),
    run: async ({ scope }, input, now) => {
      const { title, body, notify: _, ...plan } = input;
      const effect = await previewMaintenance(scope, plan, now);
      return {
        ...effect,
        words: await showWords(await previewMaintenanceWords(scope, input, now), { title, body }, zone),
      };
    },
  });
}

export async function postUpdateAction(_: FormState, form: FormData): Promise<FormState> {
  return onDetail(
    form,
    maintenanceUpdateInput,
    (scope, input, now) => postMaintenanceUpdate(scope, { ...input, id: idOf(form) }, now),
    (fields) => ({ body: fields.text("body") ?? "", status: fields.text("status") }),
  );
}

export async function undoAction(_: FormState, form: FormData): Promise<FormState> {
  return onDetail(form, nothing, (scope, _input, now) =>
    undoMaintenanceUpdate(scope, { id: idOf(form) }, now),
  );
}

export async function startAction(_: FormState, form: FormData): Promise<FormState> {
  return onDetail(form, maintenanceTurnInput, (scope, input, now) =>
    startMaintenance(scope, { ...input, id: idOf(form) }, now),
  );
}

export async function completeAction(_: FormState, form: FormData): Promise<FormState> {
  return onDetail(form, maintenanceTurnInput, (scope, input, now) =>
    completeMaintenance(scope, { ...input, id: idOf(form) }, now),
  );
}

export async function extendAction(_: FormState, form: FormData): Promise<FormState> {
  const { zone } = await readPreferences();
  return onDetail(
    form,
    maintenanceExtendInput,
    (scope, input, now) => extendMaintenance(scope, { ...input, id: idOf(form) }, now),
    (fields) => {
      const text = fields.text("to") ?? "";
      const to = parseLocal(text, zone);
      return { to: to === null ? text : formatInstant(to) };
    },
  );
}

export async function skipAction(_: FormState, form: FormData): Promise<FormState> {
  return onDetail(form, maintenanceSkipInput, (scope, input, now) =>
    skipOccurrence(scope, { ...input, id: idOf(form) }, now),
  );
}

export async function cancelAction(_: FormState, form: FormData): Promise<FormState> {
  return onDetail(form, nothing, (scope, _input, now) => cancelMaintenance(scope, { id: idOf(form) }, now));
}

/** An act of the detail's own buttons, which leads back to the detail. */
async function onDetail<Schema extends z.ZodType>(
  form: FormData,
  schema: Schema,
  run: (scope: Member["scope"], input: z.output<Schema>, now: Ms) => Promise<unknown>,
  read: NonNullable<Parameters<typeof act<Schema, unknown>>[1]["read"]> = () => ({}),
): Promise<FormState> {
  const state = await act(form, { schema, read, run: ({ scope }, input, now) => run(scope, input, now) });
  if (state.status === "done") redirect(`${pathOf(form)}/${idOf(form)}`);
  return state;
}

function idOf(form: FormData): string {
  return String(form.get("id") ?? "");
}

function pathOf(form: FormData): string {
  return `/${String(form.get("organization") ?? "")}/maintenance`;
}
