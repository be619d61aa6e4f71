"use client";

import { memberRules, monthChoices, windowChoices, windows } from "./choices";
import { Check, GroupComplaint, NumberAt, SelectAt, TextAt } from "./controls";
import { useEditor } from "./editor";
import { Pair } from "./part";

type Member = { component: string; weight: string };

/** Which components a promise is about, and when it is broken if there are several. */
export function MembersAt({ at }: { at: string }) {
  const { read, write, components } = useEditor();
  const path = `${at}terms.components.members`;
  const rule = read(`${at}terms.components.rule`);
  const members = (read(path) ?? []) as readonly Member[];
  const toggle = (component: string, isOn: boolean) =>
    write(
      path,
      isOn
        ? [...members, { component, weight: "1" }]
        : members.filter((each) => each.component !== component),
    );
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium text-sm">Components</legend>
        <ul className="max-h-52 overflow-y-auto rounded-md border border-line-strong bg-surface px-3 py-1.5 sm:columns-2">
          {components.map(({ value, label }) => (
            <li key={value} className="break-inside-avoid">
              <Check
                label={label}
                checked={members.some(({ component }) => component === value)}
                onChange={(isOn) => toggle(value, isOn)}
              />
            </li>
          ))}
        </ul>
        <GroupComplaint path={path} />
      </fieldset>
      {members.length > 1 ? (
        <SelectAt
          path={`${at}terms.components.rule`}
          label="The service is down when"
          choices={memberRules}
        />
      ) : null}
      {members.length > 1 && rule === "weighted" ? <Weights at={at} members={members} /> : null}
    </div>
  );
}

function Weights({ at, members }: { at: string; members: readonly Member[] }) {
  const { components } = useEditor();
  return (
    <Pair>
      {members.map(({ component }, index) => (
        <TextAt
          key={component}
          path={`${at}terms.components.members.${index}.weight`}
          label={`Weight of ${components.find(({ value }) => value === component)?.label ?? component}`}
          inputMode="decimal"
        />
      ))}
    </Pair>
  );
}

/** How long one period is. */
export function WindowAt({ at }: { at: string }) {
  const { read, write } = useEditor();
  const path = `${at}window`;
  const type = String(read(`${path}.type`)) as keyof typeof windows;
  return (
    <Pair>
      <SelectAt
        path={`${path}.type`}
        label="Computed for every"
        choices={windowChoices}
        onChoose={(chosen) => write(path, windows[chosen as keyof typeof windows])}
      />
      {type === "anchored_month" ? (
        <NumberAt
          path={`${path}.anchor_day`}
          label="Billing day"
          hint="1 to 31; a shorter month begins on its last day."
        />
      ) : null}
      {type === "calendar_quarter" || type === "calendar_year" ? (
        <FiscalStart path={`${path}.fiscal_start_month`} />
      ) : null}
      {type === "rolling_days" ? (
        <>
          <NumberAt path={`${path}.days`} label="Days" />
          <SelectAt
            path={`${path}.basis`}
            label="A day is"
            choices={[
              { value: "local_days", label: "A date on the contract's clock" },
              { value: "elapsed", label: "24 hours" },
            ]}
          />
        </>
      ) : null}
    </Pair>
  );
}

function FiscalStart({ path }: { path: string }) {
  const { read, write } = useEditor();
  return (
    <SelectAt
      path={path}
      label="The year begins in"
      choices={monthChoices}
      value={String(read(path))}
      onChoose={(month) => write(path, Number(month))}
    />
  );
}
