"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { SelectField, TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { subscriberChannels } from "@/lib/domain/subscriber";
import type { PagePart } from "@/lib/domain/subscription";
import { SecretBanner } from "../../settings/webhooks/secret-banner";
import type { AddedHook } from "../actions";
import { channelWords } from "../words";

type Action = (state: FormState<AddedHook>, form: FormData) => Promise<FormState<AddedHook>>;

/** One address, and why we may write to it. */
export function AddForm({
  action,
  organization,
  pageId,
  parts,
}: {
  action: Action;
  organization: string;
  pageId: string;
  parts: readonly PagePart[];
}) {
  return (
    <ActionForm action={action} organization={organization}>
      {(state) => (
        <>
          <input type="hidden" name="page" value={pageId} />
          {state.status === "done" ? (
            <SecretBanner secret={state.data.secret} title={`${state.data.address} was added.`} />
          ) : null}
          <SelectField label="Channel" name="channel" defaultValue={typedIn(state, "channel", "email")}>
            {subscriberChannels.map((channel) => (
              <option key={channel} value={channel}>
                {channelWords[channel]}
              </option>
            ))}
          </SelectField>
          <TextField
            label="Address"
            name="address"
            placeholder="ana@example.com"
            hint="An e-mail address, or the address of an incoming webhook."
            autoComplete="off"
            defaultValue={typedIn(state, "address")}
            error={complaintOf(state, "address")}
          />
          <Parts parts={parts} />
          <TextField
            label="Consent"
            name="note"
            placeholder="Asked for it in ticket 4711"
            hint="Where and when the owner agreed; kept with the subscriber. Not needed if the mailbox is asked."
            defaultValue={typedIn(state, "note")}
            error={complaintOf(state, "consent.note")}
          />
          <label className="flex items-center gap-2 text-sm">
            <input type="checkbox" name="ask" value="1" className="size-4 accent-ink" />
            Ask the mailbox first
          </label>
          <div>
            <Submit>Add subscriber</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

function Parts({ parts }: { parts: readonly PagePart[] }) {
  if (parts.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium text-sm">For which parts</legend>
      <p className="text-ink-3 text-xs">With nothing chosen it hears of everything.</p>
      {parts.map(({ id, name, group }) => (
        <label key={id} className="flex items-center gap-2 text-sm">
          <input type="checkbox" name="components" value={id} className="size-4 accent-ink" />
          {group === null ? name : `${group}: ${name}`}
        </label>
      ))}
    </fieldset>
  );
}
