"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { pageSenderInput, sendingDomainInput } from "@/lib/domain/sender";
import { checkSendingDomain } from "@/lib/jobs/check-domain";
import { addSendingDomain, removeSendingDomain, setPageSender } from "@/lib/operations/sending-domains";

const nothing = z.strictObject({});
const idIn = (form: FormData, name = "id") => String(form.get(name) ?? "");

function refreshed(state: FormState): FormState {
  if (state.status === "done") refresh();
  return state;
}

/** Adds the domain and asks the provider at once, so that its records are there to copy. */
export async function addDomainAction(_: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await act(form, {
      schema: sendingDomainInput,
      run: async ({ scope }, input, now) => {
        const { id } = await addSendingDomain(scope, input, now);
        return await checkSendingDomain(scope, id, now);
      },
    }),
  );
}

export async function checkDomainAction(_: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await act(form, {
      schema: nothing,
      read: () => ({}),
      run: ({ scope }, _input, now) => checkSendingDomain(scope, idIn(form), now),
    }),
  );
}

export async function removeDomainAction(_: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await act(form, {
      schema: nothing,
      read: () => ({}),
      run: ({ scope }, _input, now) => removeSendingDomain(scope, idIn(form), now),
    }),
  );
}

export async function saveSenderAction(_: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await act(form, {
      schema: pageSenderInput,
      read: (fields) => ({
        name: fields.text("name") ?? null,
        address: fields.text("address") ?? null,
        reply_to: fields.text("reply_to") ?? null,
      }),
      run: ({ scope }, input, now) => setPageSender(scope, idIn(form, "page"), input, now),
    }),
  );
}
