"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "./action-form";
import { TextField } from "./field";
import { Submit } from "./submit";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

/** One button for what the preview above it shows, and why. */
export function BulkForm({
  action,
  organization,
  fields,
  verb,
  note,
}: {
  action: Action;
  organization: string;
  fields: Record<string, string>;
  verb: string;
  note: string;
}) {
  return (
    <ActionForm action={action} organization={organization}>
      {(state) => (
        <>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <TextField
            label="Reason"
            name="reason"
            autoComplete="off"
            defaultValue={typedIn(state, "reason")}
            error={complaintOf(state, "reason")}
            hint={`Kept in the audit log. ${note}`}
          />
          <div>
            <Submit>{verb}</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
