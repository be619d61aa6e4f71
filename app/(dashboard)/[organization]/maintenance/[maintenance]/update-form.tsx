"use client";

import { complaintOf, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { SelectField, TextArea } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import type { MaintenanceStatus } from "@/lib/domain/maintenance";
import { postUpdateAction } from "../actions";

const turns: Record<string, readonly { value: string; label: string }[]> = {
  scheduled: [
    { value: "scheduled", label: "Still scheduled" },
    { value: "in_progress", label: "It begins now" },
  ],
  running: [
    { value: "in_progress", label: "In progress" },
    { value: "verifying", label: "Verifying the result" },
    { value: "completed", label: "Completed now" },
  ],
};

/** Says how it goes; subscribers read it ten seconds later. */
export function UpdateForm({
  organization,
  id,
  status,
}: {
  organization: string;
  id: string;
  status: MaintenanceStatus;
}) {
  const offered = turns[status === "scheduled" ? "scheduled" : "running"] ?? [];
  return (
    <ActionForm action={postUpdateAction} organization={organization} className="flex flex-col gap-3">
      {(state) => (
        <>
          <input type="hidden" name="id" value={id} />
          <TextArea
            label="How it goes"
            name="body"
            rows={3}
            defaultValue={typedIn(state, "body")}
            hint="Markdown. Shown on your pages at once."
            error={complaintOf(state, "body")}
          />
          <div className="flex flex-wrap items-end gap-3">
            <SelectField
              label="Status"
              name="status"
              key={typedIn(state, "status", status)}
              defaultValue={typedIn(state, "status", status)}
            >
              {offered.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </SelectField>
            <Submit tone="quiet">Publish</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
