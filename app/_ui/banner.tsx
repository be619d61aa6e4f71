import type { ReactNode } from "react";

const looks = {
  note: { border: "border-line-strong", word: "text-ink" },
  good: { border: "border-operational", word: "text-operational" },
  warning: { border: "border-degraded", word: "text-degraded" },
  bad: { border: "border-major", word: "text-major" },
};

/** One sentence that everybody on the screen should read. `live` is announced to screen readers as it appears. */
export function Banner({
  tone = "note",
  title,
  live,
  children,
}: {
  tone?: keyof typeof looks;
  title?: string;
  live?: boolean;
  children?: ReactNode;
}) {
  const { border, word } = looks[tone];
  return (
    <div
      role={live ? (tone === "bad" ? "alert" : "status") : undefined}
      className={`mb-4 rounded-md border border-l-4 bg-surface px-3 py-2 text-sm ${border}`}
    >
      {title ? <p className={`font-medium ${word}`}>{title}</p> : null}
      {children ? <div className="text-ink-2">{children}</div> : null}
    </div>
  );
}
