"use client";

import { useActionState } from "react";
import { complaintOf, idle, typedIn } from "@/app/_server/form-state";
import { Banner } from "@/app/_ui/banner";
import { DialogButton } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { endOn } from "../actions";

/** The question before a contract ends: which day is the last, and what that does to its periods. */
export function EndDialog({
  organization,
  contract,
  lastDay,
}: {
  organization: string;
  contract: { id: string; name: string; timezone: string };
  lastDay: string;
}) {
  const [state, submit] = useActionState(endOn, idle);
  return (
    <DialogButton label="End" title={`End ${contract.name}?`} tone="danger">
      <ul className="list-disc space-y-1 pl-4 text-ink-2 text-sm">
        <li>Periods that would begin after the last day are no more.</li>
        <li>The period the last day falls into ends there, with its share of the fee.</li>
        <li>Closed statements, credits and every version of the terms stay.</li>
      </ul>
      <form action={submit} className="mt-4 flex flex-col gap-4" noValidate>
        <input type="hidden" name="organization" value={organization} />
        <input type="hidden" name="id" value={contract.id} />
        <input type="hidden" name="timezone" value={contract.timezone} />
        {state.status === "refused" ? <Banner tone="bad" live title={state.message} /> : null}
        <TextField
          label="Last day"
          name="last_day"
          type="date"
          required
          defaultValue={typedIn(state, "last_day", lastDay)}
          hint={`On clocks in ${contract.timezone.replaceAll("_", " ")}.`}
          error={complaintOf(state, "ends_at")}
        />
        <TextField
          label="Reason"
          name="reason"
          maxLength={2_000}
          defaultValue={typedIn(state, "reason")}
          error={complaintOf(state, "reason")}
        />
        <div className="flex justify-end">
          <Submit tone="danger">End the contract</Submit>
        </div>
      </form>
    </DialogButton>
  );
}
