"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { ButtonLink } from "@/app/_ui/button";
import { SelectField, TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { Submit } from "@/app/_ui/submit";
import { addUpstreamContractAction } from "../actions";

type Choice = { id: string; name: string };

/** The usual promise of a provider; rarer terms go through REST. */
export function UpstreamContractForm({
  organization,
  components,
  providers,
}: {
  organization: string;
  components: readonly Choice[];
  providers: readonly Choice[];
}) {
  return (
    <ActionForm
      action={addUpstreamContractAction}
      organization={organization}
      className="flex flex-col gap-8"
    >
      {(state) => (
        <>
          <Who state={state} components={components} providers={providers} />
          <What state={state} />
          <div className="flex gap-2 md:pl-[15.5rem]">
            <Submit>Keep this contract</Submit>
            <ButtonLink href={`/${organization}/providers/claims`} tone="ghost">
              Cancel
            </ButtonLink>
          </div>
        </>
      )}
    </ActionForm>
  );
}

function Who({
  state,
  components,
  providers,
}: {
  state: FormState;
  components: readonly Choice[];
  providers: readonly Choice[];
}) {
  return (
    <FormSection title="Who promises what" note="Our component is where their failure is measured.">
      <SelectField
        label="Provider"
        name="provider"
        defaultValue={typedIn(state, "provider")}
        error={complaintOf(state, "provider_name") ?? complaintOf(state, "source_id")}
        hint="One that a component depends on, so that its own words stand in the evidence."
      >
        <option value="">Choose one</option>
        {providers.map(({ id, name }) => (
          <option key={id} value={`${id} ${name}`}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Name of the contract"
        name="name"
        maxLength={200}
        defaultValue={typedIn(state, "name")}
        error={complaintOf(state, "name")}
      />
      <SelectField
        label="Measured on"
        name="component_id"
        defaultValue={typedIn(state, "component_id")}
        error={complaintOf(state, "terms.components", true)}
      >
        <option value="">Choose a component</option>
        {components.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label="From"
        name="starts_on"
        type="date"
        defaultValue={typedIn(state, "starts_on")}
        error={complaintOf(state, "starts_at")}
        hint="The first day (UTC). Months that are over are assessed at once."
      />
    </FormSection>
  );
}

function What({ state }: { state: FormState }) {
  return (
    <FormSection
      title="What it is worth"
      note="By calendar month in UTC. What we did not measure counts for the provider."
    >
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <TextField
          label="Fee a month"
          name="fee"
          inputMode="decimal"
          defaultValue={typedIn(state, "fee")}
          error={complaintOf(state, "fees.amount_minor")}
        />
        <TextField
          label="Currency"
          name="currency"
          maxLength={3}
          defaultValue={typedIn(state, "currency", "EUR")}
          error={complaintOf(state, "fees.currency")}
        />
      </div>
      <TextField
        label="Promised availability in percent"
        name="target"
        inputMode="decimal"
        defaultValue={typedIn(state, "target", "99.9")}
        error={complaintOf(state, "terms.target", true)}
      />
      <TextArea
        label="Credits"
        name="tiers"
        defaultValue={typedIn(state, "tiers", "99.9 10\n99 25")}
        error={complaintOf(state, "terms.credit", true)}
        hint="A tier a line: “99.9 10” credits 10 % of the fee below 99.9 %."
      />
      <TextField
        label="Days to claim after the month"
        name="claim_days"
        inputMode="numeric"
        defaultValue={typedIn(state, "claim_days", "30")}
        error={complaintOf(state, "claim_days")}
      />
    </FormSection>
  );
}
