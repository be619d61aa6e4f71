"use client";

import { complaintOf, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { DialogButton } from "@/app/_ui/dialog";
import { TextArea } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { editWords } from "../actions";

export function EditWords({
  organization,
  id,
  updateId,
  body,
}: {
  organization: string;
  id: string;
  updateId: string;
  body: string;
}) {
  return (
    <DialogButton label="Edit" title="Edit the words" tone="ghost">
      <ActionForm action={editWords} organization={organization} className="flex flex-col gap-4">
        {(state) => (
          <>
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="update" value={updateId} />
            <TextArea
              label="Words"
              name="body"
              id={`body-${updateId}`}
              rows={6}
              maxLength={20_000}
              defaultValue={typedIn(state, "body", body)}
              error={complaintOf(state, "body")}
              hint="The words before stay readable to the team. What was mailed is not unsaid."
            />
            <div className="flex justify-end">
              <Submit>Save words</Submit>
            </div>
          </>
        )}
      </ActionForm>
    </DialogButton>
  );
}
