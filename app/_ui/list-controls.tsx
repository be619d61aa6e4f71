import Form from "next/form";
import Link from "next/link";
import type { ReactNode } from "react";
import { ButtonLink } from "./button";

/** Search and filters of a list; they live in the address, so that a list can be sent to somebody. */
export function FilterBar({
  action,
  q,
  placeholder,
  children,
  aside,
}: {
  /** The list's own path. */
  action: string;
  q: string | undefined;
  placeholder: string;
  children?: ReactNode;
  aside?: ReactNode;
}) {
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
      <Form action={action} role="search" className="flex flex-1 flex-wrap items-center gap-2">
        <input
          key={q ?? ""}
          type="search"
          name="q"
          defaultValue={q}
          data-search=""
          aria-label={placeholder}
          aria-keyshortcuts="/"
          placeholder={`${placeholder}  /`}
          className="h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 sm:w-64"
        />
        {children}
        <button type="submit" className="sr-only rounded-md border px-2 py-1 text-sm focus:not-sr-only">
          Apply
        </button>
      </Form>
      {aside ? <div className="flex items-center gap-2">{aside}</div> : null}
    </div>
  );
}

/** Filters of a screen that has nothing to search in. */
export function FilterForm({ action, children }: { action: string; children: ReactNode }) {
  return (
    <Form action={action} className="mb-4 flex flex-wrap items-center gap-2">
      {children}
      <button type="submit" className="sr-only rounded-md border px-2 py-1 text-sm focus:not-sr-only">
        Apply
      </button>
    </Form>
  );
}

/** Where a list goes on. Cursors only lead forwards; the browser's own way back leads back. */
export function Pager({
  path,
  query,
  nextCursor,
  shown,
  noun,
}: {
  path: string;
  /** Filters in force, with the cursor that led here, if any. */
  query: Record<string, string | undefined>;
  nextCursor: string | null;
  shown: number;
  noun: string;
}) {
  const { cursor, ...filters } = query;
  return (
    <nav
      aria-label="Pages of this list"
      className="mt-3 mb-10 flex items-center justify-between gap-3 text-sm"
    >
      <p className="text-ink-3 tabular-nums">
        {shown} {noun}
        {nextCursor ? ", more follow" : cursor ? ", the last of them" : ""}
      </p>
      <div className="flex items-center gap-2">
        {cursor ? (
          <Link href={address(path, filters)} className="text-ink-2 hover:text-ink hover:underline">
            Back to the start
          </Link>
        ) : null}
        {nextCursor ? (
          <ButtonLink href={address(path, { ...filters, cursor: nextCursor })} rel="next">
            Next
          </ButtonLink>
        ) : null}
      </div>
    </nav>
  );
}

/** A path with the given parameters; what is undefined or empty is left out. */
export function address(path: string, query: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== "") search.set(name, String(value));
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
