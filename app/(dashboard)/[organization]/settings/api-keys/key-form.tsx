"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { Banner } from "@/app/_ui/banner";
import { CopyField } from "@/app/_ui/copy-field";
import { SelectField, TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import type { Grant } from "@/lib/domain/permission";
import type { NewKey } from "../actions";
import { scopeWords } from "../roles";

type Action = (state: FormState<NewKey>, form: FormData) => Promise<FormState<NewKey>>;

const lives = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "never", label: "Never" },
];

/** Makes a key that holds at most what its maker holds, and shows it once. */
export function KeyForm({
  action,
  organization,
  offered,
}: {
  action: Action;
  organization: string;
  offered: readonly Grant[];
}) {
  return (
    <ActionForm
      action={action}
      organization={organization}
      className="mb-10 flex flex-col gap-4 rounded-md border bg-surface p-4"
    >
      {(state) => {
        const life = typedIn(state, "expires_in_days", "90");
        return (
          <>
            {state.status === "done" ? <Shown made={state.data} /> : null}
            <div className="grid items-start gap-4 sm:grid-cols-2">
              <TextField
                label="Name"
                name="name"
                autoComplete="off"
                placeholder="Deploy pipeline"
                defaultValue={typedIn(state, "name")}
                error={complaintOf(state, "name")}
              />
              <SelectField
                label="Stops working"
                name="expires_in_days"
                key={life}
                defaultValue={life}
                error={complaintOf(state, "expires_at")}
              >
                {lives.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </SelectField>
            </div>
            <Scopes offered={offered} state={state} />
            <div>
              <Submit>Create key</Submit>
            </div>
          </>
        );
      }}
    </ActionForm>
  );
}

function Shown({ made: { name, token } }: { made: NewKey }) {
  return (
    <Banner tone="good" live title={`This is the key “${name}”. It is shown only now.`}>
      <p>Copy it to where it is used. Only a hash of it is kept here.</p>
      <p className="mt-2 text-ink">
        <CopyField value={token} label="key" />
      </p>
    </Banner>
  );
}

function Scopes({ offered, state }: { offered: readonly Grant[]; state: FormState<NewKey> }) {
  const complaint = complaintOf(state, "scopes", true);
  return (
    <fieldset aria-describedby={complaint ? "scopes-error" : undefined}>
      <legend className="mb-1 font-medium text-sm">Scopes</legend>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {offered.map((grant) => {
          const name = `scopes.${grant}`;
          const isOn = typedIn(state, name, grant === "read" ? "true" : "") !== "";
          return (
            <label key={`${grant} ${isOn}`} className="flex items-start gap-2 py-0.5 text-sm">
              <input
                type="checkbox"
                name={name}
                value="true"
                defaultChecked={isOn}
                className="mt-0.5 size-4 accent-ink"
              />
              <span>
                <span className="font-mono text-xs">{scopeWords[grant].label}</span>
                <span className="block text-ink-3 text-xs">{scopeWords[grant].note}</span>
              </span>
            </label>
          );
        })}
      </div>
      {complaint ? (
        <p id="scopes-error" className="mt-1 text-major text-xs">
          {complaint}
        </p>
      ) : null}
    </fieldset>
  );
}
