"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { DialogButton } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";

/** Asks for an address and, for those who wonder later, why. */
export function SuppressForm({
  action,
  organization,
}: {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  organization: string;
}) {
  return (
    <DialogButton label="Suppress an address" title="Send nothing more to an address">
      <ActionForm action={action} organization={organization}>
        {(state) => (
          <>
            <TextField
              label="E-mail address"
              name="address"
              type="email"
              defaultValue={typedIn(state, "address")}
              error={complaintOf(state, "address")}
              hint="Sign-in links that its owner asks for still arrive."
            />
            <TextField
              label="Why"
              name="detail"
              defaultValue={typedIn(state, "detail")}
              error={complaintOf(state, "detail")}
            />
            <div>
              <Submit>Suppress</Submit>
            </div>
          </>
        )}
      </ActionForm>
    </DialogButton>
  );
}
