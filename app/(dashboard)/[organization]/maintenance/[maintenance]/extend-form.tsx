"use client";

import { complaintOf, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { extendAction } from "../actions";

/** Asks for the new end, on the reader's own clock. */
export function ExtendForm({
  fields: { organization, id },
  initial,
  zone,
}: {
  fields: { organization: string; id: string };
  initial: string;
  zone: string;
}) {
  return (
    <ActionForm action={extendAction} organization={organization} className="flex flex-col gap-4">
      {(state) => (
        <>
          <input type="hidden" name="id" value={id} />
          <TextField
            label="New end"
            name="to"
            type="datetime-local"
            required
            defaultValue={typedIn(state, "to", initial)}
            hint={`In ${zone.replaceAll("_", " ")}. The part that is new is announced now.`}
            error={complaintOf(state, "to")}
          />
          <div className="flex justify-end">
            <Submit>Announce the new end</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
