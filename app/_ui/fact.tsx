import type { ReactNode } from "react";

type Fact = { term: string; children: ReactNode };

/** One fact of a `<dl>` of tiles: a small name, and below it what is so. */
export function Fact({ term, wide = false, children }: Fact & { wide?: boolean }) {
  return (
    <div className={wide ? "min-w-0 max-md:col-span-2" : "min-w-0"}>
      <dt className="mb-1 text-ink-3 text-xs">{term}</dt>
      <dd className="break-words tabular-nums">{children}</dd>
    </div>
  );
}

/** One fact of a `<dl>` that is a grid of two columns: the name at the start, what is so beside it, or below on a phone. */
export function FactBeside({ term, children }: Fact) {
  return (
    <>
      <dt className="text-ink-3 max-sm:-mb-1.5">{term}</dt>
      <dd className="min-w-0 break-words max-sm:mb-1.5">{children}</dd>
    </>
  );
}

/** One line of a `<dl>` of settings, ruled off from the next. */
export function FactLine({ term, children }: Fact) {
  return (
    <div className="grid gap-x-6 py-2 md:grid-cols-[13rem_minmax(0,1fr)]">
      <dt className="text-ink-3">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
