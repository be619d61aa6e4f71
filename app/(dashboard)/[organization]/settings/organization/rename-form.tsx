"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { Banner } from "@/app/_ui/banner";
import { TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

/** Renames the organization; its address stays. */
export function RenameForm({
  action,
  organization,
  name,
  version,
}: {
  action: Action;
  organization: string;
  name: string;
  version: number;
}) {
  return (
    <ActionForm action={action} organization={organization}>
      {(state) => (
        <>
          {state.status === "done" ? <Banner tone="good" live title="Renamed." /> : null}
          <input type="hidden" name="version" value={version} />
          <TextField
            label="Name"
            name="name"
            autoComplete="off"
            defaultValue={typedIn(state, "name", name)}
            error={complaintOf(state, "name")}
            hint="Shown to members and in invitations. Pages have names of their own."
          />
          <div>
            <Submit>Save</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
