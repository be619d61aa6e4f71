"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { Banner } from "@/app/_ui/banner";
import { SelectField, TextArea } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import type { WarningSettings } from "@/lib/domain/contact";
import { warningModes } from "@/lib/domain/subscriber";
import { modeWords } from "./words";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

export function SettingsForm({
  action,
  organization,
  settings,
}: {
  action: Action;
  organization: string;
  settings: WarningSettings;
}) {
  return (
    <ActionForm action={action} organization={organization}>
      {(state) => (
        <>
          {state.status === "done" ? <Banner tone="good" live title="Saved." /> : null}
          <SelectField
            label="When something a customer bought breaks"
            name="mode"
            key={settings.mode}
            defaultValue={typedIn(state, "mode", settings.mode)}
            hint="A customer can have a choice of its own."
          >
            {warningModes.map((mode) => (
              <option key={mode} value={mode}>
                {modeWords[mode]}
              </option>
            ))}
          </SelectField>
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              name="tells_credit"
              value="1"
              defaultChecked={settings.tellsCredit}
              className="size-4 accent-ink"
            />
            Say which credit is likely
          </label>
          <TextArea
            label="What happens next"
            name="next_steps"
            rows={3}
            placeholder="We write again within the hour. Call us at any time: +1 555 0100."
            defaultValue={typedIn(state, "next_steps", settings.nextSteps ?? "")}
            error={complaintOf(state, "next_steps")}
          />
          <div>
            <Submit tone="quiet">Save</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
