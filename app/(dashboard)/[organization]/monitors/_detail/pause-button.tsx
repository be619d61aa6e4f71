"use client";

import { useActionState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Submit } from "@/app/_ui/submit";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

/** Stops the runs and starts them again. While paused the component's ledger says "No data" of this monitor. */
export function PauseButton({
  action,
  fields,
  isPaused,
}: {
  action: Action;
  fields: Record<string, string>;
  isPaused: boolean;
}) {
  const [state, submit] = useActionState(action, idle);
  return (
    <form action={submit}>
      {Object.entries({ ...fields, paused: String(!isPaused) }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Submit tone="quiet">{isPaused ? "Resume" : "Pause"}</Submit>
      {state.status === "refused" ? (
        <p role="alert" className="text-major text-xs">
          {state.message}
        </p>
      ) : null}
    </form>
  );
}
