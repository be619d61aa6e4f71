"use client";

import { useActionState } from "react";
import { complaintOf, idle, typedIn } from "@/app/_server/form-state";
import { Banner } from "@/app/_ui/banner";
import { DialogButton } from "@/app/_ui/dialog";
import { SelectField, TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { copyContract } from "../actions";

/** The same terms again: for another customer, or from another day on. */
export function CloneDialog({
  organization,
  contract,
  customers,
  startsOn,
}: {
  organization: string;
  contract: { id: string; name: string; timezone: string; customerId: string };
  customers: readonly { id: string; name: string }[];
  startsOn: string;
}) {
  const [state, submit] = useActionState(copyContract, idle);
  const customer = typedIn(state, "customer_id", contract.customerId);
  return (
    <DialogButton label="Clone" title={`Clone ${contract.name}`}>
      <p className="text-ink-2 text-sm">
        A new contract with the newest terms of this one. Its amendments and statements stay here.
      </p>
      <form action={submit} className="mt-4 flex flex-col gap-4" noValidate>
        <input type="hidden" name="organization" value={organization} />
        <input type="hidden" name="id" value={contract.id} />
        <input type="hidden" name="timezone" value={contract.timezone} />
        {state.status === "refused" ? <Banner tone="bad" live title={state.message} /> : null}
        <TextField
          label="Name"
          name="name"
          required
          maxLength={200}
          defaultValue={typedIn(state, "name", `${contract.name} (copy)`)}
          error={complaintOf(state, "name")}
        />
        <SelectField
          key={customer}
          label="Customer"
          name="customer_id"
          defaultValue={customer}
          error={complaintOf(state, "customer_id")}
        >
          {customers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <div className="grid grid-cols-2 gap-4">
          <TextField
            label="First day"
            name="starts_on"
            type="date"
            required
            defaultValue={typedIn(state, "starts_on", startsOn)}
            error={complaintOf(state, "starts_at")}
          />
          <TextField
            label="Last day"
            name="until"
            type="date"
            defaultValue={typedIn(state, "until")}
            error={complaintOf(state, "ends_at")}
          />
        </div>
        <div className="flex justify-end">
          <Submit>Create the copy</Submit>
        </div>
      </form>
    </DialogButton>
  );
}
