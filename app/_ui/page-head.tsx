import Link from "next/link";
import type { ReactNode } from "react";

type Crumb = { label: string; href: string };

/** A screen's title, the way back, one line of what it is, and what can be done. */
export function PageHead({
  title,
  crumb,
  children,
  actions,
}: {
  title: ReactNode;
  crumb?: Crumb | undefined;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {crumb ? (
          <p className="mb-1 text-ink-3 text-sm">
            <Link href={crumb.href} className="hover:text-ink hover:underline">
              {crumb.label}
            </Link>
            <span aria-hidden="true"> /</span>
          </p>
        ) : null}
        <h1 className="text-balance font-semibold text-xl tracking-tight">{title}</h1>
        {children ? <div className="mt-1 text-ink-2 text-sm">{children}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}

/** A part of a screen under its own small heading. */
export function Section({
  title,
  aside,
  children,
  id,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section aria-label={title} id={id} className="mb-10 scroll-mt-6">
      <div className="mb-2 flex min-h-6 flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="font-medium text-base">{title}</h2>
        {aside ? <div className="text-ink-3 text-sm">{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}
