"use client";

import { complaintOf } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { DialogButton } from "@/app/_ui/dialog";
import { SelectField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { merge } from "../actions";

/** One story told twice becomes one. */
export function MergeButton({
  organization,
  id,
  others,
}: {
  organization: string;
  id: string;
  others: readonly { id: string; title: string }[];
}) {
  return (
    <DialogButton label="Merge" title="Merge into another incident">
      <ActionForm action={merge} organization={organization} className="flex flex-col gap-4">
        {(state) => (
          <>
            <input type="hidden" name="id" value={id} />
            <SelectField label="The story goes on in" name="into" error={complaintOf(state, "into")}>
              {others.map((other) => (
                <option key={other.id} value={other.id}>
                  {other.title}
                </option>
              ))}
            </SelectField>
            <p className="text-ink-2 text-sm">
              This one leaves the pages. What it still says of components, the other one says from now on.
              Nobody is mailed.
            </p>
            <div className="flex justify-end">
              <Submit>Merge</Submit>
            </div>
          </>
        )}
      </ActionForm>
    </DialogButton>
  );
}
