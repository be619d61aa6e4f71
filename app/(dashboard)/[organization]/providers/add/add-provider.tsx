"use client";

import { useActionState } from "react";
import { complaintOf, type FormState, idle, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button";
import { SelectField, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { StateLabel } from "@/app/_ui/state";
import { Submit } from "@/app/_ui/submit";
import { addDependencyAction, lookAction, type Preview } from "../actions";
import { DependencyFields } from "../dependency-fields";
import { formatName } from "../words";

type Known = { slug: string; name: string; homepage: string };
type Choice = { id: string; name: string };

/** Two steps on one screen: look at a provider, then tie a component to one of its parts. */
export function AddProvider({
  organization,
  known,
  components,
  componentId,
}: {
  organization: string;
  known: Known | null;
  components: readonly Choice[];
  componentId: string;
}) {
  const [looked, look] = useActionState<FormState<Preview>, FormData>(lookAction, idle);
  const found = looked.status === "done" ? looked.data : null;
  return (
    <div className="flex flex-col gap-8">
      <form action={look} noValidate>
        <input type="hidden" name="organization" value={organization} />
        {looked.status === "refused" ? <Banner tone="bad" live title={looked.message} /> : null}
        <FormSection
          title="The provider"
          note="Its status page, as you would open it, or the document itself."
        >
          {known ? <KnownProvider known={known} organization={organization} /> : <Address state={looked} />}
          <div>
            <Submit tone={found ? "quiet" : "primary"}>{found ? "Look again" : "Look at it"}</Submit>
          </div>
          {found ? <Found preview={found} /> : null}
        </FormSection>
      </form>
      {found || known ? (
        <Tie
          organization={organization}
          known={known}
          found={found}
          components={components}
          componentId={componentId}
        />
      ) : null}
    </div>
  );
}

function KnownProvider({ known, organization }: { known: Known; organization: string }) {
  return (
    <>
      <input type="hidden" name="slug" value={known.slug} />
      <p className="text-sm">
        <span className="font-medium">{known.name}</span>{" "}
        <span className="break-all font-mono text-ink-2 text-xs">{known.homepage}</span>
      </p>
      <p className="text-sm">
        <a href={`/${organization}/providers/add`} className="text-ink-2 underline">
          Another one by its address
        </a>
      </p>
    </>
  );
}

function Address({ state }: { state: FormState }) {
  return (
    <TextField
      label="Address"
      name="url"
      type="url"
      placeholder="https://status.example.com"
      required
      defaultValue={typedIn(state, "url")}
      error={complaintOf(state, "provider.url") ?? complaintOf(state, "provider", true)}
    />
  );
}

function Found({ preview }: { preview: Preview }) {
  const { overall, parts, incidents, format, url, reason } = preview;
  return (
    <section aria-label="What it says now" className="rounded-md border bg-surface px-3 py-2 text-sm">
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateLabel state={overall} />
        <span className="text-ink-2">{formatName(format)}</span>
        <span className="text-ink-2">
          {parts.length} {parts.length === 1 ? "component" : "components"}, {incidents.length} open{" "}
          {incidents.length === 1 ? "incident" : "incidents"}
        </span>
      </p>
      {reason ? <p className="mt-1 text-ink-2">{reason}</p> : null}
      {incidents.length > 0 ? (
        <ul className="mt-1 list-disc pl-4 text-ink-2">
          {incidents.map((title, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: titles repeat, and the list is never reordered
            <li key={index}>{title}</li>
          ))}
        </ul>
      ) : null}
      <p className="mt-1 break-all font-mono text-ink-3 text-xs">{url}</p>
    </section>
  );
}

function Tie({
  organization,
  known,
  found,
  components,
  componentId,
}: {
  organization: string;
  known: Known | null;
  found: Preview | null;
  components: readonly Choice[];
  componentId: string;
}) {
  return (
    <ActionForm action={addDependencyAction} organization={organization} className="flex flex-col gap-8">
      {(state) => (
        <>
          {known ? (
            <input type="hidden" name="slug" value={known.slug} />
          ) : (
            <>
              <input type="hidden" name="url" value={found?.url ?? ""} />
              <input type="hidden" name="format" value={found?.format ?? ""} />
            </>
          )}
          <FormSection
            title="What stands on it"
            note="The component of yours that fails, or suffers, with it."
          >
            <SelectField
              label="Component"
              name="component_id"
              required
              defaultValue={typedIn(state, "component_id", componentId)}
              error={complaintOf(state, "component_id")}
            >
              <option value="">Choose one</option>
              {components.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
            {known ? null : (
              <TextField
                label="Name of the provider"
                name="provider_name"
                maxLength={200}
                defaultValue={typedIn(state, "provider_name", found?.name)}
                error={complaintOf(state, "provider.name")}
              />
            )}
            <DependencyFields
              state={state}
              parts={found?.parts ?? []}
              initial={{ remote: null, effect: "informational", shown: false }}
            />
          </FormSection>
          <div className="flex gap-2 md:pl-[15.5rem]">
            <Submit>Add dependency</Submit>
            <ButtonLink href={`/${organization}/providers`} tone="ghost">
              Cancel
            </ButtonLink>
          </div>
        </>
      )}
    </ActionForm>
  );
}
