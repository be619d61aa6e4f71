"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { act } from "@/app/_server/action";
import type { Fields } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { minorOf } from "@/lib/domain/money-text";
import { claimFileInput, claimSettleInput, upstreamContractInput } from "@/lib/domain/upstream";
import { plainTerms } from "@/lib/domain/upstream-terms";
import { fileClaim, settleClaim } from "@/lib/operations/upstream-claims";
import { createUpstreamContract } from "@/lib/operations/upstream-contracts";

export async function addUpstreamContractAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: upstreamContractInput,
    read: (fields) => contractOf(fields),
    run: ({ scope }, input, now) => createUpstreamContract(scope, input, now),
  });
  if (state.status === "done") redirect(`/${String(form.get("organization") ?? "")}/providers/claims`);
  return state;
}

function contractOf(fields: Fields) {
  const [sourceId, ...name] = (fields.text("provider") ?? "").split(" ");
  const currency = (fields.text("currency") ?? "").toUpperCase();
  const day = fields.text("starts_on");
  return {
    source_id: sourceId || null,
    provider_name: name.join(" "),
    name: fields.text("name") ?? "",
    timezone: "UTC",
    starts_at: day === undefined ? "" : `${day}T00:00:00.000Z`,
    window: { type: "calendar_month" },
    fees: { currency, amount_minor: amountOf(fields.text("fee"), currency) },
    claim_days: fields.number("claim_days"),
    terms: plainTerms({
      componentId: fields.text("component_id") ?? "",
      target: fields.text("target") ?? "",
      tiers: fields.text("tiers") ?? "",
    }),
  };
}

/** Text that is no amount stays text, so that the schema complains about it. */
function amountOf(text: string | undefined, currency: string): number | string | undefined {
  return text === undefined ? undefined : (minorOf(text, currency) ?? text);
}

export async function fileClaimAction(_: FormState, form: FormData): Promise<FormState> {
  const currency = String(form.get("currency") ?? "");
  const state = await act(form, {
    schema: claimFileInput,
    read: (fields) => ({
      claimed_minor: amountOf(fields.text("claimed"), currency),
      reference: fields.text("reference"),
    }),
    run: ({ scope }, input, now) => fileClaim(scope, { ...input, ...whichOf(form) }, now),
  });
  refresh();
  return state;
}

export async function settleClaimAction(_: FormState, form: FormData): Promise<FormState> {
  const currency = String(form.get("currency") ?? "");
  const state = await act(form, {
    schema: claimSettleInput,
    read: (fields) => ({
      granted_minor: amountOf(fields.text("granted"), currency),
      note: fields.text("note"),
    }),
    run: ({ scope }, input, now) => settleClaim(scope, { ...input, ...whichOf(form) }, now),
  });
  refresh();
  return state;
}

function whichOf(form: FormData): { id: string; ifMatch: number } {
  return { id: String(form.get("id") ?? ""), ifMatch: Number(form.get("version")) };
}
