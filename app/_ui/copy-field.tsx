"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";

type Copied = "no" | "yes" | "failed";

type Taken = { value: string; shown?: string; label: string; wraps?: boolean };

/**
 * A value to take along: shown short, or on as many lines as it needs, and copied whole. Without JavaScript the whole
 * value can be selected.
 */
export function CopyField({ value, shown, label, wraps = false }: Taken) {
  const [copied, setCopied] = useState<Copied>("no");
  const copy = async () => {
    const outcome = await navigator.clipboard.writeText(value).then(
      () => "yes" as const,
      () => "failed" as const,
    );
    setCopied(outcome);
    setTimeout(() => setCopied("no"), 1_500);
  };
  const Icon = copied === "yes" ? Check : Copy;
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code
        title={value}
        className={`select-all font-mono text-[0.92em] ${wraps ? "break-words" : "truncate"}`}
      >
        {shown ?? value}
      </code>
      <button
        type="button"
        onClick={copy}
        aria-label={`Copy ${label}`}
        className="grid size-[24px] shrink-0 place-items-center rounded text-ink-3 hover:bg-sunken hover:text-ink"
      >
        <Icon size={13} aria-hidden="true" />
      </button>
      <span role="status" className="sr-only">
        {copied === "yes" ? "Copied" : copied === "failed" ? "Could not copy; select the text instead" : ""}
      </span>
    </span>
  );
}
