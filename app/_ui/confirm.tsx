"use client";

import type { ReactNode } from "react";
import { useActionState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Banner } from "./banner";
import { DialogButton } from "./dialog";
import { Submit } from "./submit";

type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/** An act behind one question, destructive unless `tone` says otherwise. `children` names what goes and what stays. */
export function Confirm({
  label,
  title,
  verb,
  tone = "danger",
  action,
  fields,
  children,
}: {
  label: string;
  title: string;
  verb: string;
  tone?: "primary" | "danger";
  action: FormAction;
  /** Hidden fields: the organization and what the act is about. */
  fields: Record<string, string>;
  children: ReactNode;
}) {
  const [state, submit] = useActionState(action, idle);
  return (
    <DialogButton label={label} title={title} tone={tone}>
      <div className="text-ink-2 text-sm">{children}</div>
      <form action={submit} className="mt-4">
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {state.status === "refused" ? <Banner tone="bad" live title={state.message} /> : null}
        <div className="flex justify-end gap-2">
          <Submit tone={tone}>{verb}</Submit>
        </div>
      </form>
    </DialogButton>
  );
}
