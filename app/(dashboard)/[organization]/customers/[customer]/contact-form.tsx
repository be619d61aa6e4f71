"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { SelectField, TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { localeNames } from "@/lib/domain/locale";
import { locales } from "@/lib/domain/page";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

/** One more person to tell. */
export function ContactForm({
  action,
  organization,
  customer,
}: {
  action: Action;
  organization: string;
  customer: string;
}) {
  return (
    <ActionForm action={action} organization={organization} className="mt-3 rounded-md border bg-surface p-4">
      {(state) => (
        <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,10rem)_auto]">
          <input type="hidden" name="customer" value={customer} />
          <TextField
            label="Name"
            name="name"
            placeholder="Ana Duarte"
            autoComplete="off"
            defaultValue={state.status === "done" ? "" : typedIn(state, "name")}
            error={complaintOf(state, "name")}
          />
          <TextField
            label="E-mail address"
            name="email"
            placeholder="ana@customer.example"
            autoComplete="off"
            defaultValue={state.status === "done" ? "" : typedIn(state, "email")}
            error={complaintOf(state, "email")}
          />
          <SelectField label="Language" name="locale" defaultValue={typedIn(state, "locale", "en")}>
            {locales.map((locale) => (
              <option key={locale} value={locale}>
                {localeNames[locale]}
              </option>
            ))}
          </SelectField>
          <Submit className="sm:mt-6">Add contact</Submit>
        </div>
      )}
    </ActionForm>
  );
}
