"use server";

import { redirect } from "next/navigation";
import type { z } from "zod";
import { act } from "@/app/_server/action";
import type { Fields } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { amendmentInput, contractCloneInput, contractEndInput, contractInput } from "@/lib/domain/contract";
import { firstInstant } from "@/lib/domain/contract-draft";
import { customerListInput } from "@/lib/domain/customer";
import { AppError } from "@/lib/domain/errors";
import type { PreviewedCommitment } from "@/lib/domain/terms-preview";
import { amendContract } from "@/lib/operations/amendments";
import { cloneContract } from "@/lib/operations/contract-clone";
import { createContract, endContract } from "@/lib/operations/contracts";
import { listCustomers } from "@/lib/operations/customers";
import { previewContract } from "@/lib/operations/terms-preview";

/** The REST body that the editor made of its draft. */
function bodyIn(fields: Fields): unknown {
  try {
    return JSON.parse(fields.text("body") ?? "");
  } catch {
    throw new AppError("invalid", "The form could not be read. Load the page again.");
  }
}

/** What these terms would have made of the last three months; nothing is stored. */
export async function previewTerms(form: FormData): Promise<FormState<PreviewedCommitment[]>> {
  return act(form, {
    schema: contractInput,
    read: bodyIn,
    run: ({ scope }, input, now) => previewContract(scope, input, now),
  });
}

/** Customers that a word of a contract's form finds, as its list shows them. */
export async function findCustomers(form: FormData): Promise<FormState<{ value: string; label: string }[]>> {
  return act(form, {
    schema: customerListInput,
    read: (fields) => ({ q: fields.text("q"), limit: 50 }),
    run: async ({ scope }, input) =>
      (await listCustomers(scope, input)).items.map(({ id, name }) => ({ value: id, label: name })),
  });
}

export async function signContract(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: contractInput,
    read: bodyIn,
    run: async ({ scope, organization }, input, now) => {
      const { id } = await createContract(scope, input, now);
      return `/${organization.slug}/contracts/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

export async function amendTerms(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get("id"));
  const state = await act(form, {
    schema: amendmentInput,
    read: bodyIn,
    run: async ({ scope, organization }, input: z.output<typeof amendmentInput>, now) => {
      await amendContract(scope, { ...input, id }, now);
      return `/${organization.slug}/contracts/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

/** The last day of a contract is the day before it ends. */
export async function endOn(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get("id"));
  const state = await act(form, {
    schema: contractEndInput,
    read: (fields) => ({
      ends_at: firstInstant(fields.text("last_day") ?? "", fields.text("timezone") ?? "UTC", 1),
      ...reasonOf(fields),
    }),
    run: async ({ scope, organization }, input, now) => {
      await endContract(scope, { ...input, id }, now);
      return `/${organization.slug}/contracts/${id}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}

function reasonOf(fields: Fields): { reason?: string } {
  const reason = fields.text("reason");
  return reason === undefined ? {} : { reason };
}

export async function copyContract(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get("id"));
  const state = await act(form, {
    schema: contractCloneInput,
    read: (fields) => {
      const zone = fields.text("timezone") ?? "UTC";
      const lastDay = fields.text("until");
      return {
        name: fields.text("name") ?? "",
        customer_id: fields.text("customer_id"),
        starts_at: firstInstant(fields.text("starts_on") ?? "", zone),
        ends_at: lastDay === undefined ? null : firstInstant(lastDay, zone, 1),
      };
    },
    run: async ({ scope, organization }, input, now) => {
      const { id: made } = await cloneContract(scope, { ...input, id }, now);
      return `/${organization.slug}/contracts/${made}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  return state;
}
