import type { ReactNode } from "react";

/** A screen that cannot be shown: what that means and where to go from here. */
export function NotHere({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mx-auto max-w-md px-6 py-24">
      <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
      <div className="mt-2 text-ink-2">{children}</div>
      {action ? <div className="mt-6">{action}</div> : null}
    </div>
  );
}
