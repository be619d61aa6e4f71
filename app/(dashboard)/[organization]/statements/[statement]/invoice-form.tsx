"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { Banner } from "@/app/_ui/banner";
import { TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

/** Number, date and amount of the invoice; the amount is the fee that the credit is a share of. */
export function InvoiceForm({
  action,
  organization,
  id,
  currency,
  given,
}: {
  action: Action;
  organization: string;
  id: string;
  currency: string;
  given: { number: string; date: string; amount: string };
}) {
  return (
    <ActionForm action={action} organization={organization} className="flex max-w-3xl flex-col gap-4">
      {(state) => (
        <>
          {state.status === "done" ? (
            <Banner tone="good" live title="Noted. The credit is computed from it." />
          ) : null}
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="currency" value={currency} />
          <div className="grid gap-4 sm:grid-cols-3">
            <TextField
              label="Invoice number"
              name="number"
              autoComplete="off"
              defaultValue={typedIn(state, "number", given.number)}
              error={complaintOf(state, "number")}
            />
            <TextField
              label="Invoice date"
              name="date"
              type="date"
              defaultValue={typedIn(state, "date", given.date)}
              error={complaintOf(state, "date")}
            />
            <TextField
              label={`Amount in ${currency}`}
              name="amount_minor"
              inputMode="decimal"
              autoComplete="off"
              defaultValue={typedIn(state, "amount_minor", given.amount)}
              error={complaintOf(state, "amount_minor")}
              hint="Left empty, the contract's fee counts."
            />
          </div>
          <div>
            <Submit tone="quiet">Save invoice</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
