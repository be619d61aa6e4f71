"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { Banner } from "@/app/_ui/banner";
import { SelectField, TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { localeNames } from "@/lib/domain/locale";
import { type Locale, locales } from "@/lib/domain/page";
import { roles } from "@/lib/domain/permission";
import { roleWords } from "../roles";

type Action = (state: FormState<string>, form: FormData) => Promise<FormState<string>>;

/** Mails somebody a link with which they join. */
export function InviteForm({
  action,
  organization,
  mayMakeOwners,
  browserLocale,
}: {
  action: Action;
  organization: string;
  mayMakeOwners: boolean;
  browserLocale: Locale;
}) {
  return (
    <ActionForm
      action={action}
      organization={organization}
      className="mb-10 rounded-md border bg-surface p-4"
    >
      {(state) => {
        const role = typedIn(state, "role", "responder");
        const locale = typedIn(state, "locale", browserLocale);
        const error = (path: string) => complaintOf(state, path);
        return (
          <>
            {state.status === "done" ? (
              <Banner tone="good" live title={`Invited ${state.data}.`}>
                The link in the mail works for 7 days.
              </Banner>
            ) : null}
            <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_minmax(0,1fr)_auto]">
              <TextField
                label="Address"
                type="email"
                autoComplete="off"
                placeholder="ada@example.com"
                name="email"
                defaultValue={typedIn(state, "email")}
                error={error("email")}
              />
              <SelectField label="Role" name="role" key={role} defaultValue={role} error={error("role")}>
                {roles
                  .filter((each) => each !== "owner" || mayMakeOwners)
                  .map((each) => (
                    <option key={each} value={each}>
                      {roleWords[each].label}: {roleWords[each].note}
                    </option>
                  ))}
              </SelectField>
              <SelectField
                label="Language of the mail"
                name="locale"
                key={`in ${locale}`}
                defaultValue={locale}
                error={error("locale")}
              >
                {locales.map((each) => (
                  <option key={each} value={each}>
                    {localeNames[each]}
                  </option>
                ))}
              </SelectField>
              <Submit className="sm:mt-6">Invite</Submit>
            </div>
          </>
        );
      }}
    </ActionForm>
  );
}
