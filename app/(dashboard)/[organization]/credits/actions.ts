"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { act } from "@/app/_server/action";
import type { Fields } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { readPreferences } from "@/app/_server/preferences";
import { type BulkReport, bulkApproveInput, bulkIssueInput } from "@/lib/domain/bulk";
import {
  appealInput,
  applyInput,
  approveInput,
  claimInput,
  denyInput,
  issueInput,
  payOutInput,
  voidInput,
} from "@/lib/domain/credit";
import { parseLocal } from "@/lib/domain/local-time";
import { minorOf } from "@/lib/domain/money-text";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { approveInBulk } from "@/lib/operations/bulk-approval";
import { issueInBulk } from "@/lib/operations/bulk-issue";
import { appealCredit, claimCredit } from "@/lib/operations/credit-claims";
import {
  applyCredit,
  approveCredit,
  denyCredit,
  issueCredit,
  payOutCredit,
  voidCredit,
} from "@/lib/operations/credits";

/** One act on one credit; the screen shows what became of it. */
async function actOn<Schema extends z.ZodType>(
  form: FormData,
  schema: Schema,
  read: (fields: Fields) => unknown,
  run: (scope: TenantScope, id: string, input: z.output<Schema>, now: Ms) => Promise<unknown>,
): Promise<FormState> {
  const id = String(form.get("id") ?? "");
  const state = await act(form, { schema, read, run: ({ scope }, input, now) => run(scope, id, input, now) });
  if (state.status === "done") refresh();
  return state.status === "done" ? { status: "done", data: null } : state;
}

const reasonOf = (fields: Fields) => ({ reason: fields.text("reason") });

export async function claimAction(_: FormState, form: FormData): Promise<FormState> {
  const { zone } = await readPreferences();
  const read = (fields: Fields) => {
    const typed = fields.text("filed_at");
    const filed = typed === undefined ? null : parseLocal(typed, zone);
    return {
      ...reasonOf(fields),
      evidence: fields.text("evidence"),
      filed_at: filed === null ? typed : formatInstant(filed),
      accept_late: fields.text("accept_late") === "true",
    };
  };
  return actOn(form, claimInput, read, (scope, id, input, now) => claimCredit(scope, { ...input, id }, now));
}

export async function approveAction(_: FormState, form: FormData): Promise<FormState> {
  return actOn(form, approveInput, reasonOf, (scope, id, input, now) =>
    approveCredit(scope, { ...input, id }, now),
  );
}

/** An appeal says what speaks for it. */
export async function appealAction(_: FormState, form: FormData): Promise<FormState> {
  return actOn(form, appealInput, reasonOf, (scope, id, input, now) =>
    appealCredit(scope, { ...input, id }, now),
  );
}

/** A denial says why: the customer will ask. */
export async function denyAction(_: FormState, form: FormData): Promise<FormState> {
  return actOn(form, denyInput, reasonOf, (scope, id, input, now) =>
    denyCredit(scope, { ...input, id }, now),
  );
}

export async function issueAction(_: FormState, form: FormData): Promise<FormState> {
  const read = (fields: Fields) => ({ ...reasonOf(fields), posting_date: fields.text("posting_date") });
  return actOn(form, issueInput, read, (scope, id, input, now) => issueCredit(scope, { ...input, id }, now));
}

export async function applyAction(_: FormState, form: FormData): Promise<FormState> {
  const read = (fields: Fields) => {
    const typed = fields.text("amount_minor");
    const amount = typed === undefined ? undefined : minorOf(typed, fields.text("currency") ?? "EUR");
    return {
      ...reasonOf(fields),
      invoice_number: fields.text("invoice_number"),
      amount_minor: amount ?? typed,
    };
  };
  return actOn(form, applyInput, read, (scope, id, input, now) => applyCredit(scope, { ...input, id }, now));
}

export async function payOutAction(_: FormState, form: FormData): Promise<FormState> {
  const read = (fields: Fields) => ({ ...reasonOf(fields), reference: fields.text("reference") });
  return actOn(form, payOutInput, read, (scope, id, input, now) =>
    payOutCredit(scope, { ...input, id }, now),
  );
}

export async function voidAction(_: FormState, form: FormData): Promise<FormState> {
  return actOn(form, voidInput, reasonOf, (scope, id, input, now) =>
    voidCredit(scope, { ...input, id }, now),
  );
}

const filterOf = (fields: Fields) => ({
  period: fields.text("period"),
  customer_id: fields.text("customer_id"),
  currency: fields.text("currency"),
});

/** Approves everything that the previewed filter has waiting. */
export async function approveManyAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: bulkApproveInput,
    read: (fields) => ({ filter: filterOf(fields), ...reasonOf(fields) }),
    run: async ({ scope }, input, now) => countsOf(await approveInBulk(scope, input, now)),
  });
  return state.status === "done" ? said(form, "approve?approved", state.data) : state;
}

/** Issues the memos of everything that the previewed filter has approved. */
export async function issueManyAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: bulkIssueInput,
    read: (fields) => ({
      ...{ filter: filterOf(fields), posting_date: fields.text("posting_date") },
      ...reasonOf(fields),
    }),
    run: async ({ scope }, input, now) => countsOf(await issueInBulk(scope, input, now)),
  });
  return state.status === "done" ? said(form, "issue?issued", state.data) : state;
}

type Counts = Pick<BulkReport, "done" | "refused" | "more">;

const countsOf = ({ done, refused, more }: BulkReport): Counts => ({ done, refused, more });

/** Back to the preview, which then shows what is left. */
function said(form: FormData, screen: string, { done, refused, more }: Counts): never {
  const slug = String(form.get("organization") ?? "");
  redirect(`/${slug}/credits/${screen}=${done}&refused=${refused}${more ? "&more=1" : ""}`);
}
