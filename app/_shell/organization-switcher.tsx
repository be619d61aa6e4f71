import { Check, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { CloseOnNavigate } from "./close-on-navigate";

export type Switchable = { slug: string; name: string };

/** Which organization this is, and the way to the others. */
export function OrganizationSwitcher({
  current,
  organizations,
}: {
  current: Switchable;
  organizations: readonly Switchable[];
}) {
  if (organizations.length < 2)
    return (
      <div className="flex h-8 items-center gap-2 px-2">
        <Mark />
        <span className="truncate font-medium text-sm">{current.name}</span>
      </div>
    );
  return (
    <details className="relative">
      <summary className="flex h-8 list-none items-center gap-2 rounded-md px-2 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <Mark />
        <span className="truncate font-medium text-sm">{current.name}</span>
        <span className="sr-only">, switch organization</span>
        <ChevronsUpDown size={14} aria-hidden="true" className="ml-auto shrink-0 text-ink-3" />
      </summary>
      <ul className="absolute inset-x-0 top-9 z-20 rounded-md border border-line-strong bg-surface p-1 shadow-lg">
        {organizations.map(({ slug, name }) => (
          <li key={slug}>
            <Link
              href={`/${slug}`}
              aria-current={slug === current.slug ? "true" : undefined}
              className="flex h-8 items-center gap-2 rounded px-2 text-sm hover:bg-sunken"
            >
              <span className="truncate">{name}</span>
              {slug === current.slug ? <Check size={14} aria-hidden="true" className="ml-auto" /> : null}
            </Link>
          </li>
        ))}
      </ul>
      <CloseOnNavigate />
    </details>
  );
}

/** Probity's mark: a chain of two links, each holding the other. */
function Mark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" className="shrink-0">
      <rect x="1" y="1" width="16" height="16" rx="4" className="fill-ink" />
      <rect
        x="4"
        y="5.75"
        width="6"
        height="6.5"
        rx="3.25"
        fill="none"
        className="stroke-ground"
        strokeWidth="1.5"
      />
      <rect
        x="8"
        y="5.75"
        width="6"
        height="6.5"
        rx="3.25"
        fill="none"
        className="stroke-ground"
        strokeWidth="1.5"
      />
    </svg>
  );
}
