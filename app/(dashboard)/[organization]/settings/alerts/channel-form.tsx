"use client";

import { complaintOf, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { Banner } from "@/app/_ui/banner";
import { SelectField, TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { alertChannelTypes } from "@/lib/domain/alert";
import { SecretBanner } from "../webhooks/secret-banner";
import { createChannelAction, type MadeChannel } from "./actions";
import { channelWords, targetWords } from "./words";

/** Makes a place where people are reached. */
export function ChannelForm({ organization }: { organization: string }) {
  return (
    <ActionForm<MadeChannel>
      action={createChannelAction}
      organization={organization}
      className="group/channel mb-4 flex flex-col gap-4 rounded-md border bg-surface p-4"
    >
      {(state) => {
        const target = ["address", "url", "routing_key", "api_key"].flatMap(
          (name) => complaintOf(state, name) ?? [],
        );
        const type = typedIn(state, "type", "email");
        return (
          <>
            {state.status === "done" ? <Made made={state.data} /> : null}
            <div className="grid items-start gap-4 sm:grid-cols-3">
              <SelectField
                label="Kind"
                name="type"
                key={type}
                defaultValue={type}
                error={complaintOf(state, "type")}
              >
                {alertChannelTypes.map((each) => (
                  <option key={each} value={each}>
                    {channelWords[each]}: {targetWords[each]}
                  </option>
                ))}
              </SelectField>
              <TextField
                label="Name"
                name="name"
                autoComplete="off"
                placeholder="On call"
                defaultValue={typedIn(state, "name")}
                error={complaintOf(state, "name")}
              />
              <TextField
                label="Address or key"
                name="target"
                autoComplete="off"
                spellCheck={false}
                hint="Kept sealed; only its end is shown later."
                error={target[0]}
              />
            </div>
            <div className="hidden group-has-[option[value=opsgenie]:checked]/channel:block">
              <SelectField label="Opsgenie region" name="region" defaultValue="us">
                <option value="us">United States</option>
                <option value="eu">European Union</option>
              </SelectField>
            </div>
            <div>
              <Submit tone="quiet">Add channel</Submit>
            </div>
          </>
        );
      }}
    </ActionForm>
  );
}

function Made({ made: { name, secret } }: { made: MadeChannel }) {
  if (secret !== null) return <SecretBanner secret={secret} title={`“${name}” can be used in routes.`} />;
  return <Banner tone="good" live title={`“${name}” can be used in routes.`} />;
}
