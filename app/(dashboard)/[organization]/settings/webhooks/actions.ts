"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { webhookInput, webhookPatch } from "@/lib/domain/webhook";
import {
  createWebhook,
  deleteWebhook,
  replayAttempt,
  rotateSecret,
  testWebhook,
  updateWebhook,
} from "@/lib/operations/webhooks";

/** A webhook with its secret, which is shown this once. */
export type MadeHook = { id: string; url: string; secret: string };

const nothing = z.strictObject({});

export async function createWebhookAction(
  _: FormState<MadeHook>,
  form: FormData,
): Promise<FormState<MadeHook>> {
  return act(form, {
    schema: webhookInput,
    read: (fields) => ({
      url: fields.text("url") ?? "",
      description: fields.text("description") ?? "",
      event_types: fields.all("event_types"),
    }),
    run: async ({ scope }, input, now) => {
      const { webhook, secret } = await createWebhook(scope, input, now);
      refresh();
      return { id: webhook.id, url: webhook.url, secret };
    },
  });
}

export async function rotateSecretAction(
  _: FormState<MadeHook>,
  form: FormData,
): Promise<FormState<MadeHook>> {
  return act(form, {
    schema: nothing,
    read: () => ({}),
    run: async ({ scope }, _input, now) => {
      const { webhook, secret } = await rotateSecret(scope, { id: idOf(form) }, now);
      refresh();
      return { id: webhook.id, url: webhook.url, secret };
    },
  });
}

export async function switchWebhookAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: webhookPatch,
    read: (fields) => ({ enabled: fields.text("enabled") === "true" }),
    run: ({ scope }, patch, now) => updateWebhook(scope, { id: idOf(form), patch }, now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${idOf(form)}`);
  return state;
}

export async function testWebhookAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => testWebhook(scope, idOf(form), now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${idOf(form)}`);
  return state;
}

export async function replayAction(_: FormState, form: FormData): Promise<FormState> {
  const attemptId = String(form.get("attempt") ?? "");
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => replayAttempt(scope, { id: idOf(form), attemptId }, now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${idOf(form)}`);
  return state;
}

export async function deleteWebhookAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => deleteWebhook(scope, { id: idOf(form) }, now),
  });
  if (state.status === "done") redirect(pathOf(form));
  return state;
}

function idOf(form: FormData): string {
  return String(form.get("id") ?? "");
}

function pathOf(form: FormData): string {
  return `/${String(form.get("organization") ?? "")}/settings/webhooks`;
}
