"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { CheckAt, DecimalAt, GroupComplaint, NumberAt, OptionalAt, SelectAt } from "./controls";
import { DurationAt } from "./duration-at";
import { type Choice, useEditor } from "./editor";
import { Pair } from "./part";

type Trigger = { kind: string };

const beginnings: Readonly<Record<string, Trigger & Record<string, unknown>>> = {
  periods_breached: { kind: "periods_breached", n: 3, within_periods: 3, consecutive: true },
  downtime_over: { kind: "downtime_over", seconds: 86_400, per: { rolling_days: 30 } },
  outages: { kind: "outages", count: 3, min_seconds: 0, rolling_days: 30 },
};

const kinds: readonly Choice[] = [
  { value: "periods_breached", label: "Broken periods" },
  { value: "downtime_over", label: "Much downtime" },
  { value: "outages", label: "Many outages" },
];

const initial = { triggers: [beginnings.periods_breached], exercise_within_days: 30 };

/** When failures are chronic, and how long the customer may then act; it costs no credit. */
export function ChronicAt({ path }: { path: string }) {
  return (
    <OptionalAt path={path} label="The customer gains a right, such as to leave" initial={initial}>
      <Triggers path={`${path}.triggers`} />
      <Pair>
        <NumberAt
          path={`${path}.exercise_within_days`}
          label="It can be exercised for, days"
          hint="From the end of the period or outage that gives the right. Owners and finance are told."
        />
      </Pair>
    </OptionalAt>
  );
}

function Triggers({ path }: { path: string }) {
  const { read, write } = useEditor();
  const triggers = (read(path) ?? []) as readonly Trigger[];
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium text-sm">Any of these gives it</legend>
      {triggers.map((trigger, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: triggers have no names, and every field is controlled.
        <div key={index} className="flex flex-col gap-3 rounded-md border p-3">
          <div className="flex items-end gap-2">
            <div className="min-w-0 flex-1">
              <SelectAt
                path={`${path}.${index}.kind`}
                label={`Trigger ${index + 1}`}
                choices={kinds}
                onChoose={(kind) => write(`${path}.${index}`, beginnings[kind])}
              />
            </div>
            <Button
              tone="ghost"
              className="!px-2"
              aria-label={`Remove trigger ${index + 1}`}
              onClick={() =>
                write(
                  path,
                  triggers.filter((_, place) => place !== index),
                )
              }
            >
              <X size={14} aria-hidden="true" />
            </Button>
          </div>
          <TriggerAt path={`${path}.${index}`} kind={trigger.kind} />
        </div>
      ))}
      <GroupComplaint path={path} />
      <div>
        <Button onClick={() => write(path, [...triggers, beginnings.outages])}>
          <Plus size={14} aria-hidden="true" />
          Add a trigger
        </Button>
      </div>
    </fieldset>
  );
}

function TriggerAt({ path, kind }: { path: string; kind: string }) {
  if (kind === "periods_breached") return <BreachesAt path={path} />;
  if (kind === "downtime_over") return <DowntimeAt path={path} />;
  return (
    <Pair>
      <NumberAt path={`${path}.count`} label="Outages, at least" />
      <NumberAt path={`${path}.rolling_days`} label="Within, days" />
      <DurationAt path={`${path}.min_seconds`} label="Each of at least" />
    </Pair>
  );
}

function BreachesAt({ path }: { path: string }) {
  return (
    <>
      <Pair>
        <NumberAt path={`${path}.n`} label="Broken periods, at least" />
        <NumberAt path={`${path}.within_periods`} label="Of the last, periods" />
        <DecimalAt
          path={`${path}.below`}
          label="Only those below, percent"
          nullable
          placeholder="Any breach"
        />
      </Pair>
      <CheckAt path={`${path}.consecutive`} label="In a row" />
    </>
  );
}

function DowntimeAt({ path }: { path: string }) {
  const { read, write } = useEditor();
  const isPeriod = read(`${path}.per`) === "period";
  return (
    <Pair>
      <DurationAt path={`${path}.seconds`} label="Downtime of more than" />
      <SelectAt
        path={`${path}.per`}
        label="Within"
        choices={[
          { value: "period", label: "One period" },
          { value: "days", label: "A number of days" },
        ]}
        value={isPeriod ? "period" : "days"}
        onChoose={(span) => write(`${path}.per`, span === "period" ? "period" : { rolling_days: 30 })}
      />
      {isPeriod ? null : <NumberAt path={`${path}.per.rolling_days`} label="Days" />}
    </Pair>
  );
}
