"use client";

import { useActionState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Submit } from "@/app/_ui/submit";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

/** One button that has something looked at again. */
export function CheckForm({ action, fields }: { action: Action; fields: Record<string, string> }) {
  const [, submit] = useActionState(action, idle);
  return (
    <form action={submit}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Submit tone="quiet">Check now</Submit>
    </form>
  );
}
