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
  date,
}: {
  action: Action;
  organization: string;
  fields: Record<string, string>;
  verb: string;
  note: string;
  /** A day that may be chosen beside the reason. */
  date?: { label: string; name: string; hint: string };
}) {
  return (
    <ActionForm action={action} organization={organization}>
      {(state) => (
        <>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {date ? (
            <TextField
              {...date}
              type="date"
              defaultValue={typedIn(state, date.name)}
              error={complaintOf(state, date.name)}
            />
          ) : null}
          <TextField
            label="Reason"
            name="reason"
            autoComplete="off"
            defaultValue={typedIn(state, "reason")}
            error={complaintOf(state, "reason")}
            hint={`Kept in the audit log. ${note}`.trimEnd()}
          />
          <div>
            <Submit>{verb}</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
