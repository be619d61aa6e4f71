"use client";

import type { ReactNode } from "react";
import { useActionState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Submit } from "@/app/_ui/submit";

type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/** One press, one turn; why it could not be stands beside the button. */
export function TurnButton({
  action,
  fields,
  children,
}: {
  action: FormAction;
  fields: Record<string, string>;
  children: ReactNode;
}) {
  const [state, submit] = useActionState(action, idle);
  return (
    <form action={submit} className="flex items-center gap-2">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {state.status === "refused" ? (
        <span role="alert" className="text-major text-xs">
          {state.message}
        </span>
      ) : null}
      <Submit>{children}</Submit>
    </form>
  );
}
