"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { Fields } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { componentInput, componentPatch } from "@/lib/domain/component";
import { archiveComponent, createComponent, updateComponent } from "@/lib/operations/components";

export async function addComponent(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: componentInput,
    read: componentOf,
    run: async ({ scope, organization }, input, now) => {
      const { id } = await createComponent(scope, input, now);
      return `/${organization.slug}/components/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

export async function changeComponent(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get("id"));
  const version = Number(form.get("version"));
  const state = await act(form, {
    schema: componentPatch,
    read: componentOf,
    run: async ({ scope, organization }, patch, now) => {
      await updateComponent(scope, { id, patch, ifMatch: version }, now);
      return `/${organization.slug}/components/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

const archiveForm = z.strictObject({ id: z.string() });

export async function retireComponent(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: archiveForm,
    run: async ({ scope, organization }, { id }, now) => {
      await archiveComponent(scope, { id }, now);
      return `/${organization.slug}/components/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

/** The form's texts as the REST body they stand for. */
function componentOf(fields: Fields): unknown {
  const rule = fields.text("composition.rule");
  const k = rule === "k_of_n" ? { k: fields.number("composition.k") } : {};
  return {
    name: fields.text("name"),
    description: fields.text("description") ?? null,
    group: fields.text("group") ?? null,
    position: fields.number("position") ?? 0,
    publish: fields.text("publish"),
    composition: rule === undefined ? null : { rule, ...k, of: fields.all("composition.of") },
  };
}
