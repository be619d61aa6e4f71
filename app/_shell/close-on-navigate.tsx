"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** Closes the `<details>` it stands in once the reader has gone somewhere, and on Escape. */
export function CloseOnNavigate() {
  const place = `${usePathname()}?${useSearchParams()}`;
  const here = useRef<HTMLSpanElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place is the event that closes.
  useEffect(() => {
    here.current?.closest("details")?.removeAttribute("open");
  }, [place]);
  useEffect(() => {
    const details = here.current?.closest("details");
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !details?.open) return;
      details.open = false;
      details.querySelector("summary")?.focus();
    };
    details?.addEventListener("keydown", onKey);
    return () => details?.removeEventListener("keydown", onKey);
  }, []);
  return <span ref={here} hidden />;
}
