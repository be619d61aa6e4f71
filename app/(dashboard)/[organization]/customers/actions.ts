"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { Fields } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { customerInput, customerPatch } from "@/lib/domain/customer";
import { archiveCustomer, createCustomer, updateCustomer } from "@/lib/operations/customers";

export async function addCustomer(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: customerInput,
    read: customerOf,
    run: async ({ scope, organization }, input, now) => {
      const { id } = await createCustomer(scope, input, now);
      return `/${organization.slug}/customers/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

export async function changeCustomer(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get("id"));
  const version = Number(form.get("version"));
  const state = await act(form, {
    schema: customerPatch,
    read: customerOf,
    run: async ({ scope, organization }, patch, now) => {
      await updateCustomer(scope, { id, patch, ifMatch: version }, now);
      return `/${organization.slug}/customers/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

const archiveForm = z.strictObject({ id: z.string() });

export async function retireCustomer(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: archiveForm,
    run: async ({ scope, organization }, { id }, now) => {
      await archiveCustomer(scope, { id }, now);
      return `/${organization.slug}/customers/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

/** The form's texts as the REST body they stand for; an emptied field clears. */
function customerOf(fields: Fields): unknown {
  const code = (name: string) => {
    const text = fields.text(`accounting.${name}`);
    return text === undefined ? {} : { [name]: text };
  };
  const accounting = { ...code("gl_account"), ...code("cost_centre"), ...code("tax_code") };
  return {
    name: fields.text("name") ?? "",
    external_id: fields.text("external_id") ?? null,
    email: fields.text("email") ?? null,
    tax_id: fields.text("tax_id") ?? null,
    address: fields.text("address") ?? null,
    accounting: Object.keys(accounting).length > 0 ? accounting : null,
  };
}
