"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { type ApiKey, createApiKeyInput } from "@/lib/domain/api-key";
import { createInvitationInput } from "@/lib/domain/invitation";
import { changeRoleInput } from "@/lib/domain/member";
import { updateOrganizationInput } from "@/lib/domain/organization";
import { grants } from "@/lib/domain/permission";
import { dayMs, formatInstant, type Ms } from "@/lib/domain/time";
import { createApiKey, revokeApiKey } from "@/lib/operations/api-keys";
import { createInvitation, revokeInvitation } from "@/lib/operations/invitations";
import { changeRole, removeMember } from "@/lib/operations/members";
import { updateOrganization } from "@/lib/operations/organizations";

const nothing = z.strictObject({});

export async function changeRoleAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: changeRoleInput,
    read: (fields) => ({ role: fields.text("role") }),
    run: ({ scope }, input, now) => changeRole(scope, idOf(form), input, now, Number(form.get("version"))),
  });
  if (state.status === "done") refresh();
  return state;
}

/** Ends somebody's membership, or one's own. */
export async function removeMemberAction(_: FormState, form: FormData): Promise<FormState> {
  const id = idOf(form);
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: async ({ scope, user }, _input, now) => {
      await removeMember(scope, id, now);
      return { isSelf: user.id === id };
    },
  });
  if (state.status === "done") {
    if (state.data.isSelf) redirect("/");
    refresh();
  }
  return state;
}

export async function inviteAction(_: FormState<string>, form: FormData): Promise<FormState<string>> {
  const state = await act(form, {
    schema: createInvitationInput,
    run: async ({ scope }, input, now) => (await createInvitation(scope, input, now)).email,
  });
  if (state.status === "done") refresh();
  return state;
}

export async function revokeInvitationAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => revokeInvitation(scope, idOf(form), now),
  });
  if (state.status === "done") refresh();
  return state;
}

export type NewKey = ApiKey & { token: string };

/** Makes a key. Its token goes into the answer and is kept nowhere. */
export async function createApiKeyAction(_: FormState<NewKey>, form: FormData): Promise<FormState<NewKey>> {
  const askedAt = Date.now();
  const state = await act(form, {
    schema: createApiKeyInput,
    read: (fields) => ({
      name: fields.text("name") ?? "",
      scopes: grants.filter((grant) => fields.checked(`scopes.${grant}`)),
      expires_at: expiryOf(fields.text("expires_in_days"), askedAt),
    }),
    run: ({ scope }, input, now) => createApiKey(scope, input, now),
  });
  if (state.status === "done") refresh();
  return state;
}

function expiryOf(days: string | undefined, now: Ms): string | null {
  if (days === undefined || days === "never") return null;
  return /^\d{1,4}$/.test(days) ? formatInstant(now + Number(days) * dayMs) : days;
}

export async function revokeApiKeyAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => revokeApiKey(scope, idOf(form), now),
  });
  if (state.status === "done") refresh();
  return state;
}

export async function renameAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: updateOrganizationInput,
    read: (fields) => ({ name: fields.text("name") ?? "" }),
    run: ({ scope }, input, now) => updateOrganization(scope, input, now, Number(form.get("version"))),
  });
  if (state.status === "done") refresh();
  return state;
}

function idOf(form: FormData): string {
  return String(form.get("id") ?? "");
}
