"use client";

import { type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { SelectField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { type WarningMode, warningModes } from "@/lib/domain/subscriber";
import { modeWords } from "../messages/words";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

/** Whether this customer is warned otherwise than the organization's settings say. */
export function ModeForm({
  action,
  organization,
  customer,
  mode,
  fallback,
}: {
  action: Action;
  organization: string;
  customer: string;
  mode: WarningMode | null;
  fallback: string;
}) {
  return (
    <ActionForm action={action} organization={organization} className="mt-3 flex flex-wrap items-end gap-3">
      {(state) => (
        <>
          <input type="hidden" name="customer" value={customer} />
          <div className="w-80 max-w-full">
            <SelectField
              label="When something this customer bought breaks"
              name="mode"
              key={mode}
              defaultValue={typedIn(state, "mode", mode ?? "")}
            >
              <option value="">{fallback}</option>
              {warningModes.map((each) => (
                <option key={each} value={each}>
                  {modeWords[each]}
                </option>
              ))}
            </SelectField>
          </div>
          <Submit tone="quiet">Save</Submit>
        </>
      )}
    </ActionForm>
  );
}
