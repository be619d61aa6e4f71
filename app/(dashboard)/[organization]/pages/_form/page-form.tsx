"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { ButtonLink } from "@/app/_ui/button";
import { SelectField, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { Submit } from "@/app/_ui/submit";
import { bases } from "@/lib/domain/state";
import { basisWords } from "../words";
import { AccessFields } from "./access-fields";
import { ComponentChoice } from "./component-choice";
import type { ComponentRow, Typed } from "./initial";
import { Languages } from "./languages";
import { Looks } from "./looks";

type Action = (state: FormState, form: FormData) => Promise<FormState>;
export type Field = (name: string) => { name: string; defaultValue: string; error?: string };

/** Makes or changes a status page. */
export function PageForm({
  action,
  organization,
  initial,
  rows,
  fixed,
  cancel,
}: {
  action: Action;
  organization: string;
  initial: Typed;
  rows: readonly ComponentRow[];
  fixed?: { id: string; version: number };
  cancel: string;
}) {
  return (
    <ActionForm action={action} organization={organization} className="group/page flex flex-col gap-8">
      {(state) => {
        const field: Field = (name) => {
          const error = complaintOf(state, name);
          return { name, defaultValue: typedIn(state, name, initial[name]), ...(error ? { error } : {}) };
        };
        return (
          <>
            {fixed ? (
              <>
                <input type="hidden" name="id" value={fixed.id} />
                <input type="hidden" name="version" value={fixed.version} />
              </>
            ) : null}
            <Address field={field} isStored={fixed !== undefined} />
            <FormSection
              title="Components"
              note="Which parts of your service it shows, in which order and under which names."
            >
              <Choice chosen={field("choice").defaultValue} />
              <div className="hidden group-has-[[name=choice][value=chosen]:checked]/page:block">
                <ComponentChoice rows={rows} complaint={complaintOf(state, "components", true)} />
              </div>
            </FormSection>
            <Truth field={field} />
            <AccessFields field={field} hasLayer={field("customer_layer").defaultValue !== ""} />
            <Looks field={field} />
            <Languages field={field} />
            <div className="flex gap-2 md:pl-[15.5rem]">
              <Submit>{fixed ? "Save and publish" : "Create and publish"}</Submit>
              <ButtonLink href={cancel} tone="ghost">
                Cancel
              </ButtonLink>
            </div>
          </>
        );
      }}
    </ActionForm>
  );
}

function Address({ field, isStored }: { field: Field; isStored: boolean }) {
  return (
    <FormSection
      title="Name and address"
      note="Where your customers find it. A change of address breaks old links."
    >
      <TextField
        label="Name"
        placeholder="Acme status"
        autoComplete="off"
        maxLength={200}
        {...field("name")}
      />
      <TextField
        label="Slug"
        className="font-mono"
        placeholder="acme"
        autoComplete="off"
        spellCheck={false}
        hint={
          isStored
            ? "The page is at /status/ and this. A new slug frees the old one at once."
            : "The page will be at /status/ and this."
        }
        {...field("slug")}
      />
      <TextField
        label="Own domain (optional)"
        className="font-mono"
        placeholder="status.example.com"
        autoComplete="off"
        spellCheck={false}
        hint="Saved, the page’s own screen shows the two DNS records to set. Links lead to the domain once they are seen."
        {...field("domain")}
      />
    </FormSection>
  );
}

function Truth({ field }: { field: Field }) {
  const [basis, days, overall] = [field("basis"), field("days"), field("overall")];
  return (
    <FormSection
      title="What it tells"
      note="Which truth readers see, and by which clock its days are counted."
    >
      <div role="radiogroup" aria-label="Basis" className="grid gap-2 sm:grid-cols-3">
        {bases.toReversed().map((each) => (
          <label
            key={`${each} ${basis.defaultValue}`}
            className="flex cursor-pointer flex-col rounded-md border border-line-strong bg-surface px-3 py-2 has-[:checked]:border-ink has-[:checked]:shadow-[inset_0_0_0_1px_var(--ink)] has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent"
          >
            <span className="flex items-center gap-2 font-medium text-sm">
              <input
                type="radio"
                name="basis"
                value={each}
                defaultChecked={each === basis.defaultValue}
                className="accent-ink"
              />
              {basisWords[each].label}
            </span>
            <span className="mt-0.5 text-ink-3 text-xs">{basisWords[each].note}</span>
          </label>
        ))}
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label="Time zone"
          autoComplete="off"
          hint="An IANA name such as Europe/Berlin. Times are told in it; bars are UTC days."
          {...field("timezone")}
        />
        <SelectField label="Days of bars" key={days.defaultValue} {...days}>
          <option value="90">90 days</option>
          <option value="60">60 days</option>
          <option value="30">30 days</option>
        </SelectField>
        <SelectField
          label="The whole is critical"
          key={overall.defaultValue}
          hint="What machines read in one word: badges and Statuspage’s API."
          {...overall}
        >
          <option value="share">When half of it is down</option>
          <option value="worst">When any part is down</option>
        </SelectField>
      </div>
    </FormSection>
  );
}

function Choice({ chosen }: { chosen: string }) {
  const choices = [
    { value: "all", label: "Every component, as the organization orders them; new ones too" },
    { value: "chosen", label: "The ones chosen here" },
  ];
  return (
    <div role="radiogroup" aria-label="Which components" className="flex flex-col gap-2">
      {choices.map(({ value, label }) => (
        <label key={`${value} ${chosen}`} className="flex items-center gap-2 text-sm">
          <input
            type="radio"
            name="choice"
            value={value}
            defaultChecked={value === chosen}
            className="accent-ink"
          />
          {label}
        </label>
      ))}
    </div>
  );
}
