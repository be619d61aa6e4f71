"use client";

import { useActionState } from "react";
import { idle } from "@/app/_server/form-state";
import { Submit } from "@/app/_ui/submit";
import { finishAction } from "../actions";

/** Done, open again, or off the board. */
export function ActionButtons({
  action,
  organization,
  back,
}: {
  action: { id: string; title: string; doneAt: number | null };
  organization: string;
  back: string;
}) {
  const [state, submit] = useActionState(finishAction, idle);
  const isDone = action.doneAt !== null;
  return (
    <form action={submit} className="flex items-center gap-1">
      <input type="hidden" name="organization" value={organization} />
      <input type="hidden" name="id" value={action.id} />
      <input type="hidden" name="back" value={back} />
      <Submit
        tone="ghost"
        name="done"
        value={isDone ? "false" : "true"}
        aria-label={`${isDone ? "Open again" : "Done"}: ${action.title}`}
      >
        {isDone ? "Open again" : "Done"}
      </Submit>
      <Submit tone="ghost" name="done" value="remove" aria-label={`Remove: ${action.title}`}>
        Remove
      </Submit>
      {state.status === "refused" ? (
        <span role="alert" className="text-major text-xs">
          {state.message}
        </span>
      ) : null}
    </form>
  );
}
