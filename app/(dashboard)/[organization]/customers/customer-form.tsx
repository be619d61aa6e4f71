"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { ButtonLink } from "@/app/_ui/button";
import { TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { Submit } from "@/app/_ui/submit";
import type { CustomerView } from "@/lib/domain/customer";
import { addCustomer, changeCustomer } from "./actions";

type Props = { organization: string; edited: CustomerView | null };

/** Makes a customer, or changes the one given as `edited`. */
export function CustomerForm({ organization, edited }: Props) {
  const list = `/${organization}/customers`;
  return (
    <ActionForm
      action={edited ? changeCustomer : addCustomer}
      organization={organization}
      className="flex flex-col gap-8"
    >
      {(state) => (
        <>
          {edited ? (
            <>
              <input type="hidden" name="id" value={edited.id} />
              <input type="hidden" name="version" value={edited.version} />
            </>
          ) : null}
          <Account state={state} edited={edited} />
          <Documents state={state} edited={edited} />
          <Books state={state} edited={edited} />
          <div className="flex gap-2 md:pl-[15.5rem]">
            <Submit>{edited ? "Save changes" : "Create customer"}</Submit>
            <ButtonLink href={edited ? `${list}/${edited.id}` : list} tone="ghost">
              Cancel
            </ButtonLink>
          </div>
        </>
      )}
    </ActionForm>
  );
}

type PartProps = { state: FormState; edited: CustomerView | null };

function Account({ state, edited }: PartProps) {
  return (
    <FormSection title="Account" note="The name stands on statements and credit memos.">
      <TextField
        label="Name"
        name="name"
        required
        maxLength={200}
        defaultValue={typedIn(state, "name", edited?.name)}
        error={complaintOf(state, "name")}
      />
      <TextField
        label="Number in your accounts"
        name="external_id"
        placeholder="C-1042"
        maxLength={64}
        hint="Exports carry it, so that your books recognise the customer. No two customers share one."
        defaultValue={typedIn(state, "external_id", edited?.externalId ?? "")}
        error={complaintOf(state, "external_id")}
      />
    </FormSection>
  );
}

function Documents({ state, edited }: PartProps) {
  return (
    <FormSection title="On documents" note="What a credit memo must name, and where it goes.">
      <TextField
        label="E-mail"
        name="email"
        type="email"
        defaultValue={typedIn(state, "email", edited?.email ?? "")}
        error={complaintOf(state, "email")}
      />
      <TextField
        label="Tax number"
        name="tax_id"
        placeholder="DE123456789"
        maxLength={64}
        defaultValue={typedIn(state, "tax_id", edited?.taxId ?? "")}
        error={complaintOf(state, "tax_id")}
      />
      <TextArea
        label="Address"
        name="address"
        rows={3}
        maxLength={1_000}
        defaultValue={typedIn(state, "address", edited?.address ?? "")}
        error={complaintOf(state, "address")}
      />
    </FormSection>
  );
}

const codes = [
  { name: "gl_account", label: "Account", placeholder: "4000" },
  { name: "cost_centre", label: "Cost centre", placeholder: "OPS" },
  { name: "tax_code", label: "Tax code", placeholder: "S" },
] as const;

function Books({ state, edited }: PartProps) {
  return (
    <FormSection
      title="In the books"
      note="Codes of your accounting that exported credits carry. All optional."
    >
      <div className="grid gap-4 sm:grid-cols-3">
        {codes.map(({ name, label, placeholder }) => (
          <TextField
            key={name}
            label={label}
            name={`accounting.${name}`}
            placeholder={placeholder}
            maxLength={64}
            defaultValue={typedIn(state, `accounting.${name}`, edited?.accounting?.[name] ?? "")}
            error={complaintOf(state, `accounting.${name}`)}
          />
        ))}
      </div>
    </FormSection>
  );
}
