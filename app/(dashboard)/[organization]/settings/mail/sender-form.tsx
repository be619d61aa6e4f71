"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { Banner } from "@/app/_ui/banner";
import { Submit } from "@/app/_ui/submit";
import type { PageSender } from "@/lib/operations/sending-domains";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

/** Who the mails of one page come from. */
export function SenderForm({
  action,
  organization,
  page,
  sender,
}: {
  action: Action;
  organization: string;
  page: { id: string; name: string };
  sender: PageSender;
}) {
  const rows = [
    { name: "name", label: "Name", held: sender.name, placeholder: page.name },
    { name: "address", label: "Address", held: sender.address, placeholder: "status@mail.acme.com" },
    { name: "reply_to", label: "Replies go to", held: sender.replyTo, placeholder: "support@acme.com" },
  ] as const;
  return (
    <ActionForm action={action} organization={organization} className="mb-4 rounded-md border bg-surface p-4">
      {(state) => (
        <fieldset>
          <legend className="mb-2 font-medium text-sm">{page.name}</legend>
          <input type="hidden" name="page" value={page.id} />
          {state.status === "done" ? <Banner tone="good" live title="Saved." /> : null}
          <div className="grid items-start gap-4 sm:grid-cols-[1fr_1fr_1fr_auto]">
            {rows.map(({ name, label, held, placeholder }) => (
              <label key={name} className="flex flex-col gap-1 text-sm">
                <span className="font-medium">{label}</span>
                <input
                  name={name}
                  placeholder={placeholder}
                  autoComplete="off"
                  defaultValue={typedIn(state, name, held ?? "")}
                  aria-invalid={complaintOf(state, name) ? true : undefined}
                  className="h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-base placeholder:text-ink-3 aria-invalid:border-major"
                />
                {complaintOf(state, name) ? (
                  <span className="text-major text-xs">{complaintOf(state, name)}</span>
                ) : null}
              </label>
            ))}
            <Submit tone="quiet" className="sm:mt-6">
              Save
            </Submit>
          </div>
        </fieldset>
      )}
    </ActionForm>
  );
}
