"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { ButtonLink } from "@/app/_ui/button";
import { SelectField, TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { Submit } from "@/app/_ui/submit";
import type { ComponentView } from "@/lib/domain/component";
import { addComponent, changeComponent } from "./actions";
import { CompositionEditor } from "./composition-editor";

type Initial = Pick<ComponentView, "name" | "description" | "group" | "position" | "publish" | "composition">;

/** Makes a component, or changes the one given as `edited`. */
export function ComponentForm({
  organization,
  edited,
  choices,
  groups,
}: {
  organization: string;
  edited: (Initial & { id: string; version: number }) | null;
  choices: readonly { id: string; name: string }[];
  groups: readonly string[];
}) {
  const back = edited ? `/${organization}/components/${edited.id}` : `/${organization}/components`;
  return (
    <ActionForm
      action={edited ? changeComponent : addComponent}
      organization={organization}
      className="flex flex-col gap-8"
    >
      {(state) => (
        <>
          {edited ? (
            <>
              <input type="hidden" name="id" value={edited.id} />
              <input type="hidden" name="version" value={edited.version} />
            </>
          ) : null}
          <Naming state={state} edited={edited} groups={groups} />
          <Publishing state={state} edited={edited} />
          <FormSection
            title="Composition"
            note="A component can be made of others. Its state then follows from theirs, and its uptime too."
          >
            <CompositionEditor
              state={state}
              initial={edited?.composition ?? null}
              choices={choices.filter((choice) => choice.id !== edited?.id)}
            />
          </FormSection>
          <div className="flex gap-2 md:pl-[15.5rem]">
            <Submit>{edited ? "Save changes" : "Create component"}</Submit>
            <ButtonLink href={back} tone="ghost">
              Cancel
            </ButtonLink>
          </div>
        </>
      )}
    </ActionForm>
  );
}

function Naming({
  state,
  edited,
  groups,
}: {
  state: FormState;
  edited: Initial | null;
  groups: readonly string[];
}) {
  return (
    <FormSection
      title="What customers read"
      note="The name stands on status pages, in mails and in contracts."
    >
      <TextField
        label="Name"
        name="name"
        required
        maxLength={200}
        defaultValue={typedIn(state, "name", edited?.name)}
        error={complaintOf(state, "name")}
      />
      <TextArea
        label="Description"
        name="description"
        hint="One sentence for people who do not know the name. May be left empty."
        maxLength={2_000}
        defaultValue={typedIn(state, "description", edited?.description ?? "")}
        error={complaintOf(state, "description")}
      />
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_9rem]">
        <TextField
          label="Group"
          name="group"
          list="groups"
          hint="Components of one group stand together."
          defaultValue={typedIn(state, "group", edited?.group ?? "")}
          error={complaintOf(state, "group")}
        />
        <TextField
          label="Position"
          name="position"
          inputMode="numeric"
          hint="Lower comes first."
          defaultValue={typedIn(state, "position", String(edited?.position ?? 0))}
          error={complaintOf(state, "position")}
        />
      </div>
      <datalist id="groups">
        {groups.map((group) => (
          <option key={group} value={group} />
        ))}
      </datalist>
    </FormSection>
  );
}

function Publishing({ state, edited }: { state: FormState; edited: Initial | null }) {
  const publish = typedIn(state, "publish", edited?.publish ?? "manual");
  return (
    <FormSection title="When it fails" note="Who tells customers first: a person, or the measurement itself.">
      <SelectField
        key={publish}
        label="Incidents"
        name="publish"
        defaultValue={publish}
        error={complaintOf(state, "publish")}
      >
        <option value="manual">A draft is prepared; a person publishes it</option>
        <option value="automatic">Published at once, by itself</option>
      </SelectField>
    </FormSection>
  );
}
