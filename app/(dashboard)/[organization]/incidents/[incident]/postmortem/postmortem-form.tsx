"use client";

import type { ReactNode } from "react";
import { complaintOf, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { TextArea } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { keepPostmortem } from "../../actions";

/** The text on the left, as it reads on the right (of the text last kept). */
export function PostmortemForm({
  organization,
  incident,
  text,
  isOver,
  children,
}: {
  organization: string;
  incident: { id: string; version: number };
  text: string;
  isOver: boolean;
  children: ReactNode;
}) {
  return (
    <div className="mb-10 grid gap-x-10 gap-y-6 lg:grid-cols-2">
      <ActionForm action={keepPostmortem} organization={organization} className="flex min-w-0 flex-col gap-3">
        {(state) => (
          <>
            <input type="hidden" name="id" value={incident.id} />
            <input type="hidden" name="version" value={incident.version} />
            <TextArea
              label="Text"
              name="body"
              rows={24}
              maxLength={20_000}
              className="font-mono !text-sm"
              defaultValue={typedIn(state, "body", text)}
              error={complaintOf(state, "body")}
              hint="Markdown. What happened, impact in numbers, causes, what we change. No blame."
            />
            <div className="flex flex-wrap gap-2">
              <Submit tone="quiet" name="intent" value="keep">
                Save
              </Submit>
              {isOver ? (
                <Submit name="intent" value="publish">
                  Publish postmortem
                </Submit>
              ) : (
                <p className="self-center text-ink-3 text-sm">
                  It can be published once the incident is resolved.
                </p>
              )}
            </div>
          </>
        )}
      </ActionForm>
      <section aria-labelledby="as-it-reads" className="min-w-0">
        <h2 id="as-it-reads" className="mb-1 font-medium text-sm">
          As it reads
        </h2>
        <div className="rounded-md border bg-surface p-5">{children}</div>
      </section>
    </div>
  );
}
