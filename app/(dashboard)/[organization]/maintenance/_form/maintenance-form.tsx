"use client";

import { useRef } from "react";
import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { ButtonLink } from "@/app/_ui/button";
import { SelectField, TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { Submit } from "@/app/_ui/submit";
import type { Repeat } from "@/lib/domain/repeat";
import { type Offered, reminderChoices, type Typed } from "./initial";
import { Preview } from "./preview";

type Action = (state: FormState, form: FormData) => Promise<FormState>;
type Field = (name: string) => { name: string; defaultValue: string; error?: string };

const repeatWords: Record<Repeat, string> = {
  once: "Once",
  daily: "Every day",
  weekly: "Every week, on this weekday",
  monthly_day: "Every month, on this date",
  monthly_nth: "Every month, on this weekday of the same week",
  monthly_last: "Every month, on the last such weekday",
  custom: "By a rule of its own (RRULE)",
};

/** Plans a maintenance or changes its plan, with what it would mean beside it. */
export function MaintenanceForm({
  action,
  organization,
  initial,
  components,
  now,
  zone,
  fixed,
  cancel,
}: {
  action: Action;
  organization: string;
  initial: Typed;
  components: readonly Offered[];
  now: number;
  zone: string;
  fixed?: { id: string; version: number };
  cancel: string;
}) {
  const anchor = useRef<HTMLDivElement>(null);
  const names = new Map(components.map(({ id, name }) => [id, name]));
  return (
    <ActionForm action={action} organization={organization} className="group/plan flex flex-col gap-8">
      {(state) => {
        const field: Field = (name) => {
          const error = complaintOf(state, name, true);
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
            <Words field={field} />
            <Components field={field} components={components} />
            <When field={field} isStored={fixed !== undefined} />
            <FormSection
              title="What it means"
              note={`Times here are in ${zone.replaceAll("_", " ")}, yours.`}
            >
              <div ref={anchor}>
                <Preview form={anchor} names={names} zone={zone} now={now} />
              </div>
            </FormSection>
            <Telling field={field} isStored={fixed !== undefined} />
            <div className="flex gap-2 md:pl-[15.5rem]">
              <Submit>{fixed ? "Save and announce" : "Announce"}</Submit>
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

function Words({ field }: { field: Field }) {
  return (
    <FormSection title="What" note="Your customers read both.">
      <TextField
        label="Title"
        placeholder="Database upgrade"
        autoComplete="off"
        maxLength={200}
        {...field("title")}
      />
      <TextArea
        label="Text (optional)"
        rows={5}
        hint="Markdown. What happens, what your customers will notice, what they should do."
        {...field("body")}
      />
    </FormSection>
  );
}

function Components({ field, components }: { field: Field; components: readonly Offered[] }) {
  const { defaultValue, error } = field("components");
  const chosen = new Set(defaultValue.split("\n"));
  const groups = Map.groupBy(components, (component) => component.group ?? "");
  return (
    <FormSection
      title="Components"
      note="They show as under maintenance meanwhile; what checks see stays visible."
    >
      {components.length === 0 ? <p className="text-ink-2 text-sm">There are no components yet.</p> : null}
      <div className="flex max-h-80 flex-col gap-3 overflow-y-auto goes-on" key={defaultValue}>
        {[...groups].map(([group, members]) => (
          <div key={group}>
            {group ? <p className="mb-1 text-ink-3 text-xs">{group}</p> : null}
            <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
              {members.map(({ id, name }) => (
                <Check key={id} name="components" value={id} isOn={chosen.has(id)} label={name} />
              ))}
            </div>
          </div>
        ))}
      </div>
      {error ? <p className="text-major text-xs">{error}</p> : null}
    </FormSection>
  );
}

function When({ field, isStored }: { field: Field; isStored: boolean }) {
  const repeat = field("repeat");
  const offered = (Object.keys(repeatWords) as Repeat[]).filter(
    (each) => !isStored || (each === "once") === (repeat.defaultValue === "once"),
  );
  return (
    <FormSection
      title="When"
      note="Times of day are kept on this clock, also where it changes: a night that skips an hour has a shorter window."
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField label="From" type="datetime-local" step="any" required {...field("from")} />
        <TextField label="Until" type="datetime-local" step="any" required {...field("to")} />
      </div>
      <TextField
        label="Time zone"
        autoComplete="off"
        hint="An IANA name such as Europe/Berlin."
        {...field("timezone")}
      />
      <SelectField label="Repeats" key={repeat.defaultValue} {...repeat}>
        {offered.map((each) => (
          <option key={each} value={each}>
            {repeatWords[each]}
          </option>
        ))}
      </SelectField>
      <div className="hidden group-has-[[name=repeat]>option[value=custom]:checked]/plan:block">
        <TextField
          label="Rule"
          className="font-mono"
          autoComplete="off"
          spellCheck={false}
          placeholder="FREQ=MONTHLY;BYDAY=-1SU"
          hint="RFC 5545. The start above has to be one of its times."
          {...field("rrule")}
        />
      </div>
      <div className="group-has-[[name=repeat]>option[value=custom]:checked]/plan:hidden group-has-[[name=repeat]>option[value=once]:checked]/plan:hidden">
        <TextField label="Repeats until (optional)" type="date" {...field("until")} />
      </div>
    </FormSection>
  );
}

function Telling({ field, isStored }: { field: Field; isStored: boolean }) {
  const chosen = new Set(field("reminders").defaultValue.split("\n"));
  const known = new Set(reminderChoices.map(({ minutes }) => String(minutes)));
  const others = [...chosen].filter((minutes) => minutes !== "" && !known.has(minutes));
  const choices = [
    ...reminderChoices,
    ...others.map((minutes) => ({ minutes, label: `${minutes} minutes before` })),
  ];
  return (
    <FormSection
      title="Who is told"
      note="Everybody who follows one of these components, when it is announced, begins and ends."
    >
      {isStored ? null : (
        <Check
          name="notify"
          value="true"
          isOn={field("notify").defaultValue === "true"}
          label="Tell subscribers"
        />
      )}
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-medium text-sm">Remind</legend>
        {choices.map(({ minutes, label }) => (
          <Check
            key={minutes}
            name="reminders"
            value={String(minutes)}
            isOn={chosen.has(String(minutes))}
            label={label}
          />
        ))}
      </fieldset>
      <Check
        name="complete"
        value="true"
        isOn={field("complete").defaultValue === "true"}
        label="Complete by itself at the planned end; otherwise it overruns until somebody does"
      />
    </FormSection>
  );
}

function Check({ name, value, isOn, label }: { name: string; value: string; isOn: boolean; label: string }) {
  return (
    <label key={`${value} ${isOn}`} className="flex min-h-8 items-center gap-2 text-sm">
      <input
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={isOn}
        className="size-4 shrink-0 accent-ink"
      />
      <span className="min-w-0 break-words">{label}</span>
    </label>
  );
}
