import type { ReactNode } from "react";

/** A part of a long form: what it is about on the left, its fields on the right. */
export function FormSection({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset className="grid gap-x-[2.5rem] gap-y-3 border-b pb-8 md:grid-cols-[13rem_minmax(0,1fr)]">
      <legend className="sr-only">{title}</legend>
      <div>
        <p aria-hidden="true" className="font-medium text-base">
          {title}
        </p>
        {note ? <div className="mt-1 text-balance text-ink-3 text-sm">{note}</div> : null}
      </div>
      <div className="flex min-w-0 max-w-2xl flex-col gap-4">{children}</div>
    </fieldset>
  );
}
