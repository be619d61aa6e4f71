import type { ReactNode } from "react";

/** One question or one sentence, in a hairline frame. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4 rounded-md border border-line bg-surface p-6">
      <h1 className="font-semibold text-xl">{title}</h1>
      {children}
    </section>
  );
}

/** What went wrong with the form above, read out at once. */
export function Problem({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className="text-major text-sm">
      {children}
    </p>
  );
}
