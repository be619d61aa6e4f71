"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { Banner } from "@/app/_ui/banner";
import { TextArea, TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import type { ImportResult } from "@/lib/operations/subscriber-files";

type Action = (state: FormState<ImportResult>, form: FormData) => Promise<FormState<ImportResult>>;

export function ImportForm({
  action,
  organization,
  pageId,
}: {
  action: Action;
  organization: string;
  pageId: string;
}) {
  return (
    <ActionForm action={action} organization={organization}>
      {(state) => (
        <>
          <input type="hidden" name="page" value={pageId} />
          {state.status === "done" ? <Taken result={state.data} /> : null}
          <TextArea
            label="Addresses as CSV"
            name="csv"
            rows={8}
            className="font-mono text-xs"
            placeholder={"email,components,locale\nana@example.com,,en"}
            hint="The first line names the columns: email, and if you like components, groups and kinds (several parted by |), locale, timezone, least_impact, rhythm (each, daily or weekly)."
            defaultValue={typedIn(state, "csv")}
            error={complaintOf(state, "csv", true)}
          />
          <label className="flex flex-col gap-1 text-sm">
            <span className="font-medium">Or a file</span>
            <input type="file" name="file" accept=".csv,text/csv" className="text-sm" />
          </label>
          <TextField
            label="Consent"
            name="note"
            placeholder="Ticked the box on our sign-up form, 2024 to 2026"
            hint="Where and when they agreed; kept with each of them."
            defaultValue={typedIn(state, "note")}
            error={complaintOf(state, "consent.note")}
          />
          <div>
            <Submit>Import</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

function Taken({ result: { added, known } }: { result: ImportResult }) {
  return (
    <Banner tone="good" live title={`${added} added.`}>
      {known > 0
        ? `${known} were known already and stay as they are, those who unsubscribed among them.`
        : "None of them was known before."}
    </Banner>
  );
}
