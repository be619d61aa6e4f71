"use client";

import type { ReactNode } from "react";
import { useActionState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Submit } from "./submit";

type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/** One press, one act; why it could not be stands beside the button. */
export function PressButton({
  action,
  fields,
  tone = "quiet",
  children,
}: {
  action: FormAction;
  fields: Record<string, string>;
  tone?: "primary" | "quiet" | "ghost" | "danger";
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
      <Submit tone={tone}>{children}</Submit>
    </form>
  );
}
