"use client";

import { complaintOf, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { SelectField, TextArea, TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { impacts, incidentStatuses } from "@/lib/domain/incident";
import { templateVariables } from "@/lib/domain/incident-template";
import { addTemplate } from "../actions";
import { impactWords, statusWords } from "../words";

export function TemplateForm({ organization }: { organization: string }) {
  return (
    <ActionForm action={addTemplate} organization={organization}>
      {(state) => (
        <>
          <TextField
            label="Name"
            name="name"
            maxLength={200}
            defaultValue={typedIn(state, "name")}
            error={complaintOf(state, "name")}
            hint="For the team: what it is for."
          />
          <TextField
            label="Title"
            name="title"
            maxLength={200}
            defaultValue={typedIn(state, "title")}
            error={complaintOf(state, "title")}
          />
          <TextArea
            label="Words"
            name="body"
            rows={5}
            maxLength={20_000}
            defaultValue={typedIn(state, "body")}
            error={complaintOf(state, "body")}
            hint={Object.entries(templateVariables).map(([name, meaning]) => (
              <span key={name} className="block">
                <code>{`{{${name}}}`}</code> {meaning}
              </span>
            ))}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField label="Status" name="status" defaultValue="investigating">
              {incidentStatuses.map((status) => (
                <option key={status} value={status}>
                  {statusWords[status]}
                </option>
              ))}
            </SelectField>
            <SelectField label="Impact" name="impact" defaultValue="">
              <option value="">From components</option>
              {impacts.map((impact) => (
                <option key={impact} value={impact}>
                  {impactWords[impact]}
                </option>
              ))}
            </SelectField>
          </div>
          <div>
            <Submit>Keep template</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
