"use client";

import { complaintOf, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { TextArea } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { note } from "../actions";

/** A private note: for the team, never for pages, mails or the ledger. */
export function NoteForm({ organization, id }: { organization: string; id: string }) {
  return (
    <details className="mb-5 rounded-md border border-degraded border-dashed px-3 py-2">
      <summary className="text-ink-2 text-sm">Add a note for the team</summary>
      <ActionForm action={note} organization={organization} className="mt-3 flex flex-col gap-3">
        {(state) => (
          <>
            <input type="hidden" name="id" value={id} />
            <TextArea
              label="Note"
              name="body"
              id="note-body"
              rows={3}
              maxLength={20_000}
              defaultValue={typedIn(state, "body")}
              error={complaintOf(state, "body")}
              hint="Only members read it."
            />
            <div>
              <Submit tone="quiet">Add note</Submit>
            </div>
          </>
        )}
      </ActionForm>
    </details>
  );
}
