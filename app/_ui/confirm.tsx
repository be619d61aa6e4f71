"use client";

import type { ReactNode } from "react";
import { useActionState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Banner } from "./banner";
import { DialogButton } from "./dialog";
import { Submit } from "./submit";

type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/**
 * An act behind one question, destructive unless `tone` says otherwise; where every row of a table has one, `opener`
 * keeps its button quiet. `children` names what goes and what stays.
 */
export function Confirm({
  label,
  title,
  verb,
  tone = "danger",
  opener = tone,
  action,
  fields,
  children,
}: {
  label: string;
  title: string;
  verb: string;
  tone?: "primary" | "danger";
  opener?: "primary" | "danger" | "ghost";
  action: FormAction;
  /** Hidden fields: the organization and what the act is about. */
  fields: Record<string, string>;
  children: ReactNode;
}) {
  const [state, submit] = useActionState(action, idle);
  return (
    <DialogButton label={label} title={title} tone={opener}>
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
