"use client";

import { ActionForm } from "@/app/_ui/action-form";
import { Submit } from "@/app/_ui/submit";
import { type MadeHook, rotateSecretAction } from "../actions";
import { SecretBanner } from "../secret-banner";

/** A new secret, shown this once; for a day the old one signs as well. */
export function RotateForm({
  fields: { organization, id },
}: {
  fields: { organization: string; id: string };
}) {
  return (
    <ActionForm<MadeHook> action={rotateSecretAction} organization={organization}>
      {(state) => (
        <>
          <input type="hidden" name="id" value={id} />
          {state.status === "done" ? (
            <SecretBanner
              secret={state.data.secret}
              title="This is the new secret. Both sign for 24 hours."
            />
          ) : null}
          <div>
            <Submit tone="quiet">Make a new secret</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
