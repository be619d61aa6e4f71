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
            <input
              type="file"
              name="file"
              accept=".csv,text/csv"
              className="w-full min-w-0 text-ink-2 text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-2.5"
            />
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

function Taken({ result }: { result: ImportResult }) {
  return (
    <Banner tone="good" live title={`${result.added.toLocaleString("en")} added.`}>
      {sentencesOf(result).join(" ")}
    </Banner>
  );
}

function sentencesOf({ known, skipped, ignoredColumns }: ImportResult): string[] {
  return [
    known > 0
      ? `${known.toLocaleString("en")} known before stay as they are, those who unsubscribed among them.`
      : "None of them was known before.",
    ...(skipped > 0
      ? [`${skipped.toLocaleString("en")} left out: no mailbox, or not active where the file comes from.`]
      : []),
    ...(ignoredColumns.length > 0 ? [`Ignored columns: ${ignoredColumns.join(", ")}.`] : []),
  ];
}
