"use client";

import type { ReactNode } from "react";
import { openPalette } from "./palette-events";

/** Opens the command palette; ⌘K and Ctrl-K do the same from anywhere. */
export function PaletteButton({ children }: { children: ReactNode }) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Meta+K Control+K"
      onClick={() => window.dispatchEvent(new Event(openPalette))}
      className="flex h-8 items-center gap-2 rounded-md border bg-surface px-2 text-ink-3 text-sm hover:border-line-strong hover:text-ink max-md:h-11"
    >
      {children}
    </button>
  );
}
