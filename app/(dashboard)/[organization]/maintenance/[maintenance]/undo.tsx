"use client";

import { useEffect, useState } from "react";
import { PressButton } from "@/app/_ui/press-button";
import { secondMs } from "@/lib/domain/time";
import { undoAction } from "../actions";

/** Seconds to take the last words back, counted by the reader's own clock; gone when they are over. */
export function Undo({ fields, leftMs }: { fields: { organization: string; id: string }; leftMs: number }) {
  const [left, setLeft] = useState(leftMs);
  useEffect(() => {
    const end = performance.now() + leftMs;
    const timer = setInterval(() => setLeft(end - performance.now()), 250);
    return () => clearInterval(timer);
  }, [leftMs]);
  if (left <= 0) return null;
  return (
    <div className="mt-1 flex items-center gap-3 text-ink-2">
      <span>
        Told in <span className="tabular-nums">{Math.ceil(left / secondMs)} s</span>
      </span>
      <PressButton action={undoAction} fields={fields}>
        Undo
      </PressButton>
    </div>
  );
}
