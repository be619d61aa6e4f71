"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { contactInput, customerModeInput, warningSettingsInput } from "@/lib/domain/contact";
import { archiveContact, createContact, setCustomerMode } from "@/lib/operations/contacts";
import { approveWarning, discardWarning, setWarningSettings } from "@/lib/operations/warnings";

const nothing = z.strictObject({});
const idIn = (form: FormData, name = "id") => String(form.get(name) ?? "");

function refreshed(state: FormState): FormState {
  if (state.status === "done") refresh();
  return state;
}

export async function addContactAction(_: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await act(form, {
      schema: contactInput,
      read: (fields) => ({
        name: fields.text("name") ?? "",
        email: fields.text("email") ?? "",
        locale: fields.text("locale"),
      }),
      run: ({ scope }, input, now) => createContact(scope, idIn(form, "customer"), input, now),
    }),
  );
}

export async function archiveContactAction(_: FormState, form: FormData): Promise<FormState> {
  const input = { customerId: idIn(form, "customer"), id: idIn(form) };
  return refreshed(
    await act(form, {
      schema: nothing,
      read: () => ({}),
      run: ({ scope }, _input, now) => archiveContact(scope, input, now),
    }),
  );
}

export async function setModeAction(_: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await act(form, {
      schema: customerModeInput,
      read: (fields) => ({ mode: fields.text("mode") ?? null }),
      run: ({ scope }, { mode }, now) =>
        setCustomerMode(scope, { customerId: idIn(form, "customer"), mode }, now),
    }),
  );
}

export async function saveSettingsAction(_: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await act(form, {
      schema: warningSettingsInput,
      read: (fields) => ({
        mode: fields.text("mode"),
        tells_credit: fields.checked("tells_credit"),
        next_steps: fields.text("next_steps")?.replaceAll("\r\n", "\n") ?? null,
      }),
      run: ({ scope }, input, now) => setWarningSettings(scope, input, now),
    }),
  );
}

export async function approveAction(_: FormState, form: FormData): Promise<FormState> {
  return await decided(form, approveWarning);
}

export async function discardAction(_: FormState, form: FormData): Promise<FormState> {
  return await decided(form, discardWarning);
}

async function decided(form: FormData, decide: typeof approveWarning): Promise<FormState> {
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: async ({ scope, organization }, _input, now) => {
      await decide(scope, idIn(form), now);
      return organization.slug;
    },
  });
  if (state.status === "done") redirect(`/${state.data}/customers/messages`);
  return state;
}
