"use client";

import { useEffect, useState } from "react";
import type { Opened } from "./commands";

const waitMs = 120;

/** What the organization's `search` route answers. */
type Answer = { found: Opened[] };

/** What the organization has under that name; the newest question wins, a failed one finds nothing. */
export function useFound(search: string, query: string): readonly Opened[] {
  const [found, setFound] = useState<{ query: string; items: readonly Opened[] }>({ query: "", items: [] });
  const asked = query.trim();
  useEffect(() => {
    if (asked === "") return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const response = await fetch(`${search}?q=${encodeURIComponent(asked)}`, { signal: stop.signal }).catch(
        () => null,
      );
      const read: Answer | null = response?.ok ? await response.json().catch(() => null) : null;
      if (!stop.signal.aborted) setFound({ query: asked, items: read?.found ?? [] });
    }, waitMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [search, asked]);
  return asked === "" ? [] : found.items;
}
