"use client";

import { complaintOf, typedIn } from "@/app/_server/form-state";
import { ActionForm as Form } from "@/app/_ui/action-form";
import { SelectField, TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { addAction } from "../../actions";

/** One promise: what, who, until when. */
export function ActionForm({
  organization,
  incidentId,
  team,
}: {
  organization: string;
  incidentId: string;
  team: readonly { id: string; name: string }[];
}) {
  return (
    <Form
      action={addAction}
      organization={organization}
      className="mt-4 grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_12rem_10rem_auto]"
    >
      {(state) => (
        <>
          <input type="hidden" name="incident" value={incidentId} />
          <TextField
            label="Action"
            name="title"
            maxLength={200}
            defaultValue={typedIn(state, "title")}
            error={complaintOf(state, "title")}
          />
          <SelectField label="Owner" name="owner_id" defaultValue="" error={complaintOf(state, "owner_id")}>
            <option value="">Nobody yet</option>
            {team.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <TextField
            label="Due"
            name="due_on"
            type="date"
            defaultValue={typedIn(state, "due_on")}
            error={complaintOf(state, "due_on")}
          />
          <div>
            <Submit tone="quiet">Add action</Submit>
          </div>
        </>
      )}
    </Form>
  );
}
