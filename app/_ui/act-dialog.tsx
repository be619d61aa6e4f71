"use client";

import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { complaintOf, type FormState, idle, typedIn } from "@/app/_server/form-state";
import { Banner } from "./banner";
import { DialogButton } from "./dialog";
import { TextArea, TextField } from "./field";
import { Submit } from "./submit";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

export type ActInput = {
  label: string;
  name: string;
  hint?: string;
  type?: "text" | "date" | "datetime-local";
  initial?: string;
  /** Several lines. */
  isLong?: boolean;
};

/** An act behind a question that says what it will do, with the few fields that it takes. */
export function ActDialog({
  label,
  title,
  verb,
  tone = "quiet",
  action,
  fields,
  inputs,
  children,
}: {
  label: string;
  title: string;
  verb: string;
  tone?: "primary" | "quiet" | "danger";
  action: Action;
  /** Hidden fields: the organization and what the act is about. */
  fields: Record<string, string>;
  inputs: readonly ActInput[];
  children?: ReactNode;
}) {
  const [state, submit] = useActionState(action, idle as FormState);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.status === "done") form.current?.closest("dialog")?.close();
  }, [state]);
  return (
    <DialogButton label={label} title={title} tone={tone}>
      <div className="text-ink-2 text-sm">{children}</div>
      <form ref={form} action={submit} className="mt-4 flex flex-col gap-3" noValidate>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {state.status === "refused" ? <Banner tone="bad" live title={state.message} /> : null}
        {inputs.map((input) => (
          <Input key={input.name} input={input} scope={`${verb}-${fields.id ?? ""}`} state={state} />
        ))}
        <div className="flex justify-end gap-2">
          <Submit tone={tone === "danger" ? "danger" : "primary"}>{verb}</Submit>
        </div>
      </form>
    </DialogButton>
  );
}

function Input({
  input: { label, name, hint, type = "text", initial = "", isLong },
  scope,
  state,
}: {
  input: ActInput;
  scope: string;
  state: FormState;
}) {
  const common = {
    ...{ label, name, hint, autoComplete: "off" },
    // Several dialogs of one screen have a field of the same name.
    id: `${scope.replace(/\W+/g, "-")}-${name}`,
    defaultValue: typedIn(state, name, initial),
    error: complaintOf(state, name),
  };
  return isLong ? <TextArea {...common} rows={3} /> : <TextField {...common} type={type} />;
}
