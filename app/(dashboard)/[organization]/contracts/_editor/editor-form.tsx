"use client";

import { type ReactNode, startTransition } from "react";
import type { FormState } from "@/app/_server/form-state";
import { Banner } from "@/app/_ui/banner";
import { Button, ButtonLink } from "@/app/_ui/button";

/**
 * The frame of the editor: fields on the left, what they mean on the right, on a phone below. It sends the body it is
 * given, and not its controls, so that what was judged is what arrives.
 */
export function EditorForm({
  state,
  pending,
  verb,
  back,
  onSend,
  aside,
  children,
}: {
  state: FormState;
  pending: boolean;
  verb: string;
  back: string;
  onSend: () => void;
  aside: ReactNode;
  children: ReactNode;
}) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        startTransition(onSend);
      }}
      className="grid items-start gap-x-12 gap-y-8 xl:grid-cols-[minmax(0,1fr)_22rem]"
    >
      <div className="min-w-0 max-w-3xl">{children}</div>
      <div className="min-w-0 xl:sticky xl:top-9 xl:row-span-2 xl:max-h-[calc(100dvh-4.5rem)] xl:overflow-y-auto">
        {aside}
      </div>
      <div className="min-w-0 max-w-3xl">
        <Refusal state={state} />
        <div className="flex gap-2">
          <Button type="submit" tone="primary" disabled={pending}>
            {verb}
          </Button>
          <ButtonLink href={back} tone="ghost">
            Cancel
          </ButtonLink>
        </div>
      </div>
    </form>
  );
}

/** Beside the button that was pressed: what is wrong, field by field. */
function Refusal({ state }: { state: FormState }) {
  if (state.status !== "refused") return null;
  const said = Object.entries(state.errors).filter(([path]) => path !== "");
  return (
    <Banner tone="bad" live title={state.message}>
      {said.length > 0 ? (
        <ul className="list-disc pl-4">
          {said.map(([path, message]) => (
            <li key={path}>
              {pathWords(path)} {message}
            </li>
          ))}
        </ul>
      ) : null}
    </Banner>
  );
}

/** "commitments.0.fees.amount_minor" → "Promise 1, fees amount": the field as a person finds it. */
function pathWords(path: string): string {
  const [, number, rest] = /^commitments\.(\d+)\.(.+)$/.exec(path) ?? [];
  const words = (rest ?? path)
    .replace(/^terms\./, "")
    .replace(/\.(\d+)\b/g, (_, index) => ` ${Number(index) + 1}`)
    .replace(/_(minor|at|id)\b/g, "")
    .replaceAll(/[._]/g, " ");
  const text = number === undefined ? words : `promise ${Number(number) + 1}, ${words}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
