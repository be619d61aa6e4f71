"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { createWebhookAction, type MadeHook } from "./actions";
import { SecretBanner } from "./secret-banner";

/** Makes a webhook and shows its secret once. */
export function WebhookForm({
  organization,
  offered,
}: {
  organization: string;
  offered: readonly { type: string; summary: string }[];
}) {
  return (
    <ActionForm<MadeHook>
      action={createWebhookAction}
      organization={organization}
      className="mb-10 flex flex-col gap-4 rounded-md border bg-surface p-4"
    >
      {(state) => {
        return (
          <>
            {state.status === "done" ? (
              <SecretBanner
                secret={state.data.secret}
                title={`${new URL(state.data.url).host} will be told.`}
              />
            ) : null}
            <div className="grid items-start gap-4 sm:grid-cols-2">
              <TextField
                label="Address"
                name="url"
                type="url"
                autoComplete="off"
                placeholder="https://example.com/hooks/probity"
                defaultValue={typedIn(state, "url")}
                error={complaintOf(state, "url")}
              />
              <TextField
                label="What for (optional)"
                name="description"
                autoComplete="off"
                maxLength={200}
                defaultValue={typedIn(state, "description")}
                error={complaintOf(state, "description")}
              />
            </div>
            <Events offered={offered} state={state} />
            <div>
              <Submit>Create webhook</Submit>
            </div>
          </>
        );
      }}
    </ActionForm>
  );
}

function Events({
  offered,
  state,
}: {
  offered: readonly { type: string; summary: string }[];
  state: FormState<MadeHook>;
}) {
  const chosen = new Set(typedIn(state, "event_types", "").split("\n"));
  const complaint = complaintOf(state, "event_types", true);
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">Events</legend>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {offered.map(({ type, summary }) => (
          <label key={`${type} ${chosen.has(type)}`} className="flex min-h-8 items-center gap-2 text-sm">
            <input
              type="checkbox"
              name="event_types"
              value={type}
              defaultChecked={chosen.has(type)}
              className="size-4 shrink-0 accent-ink"
            />
            <span className="min-w-0 break-words">
              {summary} <code className="text-ink-3 text-xs">{type}</code>
            </span>
          </label>
        ))}
      </div>
      {complaint ? <p className="mt-1 text-major text-xs">{complaint}</p> : null}
    </fieldset>
  );
}
