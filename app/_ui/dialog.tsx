"use client";

import { type ReactNode, useId, useRef } from "react";
import { Button } from "./button";

/**
 * A question on top of everything: the browser's own modal dialog, so focus stays inside, Escape closes, and focus
 * returns to the button. The button also names the dialog it opens, which today's browsers do without a script.
 * `children` is the dialog's body; a form in it closes it by navigating or through `done`.
 */
export function DialogButton({
  label,
  title,
  tone = "quiet",
  children,
}: {
  label: ReactNode;
  title: string;
  tone?: "primary" | "quiet" | "ghost" | "danger";
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [id, heading] = [useId(), useId()];
  const opens = { command: "show-modal", commandfor: id };
  const open = () => {
    if (!dialog.current?.open) dialog.current?.showModal();
  };
  return (
    <>
      <Button tone={tone} aria-haspopup="dialog" onClick={open} {...opens}>
        {label}
      </Button>
      <dialog
        ref={dialog}
        id={id}
        aria-labelledby={heading}
        className="m-auto w-[min(28rem,calc(100vw-2rem))] rounded-md border border-line-strong bg-surface p-5 text-ink shadow-xl backdrop:bg-black/40"
      >
        <h2 id={heading} className="mb-2 font-semibold text-lg">
          {title}
        </h2>
        {children}
        <form method="dialog" className="absolute top-3 right-3">
          <Button type="submit" tone="ghost" aria-label="Close" className="!px-2">
            ✕
          </Button>
        </form>
      </dialog>
    </>
  );
}
