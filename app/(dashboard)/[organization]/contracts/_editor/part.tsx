"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useEditor } from "./editor";

/** A part of the editor that everybody fills in: what it is about above its fields. */
export function Part({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 border-t py-6 first:border-t-0 first:pt-0">
      <legend className="sr-only">{title}</legend>
      <div>
        <p aria-hidden="true" className="font-medium text-base">
          {title}
        </p>
        {note ? <p className="mt-0.5 max-w-prose text-ink-3 text-sm">{note}</p> : null}
      </div>
      {children}
    </fieldset>
  );
}

/**
 * A part that has sensible values already: closed it says what they are, and it opens by itself when something inside
 * is wrong.
 */
export function FoldedPart({
  title,
  summary,
  paths,
  children,
}: {
  title: string;
  summary: string;
  /** What lies inside. */
  paths: readonly string[];
  children: ReactNode;
}) {
  const { complaint } = useEditor();
  const [isOpen, setOpen] = useState(false);
  const isWrong = paths.some((path) => complaint(path, true) !== undefined);
  return (
    <details
      open={isOpen || isWrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group/part border-t"
    >
      <summary className="flex list-none items-baseline gap-2 rounded-md py-3 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          aria-hidden="true"
          className="shrink-0 translate-y-0.5 text-ink-3 transition-transform group-open/part:rotate-90"
        />
        <span className="min-w-0">
          <span className="font-medium text-base">{title}</span>
          <span className="ml-2 text-ink-3 text-sm group-open/part:hidden">{summary}</span>
        </span>
      </summary>
      <div className="flex flex-col gap-4 pt-1 pb-6 sm:pl-[22px]">{children}</div>
    </details>
  );
}

/** Fields beside each other where there is room. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-4 sm:grid-cols-2">{children}</div>;
}
