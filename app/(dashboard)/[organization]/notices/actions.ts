"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { resendNoticeInput } from "@/lib/domain/notice";
import { suppressionInput } from "@/lib/domain/suppression";
import { resendNotice } from "@/lib/operations/delivery-desk";
import { liftManualSuppression, suppressAddress } from "@/lib/operations/suppressions";

const idOf = (form: FormData) => String(form.get("id") ?? "");

export async function resendNoticeAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: resendNoticeInput,
    read: (fields) => ({ include_uncertain: fields.checked("include_uncertain") }),
    run: ({ scope }, input, now) => resendNotice(scope, idOf(form), input, now),
  });
  if (state.status === "done") refresh();
  return state;
}

export async function suppressAddressAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: suppressionInput,
    run: ({ scope }, input, now) => suppressAddress(scope, input, now),
  });
  if (state.status === "done") refresh();
  return state;
}

export async function liftSuppressionAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: z.strictObject({}),
    read: () => ({}),
    run: ({ scope }, _input, now) => liftManualSuppression(scope, idOf(form), now),
  });
  if (state.status === "done") refresh();
  return state;
}
