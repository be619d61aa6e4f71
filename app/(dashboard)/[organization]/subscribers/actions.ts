"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { subscriberImportInput, subscriberInput } from "@/lib/domain/subscriber";
import { type ImportResult, importSubscribers } from "@/lib/operations/subscriber-files";
import { createSubscriber, removeSubscriber } from "@/lib/operations/subscribers";

const pageOf = (form: FormData) => String(form.get("page") ?? "");

export async function removeSubscriberAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: z.strictObject({}),
    read: () => ({}),
    run: ({ scope }, _input, now) => removeSubscriber(scope, pageOf(form), String(form.get("id") ?? ""), now),
  });
  if (state.status === "done") refresh();
  return state;
}

/** A webhook that was added, and its secret, which is shown this once. */
export type AddedHook = { address: string; secret: string };

export async function addSubscriberAction(
  _: FormState<AddedHook>,
  form: FormData,
): Promise<FormState<AddedHook>> {
  const state = await act(form, {
    schema: subscriberInput,
    read: (fields) => ({
      channel: fields.text("channel"),
      address: fields.text("address")?.trim() ?? "",
      components: fields.all("components"),
      consent: fields.checked("ask") ? null : { basis: "api", note: fields.text("note") ?? "" },
    }),
    run: async ({ organization, scope }, input, now) => {
      const { subscriber, secret } = await createSubscriber(scope, pageOf(form), input, now);
      return { slug: organization.slug, address: subscriber.address, secret };
    },
  });
  if (state.status !== "done") return state;
  const { slug, address, secret } = state.data;
  if (secret === null) redirect(`/${slug}/subscribers?page=${pageOf(form)}`);
  return { status: "done", data: { address, secret } };
}

/** `csv` is pasted or a file of the same name; a file wins. */
export async function importSubscribersAction(
  _: FormState<ImportResult>,
  form: FormData,
): Promise<FormState<ImportResult>> {
  const file = form.get("file");
  const text = file instanceof File && file.size > 0 ? await file.text() : undefined;
  return await act(form, {
    schema: subscriberImportInput,
    read: (fields) => ({
      csv: text ?? fields.text("csv") ?? "",
      consent: { basis: "import", note: fields.text("note") ?? "" },
    }),
    run: ({ scope }, input, now) => importSubscribers(scope, pageOf(form), input, now),
  });
}
