"use client";

import { useState } from "react";
import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { ButtonLink } from "@/app/_ui/button";
import { SelectField, TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { Submit } from "@/app/_ui/submit";
import { causes } from "@/lib/domain/correction-input";
import { states, stateWords } from "@/lib/domain/state";
import { correct, type Previewed } from "./actions";
import { Effect } from "./effect";

type Props = {
  organization: string;
  component: string;
  zone: string;
  initial: Record<string, string>;
};

/** A correction is previewed before it is written; changing anything afterwards asks for a new preview. */
export function CorrectionForm({ organization, component, zone, initial }: Props) {
  const [touched, setTouched] = useState<FormState<Previewed> | null>(null);
  return (
    <ActionForm<Previewed> action={correct} organization={organization} className="flex flex-col gap-8">
      {(state) => {
        const value = (name: string) => valueIn(state, name, initial[name]);
        const isPreviewed = state.status === "done" && touched !== state;
        return (
          <div className="flex flex-col gap-8" onChange={() => setTouched(state)}>
            <input type="hidden" name="component" value={component} />
            <Stretch state={state} value={value} zone={zone} />
            <Word state={state} value={value} />
            <Why state={state} value={value} />
            <div aria-live="polite">{isPreviewed ? <Effect effect={state.data.effect} /> : null}</div>
            <div className="flex flex-wrap gap-2 md:pl-[15.5rem]">
              <Submit name="intent" value="preview" tone={isPreviewed ? "quiet" : "primary"}>
                Preview the effect
              </Submit>
              {isPreviewed ? (
                <Submit name="intent" value="write">
                  Write the correction
                </Submit>
              ) : null}
              <ButtonLink href={`/${organization}/ledger/${component}`} tone="ghost">
                Cancel
              </ButtonLink>
            </div>
          </div>
        );
      }}
    </ActionForm>
  );
}

function valueIn(state: FormState<Previewed>, name: string, initial = ""): string {
  return state.status === "done" ? (state.data.typed[name] ?? "") : typedIn(state, name, initial);
}

type PartProps = { state: FormState<Previewed>; value: (name: string) => string };

function Stretch({ state, value, zone }: PartProps & { zone: string }) {
  return (
    <FormSection
      title="When"
      note={`Times are in ${zone.replaceAll("_", " ")}. The end is not part of the stretch.`}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {(["from", "to"] as const).map((name) => (
          <TextField
            key={name}
            label={name === "from" ? "From" : "Until"}
            name={name}
            type="datetime-local"
            step="0.001"
            required
            defaultValue={value(name)}
            error={complaintOf(state, name)}
          />
        ))}
      </div>
    </FormSection>
  );
}

function Word({ state, value }: PartProps) {
  return (
    <FormSection title="What it was" note="A state, a cause, a share, or several of them; at least one.">
      <SelectField
        key={`state-${value("state")}`}
        label="State"
        name="state"
        defaultValue={value("state")}
        hint="Replaces whatever was measured or declared in this stretch."
        error={complaintOf(state, "state")}
      >
        <option value="">Leave the state as it is</option>
        {states.map((each) => (
          <option key={each} value={each}>
            {stateWords[each]}
          </option>
        ))}
      </SelectField>
      <SelectField
        key={`cause-${value("cause")}`}
        label="Cause"
        name="cause"
        defaultValue={value("cause")}
        hint="Contracts exclude time by cause."
        error={complaintOf(state, "cause")}
      >
        <option value="">Leave the cause as it is</option>
        {causes.map((cause) => (
          <option key={cause} value={cause}>
            {cause.replaceAll("_", " ")}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Share affected"
        name="affected_ratio"
        inputMode="decimal"
        placeholder="0.25"
        hint="How much of the component was affected, between 0 and 1. May be left empty."
        defaultValue={value("affected_ratio")}
        error={complaintOf(state, "affected_ratio")}
      />
    </FormSection>
  );
}

function Why({ state, value }: PartProps) {
  const supersedes = value("supersedes");
  return (
    <FormSection title="Why" note="Members read the reason. Exports and status pages carry only its hash.">
      <TextArea
        label="Reason"
        name="reason"
        required
        maxLength={2_000}
        defaultValue={value("reason")}
        error={complaintOf(state, "reason")}
      />
      {supersedes === "" ? null : (
        <TextField
          label="In place of entry"
          name="supersedes"
          inputMode="numeric"
          defaultValue={supersedes}
          hint="That correction no longer counts; it stays in the chain."
          error={complaintOf(state, "supersedes")}
        />
      )}
    </FormSection>
  );
}
