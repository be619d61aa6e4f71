"use client";

import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Banner } from "./banner";

/**
 * A form over a server action, which also works before JavaScript has come. `children` draws the fields from what
 * the last attempt left behind; the first field that was refused has the focus.
 */
export function ActionForm<T>({
  action,
  organization,
  children,
  className = "flex max-w-xl flex-col gap-4",
}: {
  action: (state: FormState<T>, form: FormData) => Promise<FormState<T>>;
  organization: string;
  children: (state: FormState<T>) => ReactNode;
  className?: string;
}) {
  const [state, submit] = useActionState<FormState<T>, FormData>(action, idle);
  const form = useRef<HTMLFormElement>(null);
  // Where a form is long, what is wrong with it is far from what was pressed.
  useEffect(() => {
    if (state.status === "refused") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state]);
  return (
    <form ref={form} action={submit} className={className} noValidate>
      <input type="hidden" name="organization" value={organization} />
      {state.status === "refused" ? <Banner tone="bad" live title={state.message} /> : null}
      {children(state)}
    </form>
  );
}
