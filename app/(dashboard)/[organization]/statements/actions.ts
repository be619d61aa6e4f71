"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { Fields } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { bulkCloseInput } from "@/lib/domain/bulk";
import { invoiceInput } from "@/lib/domain/credit";
import { minorOf } from "@/lib/domain/money-text";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { closeStatement } from "@/lib/operations/closing";
import { setInvoice } from "@/lib/operations/statements";

const closeInput = z.strictObject({ reason: z.string().trim().max(2_000).optional() });

/** Books one period. */
export async function closeStatementAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: closeInput,
    read: (fields) => ({ reason: fields.text("reason") }),
    run: ({ scope }, why, now) => closeStatement(scope, idOf(form), now, why),
  });
  if (state.status === "done") refresh();
  return state.status === "done" ? { status: "done", data: null } : state;
}

/** Notes the invoice of a period. */
export async function setInvoiceAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: invoiceInput,
    read: readInvoice,
    run: ({ scope }, input, now) => setInvoice(scope, { ...input, id: idOf(form) }, now),
  });
  if (state.status === "done") refresh();
  return state.status === "done" ? { status: "done", data: null } : state;
}

function readInvoice(fields: Fields) {
  const typed = fields.text("amount_minor");
  const amount = typed === undefined ? undefined : minorOf(typed, fields.text("currency") ?? "EUR");
  return {
    number: fields.text("number") ?? "",
    amount_minor: amount ?? typed,
    date: fields.text("date") ?? "",
  };
}

/** Closes everything that the previewed filter has ready. */
export async function closeManyAction(_: FormState, form: FormData): Promise<FormState> {
  const slug = String(form.get("organization") ?? "");
  const state = await act(form, {
    schema: bulkCloseInput,
    read: (fields) => ({
      filter: { period: fields.text("period"), customer_id: fields.text("customer_id") },
      reason: fields.text("reason"),
    }),
    run: async ({ scope }, input, now) => {
      const { done, refused, more } = await closeInBulk(scope, input, now);
      return { done, refused, more };
    },
  });
  if (state.status !== "done") return state;
  const { done, refused, more } = state.data;
  redirect(`/${slug}/statements/close?closed=${done}&refused=${refused}${more ? "&more=1" : ""}`);
}

function idOf(form: FormData): string {
  return String(form.get("id") ?? "");
}
