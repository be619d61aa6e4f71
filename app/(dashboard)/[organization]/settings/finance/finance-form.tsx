"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { Banner } from "@/app/_ui/banner";
import { TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { Submit } from "@/app/_ui/submit";

type Action = (state: FormState, form: FormData) => Promise<FormState>;
type Given = Record<
  | "timezone"
  | "four_eyes"
  | "credit_memo"
  | "debit_memo"
  | "name"
  | "address"
  | "tax_id"
  | "registration"
  | "contact"
  | "report_to",
  string
>;

/** How finance books, what its documents say of the organization, and who gets the monthly report. */
export function FinanceForm({
  action,
  organization,
  given,
}: {
  action: Action;
  organization: string;
  given: Given;
}) {
  return (
    <ActionForm action={action} organization={organization} className="flex flex-col gap-8">
      {(state) => (
        <>
          {state.status === "done" ? <Banner tone="good" live title="Saved." /> : null}
          <Approval state={state} given={given} />
          <Memos state={state} given={given} />
          <Legal state={state} given={given} />
          <Report state={state} given={given} />
        </>
      )}
    </ActionForm>
  );
}

type Part = { state: FormState; given: Given };

function Approval({ state, given }: Part) {
  return (
    <FormSection
      title="Approval"
      note="Above these amounts two members approve; an API key is never the second."
    >
      <TextArea
        label="Two approvals above"
        name="four_eyes"
        rows={3}
        defaultValue={typedIn(state, "four_eyes", given.four_eyes)}
        error={complaintOf(state, "four_eyes", true)}
        hint="One currency and amount a line, such as EUR 1,000.00. Empty: one approval is always enough."
      />
    </FormSection>
  );
}

function Memos({ state, given }: Part) {
  return (
    <FormSection title="Memos" note="Each series counts without a gap, from 1 every year.">
      <Line
        state={state}
        given={given}
        name="credit_memo"
        label="Series of credit memos"
        path="series.credit_memo"
        hint="CN gives CN-2026-000001."
      />
      <Line
        state={state}
        given={given}
        name="debit_memo"
        label="Series of debit memos"
        path="series.debit_memo"
      />
      <Line
        state={state}
        given={given}
        name="timezone"
        label="Time zone of the books"
        path="timezone"
        hint="Decides the day and year of a memo; fixed once one exists. Such as Europe/Berlin."
      />
    </FormSection>
  );
}

function Legal({ state, given }: Part) {
  return (
    <FormSection title="Legal entity" note="As it stands at the head and foot of memos and statements.">
      <Line state={state} given={given} name="name" label="Legal name" path="legal.name" />
      <TextArea
        label="Address"
        name="address"
        rows={3}
        defaultValue={typedIn(state, "address", given.address)}
        error={complaintOf(state, "legal.address")}
      />
      <Line state={state} given={given} name="tax_id" label="Tax id" path="legal.tax_id" />
      <Line
        state={state}
        given={given}
        name="registration"
        label="Registration"
        path="legal.registration"
        hint="Such as HRB 12345, Amtsgericht Berlin."
      />
      <Line
        state={state}
        given={given}
        name="contact"
        label="Contact"
        path="legal.contact"
        hint="Such as billing@example.com."
      />
    </FormSection>
  );
}

function Report({ state, given }: Part) {
  return (
    <FormSection title="Monthly report" note="Sent on the second day of a month about the month before.">
      <TextArea
        label="E-mail addresses"
        name="report_to"
        rows={3}
        defaultValue={typedIn(state, "report_to", given.report_to)}
        error={complaintOf(state, "report_to", true)}
        hint="One a line. It holds amounts: name only people who may see them."
      />
      <div>
        <Submit>Save</Submit>
      </div>
    </FormSection>
  );
}

function Line({
  state,
  given,
  name,
  label,
  path,
  hint,
}: {
  state: FormState;
  given: Given;
  name: keyof Given;
  label: string;
  path: string;
  hint?: string;
}) {
  return (
    <TextField
      label={label}
      name={name}
      autoComplete="off"
      defaultValue={typedIn(state, name, given[name])}
      error={complaintOf(state, path)}
      hint={hint}
    />
  );
}
