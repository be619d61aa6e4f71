"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

export function DomainForm({ action, organization }: { action: Action; organization: string }) {
  return (
    <ActionForm action={action} organization={organization} className="mt-3 flex flex-wrap items-start gap-3">
      {(state) => (
        <>
          <div className="w-72 max-w-full">
            <TextField
              label="Domain"
              name="domain"
              placeholder="mail.acme.com"
              autoComplete="off"
              defaultValue={state.status === "done" ? "" : typedIn(state, "domain")}
              error={complaintOf(state, "domain")}
            />
          </div>
          <Submit tone="quiet" className="sm:mt-6">
            Add domain
          </Submit>
        </>
      )}
    </ActionForm>
  );
}
