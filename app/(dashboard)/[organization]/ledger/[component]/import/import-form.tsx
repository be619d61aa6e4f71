"use client";

import { complaintOf, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { ButtonLink } from "@/app/_ui/button";
import { TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { Submit } from "@/app/_ui/submit";
import { states } from "@/lib/domain/state";
import { pasteHistory } from "./actions";

const example = `from,to,state,reason
2026-09-01T00:00:00Z,2026-09-14T08:12:00Z,operational,
2026-09-14T08:12:00Z,2026-09-14T08:47:00Z,major_outage,Database failover
2026-09-14T08:47:00Z,2026-10-01T00:00:00Z,operational,`;

export function ImportForm({ organization, component }: { organization: string; component: string }) {
  return (
    <ActionForm action={pasteHistory} organization={organization} className="flex flex-col gap-8">
      {(state) => (
        <>
          <input type="hidden" name="component" value={component} />
          <FormSection title="Where it comes from" note="Every stretch names this source as its cause.">
            <TextField
              label="Source"
              name="source"
              required
              placeholder="Export of our former status page"
              defaultValue={typedIn(state, "source")}
              error={complaintOf(state, "source")}
            />
          </FormSection>
          <FormSection
            title="History"
            note={
              <>
                CSV as in the example, or JSON as the API takes it. Stretches may not overlap each other, nor
                what monitors and earlier imports already know. More than 1 MB goes through the API.
              </>
            }
          >
            <TextArea
              label="Stretches of time"
              name="history"
              required
              rows={14}
              spellCheck={false}
              placeholder={example}
              defaultValue={typedIn(state, "history")}
              error={complaintOf(state, "history")}
              hint={`States: ${states.join(", ")}.`}
              className="whitespace-pre font-mono text-xs"
            />
          </FormSection>
          <div className="flex gap-2 md:pl-[15.5rem]">
            <Submit>Import history</Submit>
            <ButtonLink href={`/${organization}/ledger/${component}`} tone="ghost">
              Cancel
            </ButtonLink>
          </div>
        </>
      )}
    </ActionForm>
  );
}
