"use client";

import { useActionState, useEffect, useState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Submit } from "@/app/_ui/submit";
import { secondMs } from "@/lib/domain/time";
import { undo } from "../actions";

/** Ten seconds to take a post back, counted down; without a script it is a button that works in time. */
export function UndoBar({
  organization,
  incidentId,
  leftMs,
  isMailed,
}: {
  organization: string;
  incidentId: string;
  leftMs: number;
  isMailed: boolean;
}) {
  const [state, submit] = useActionState<FormState, FormData>(undo, idle);
  const left = useCountdown(leftMs);
  if (left <= 0)
    return (
      <p role="status" className="mb-6 rounded-md border bg-surface px-4 py-2 text-ink-2 text-sm">
        Published. {isMailed ? "Mails are on their way." : "Nobody is mailed."}
      </p>
    );
  return (
    <form
      action={submit}
      className="sticky top-2 z-20 mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-operational border-l-4 bg-surface px-4 py-2 text-sm"
    >
      <input type="hidden" name="organization" value={organization} />
      <input type="hidden" name="id" value={incidentId} />
      <p className="flex-1" role="status">
        <span className="font-medium text-operational">Published.</span>{" "}
        <span className="text-ink-2">
          {isMailed ? "Mails leave in" : "It can be taken back for"}{" "}
          <span className="tabular-nums">{Math.ceil(left / secondMs)} s</span>.
        </span>
        {state.status === "refused" ? <span className="block text-major">{state.message}</span> : null}
      </p>
      <Submit tone="quiet">Undo</Submit>
    </form>
  );
}

/** Counts from `leftMs` down to 0 by the reader's own clock, whose hour need not be ours. */
function useCountdown(leftMs: number): number {
  const [left, setLeft] = useState(leftMs);
  useEffect(() => {
    const end = performance.now() + leftMs;
    const timer = setInterval(() => setLeft(end - performance.now()), 250);
    return () => clearInterval(timer);
  }, [leftMs]);
  return left;
}
