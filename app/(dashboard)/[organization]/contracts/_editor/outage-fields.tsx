"use client";

import { unknownPolicies } from "./choices";
import { DecimalAt, OptionalAt, SelectAt } from "./controls";
import { DurationAt } from "./duration-at";
import { useEditor } from "./editor";
import { Pair } from "./part";

const states = [
  { state: "major_outage", label: "An outage" },
  { state: "partial_outage", label: "A partial outage" },
  { state: "degraded_performance", label: "Degraded" },
  { state: "operational", label: "Operational" },
] as const;

/** How much of a second each state counts as down, which outages are too short, and what silence is. */
export function OutagesAt({ at }: { at: string }) {
  const { read } = useEditor();
  const isTime = read(`${at}terms.measurement.method`) === "time";
  return (
    <>
      <fieldset className="grid grid-cols-2 items-end gap-4 sm:grid-cols-4">
        <legend className="mb-1 font-medium text-sm">A second counts as down</legend>
        {states.map(({ state, label }) => (
          <DecimalAt key={state} path={`${at}terms.state_factors.${state}`} label={label} />
        ))}
      </fieldset>
      <p className="text-ink-3 text-xs">1 is wholly down, 0 not at all, 0.3 three tenths of it.</p>
      {isTime ? <ShortOutages path={`${at}terms.min_outage`} /> : null}
      <Pair>
        <SelectAt
          path={`${at}terms.unknown.policy`}
          label="Time without data counts as"
          choices={unknownPolicies}
        />
        <DecimalAt
          path={`${at}terms.unknown.max_percent`}
          label="Hold credits above, percent unknown"
          nullable
          placeholder="Never hold"
        />
      </Pair>
    </>
  );
}

const fiveMinutes = { seconds: 300, op: ">=", mode: "threshold", scope: "full_outage" };

function ShortOutages({ path }: { path: string }) {
  return (
    <OptionalAt path={path} label="Forgive short outages" initial={fiveMinutes}>
      <Pair>
        <DurationAt path={`${path}.seconds`} label="An outage counts from" />
        <SelectAt
          path={`${path}.op`}
          label="One of exactly that length"
          choices={[
            { value: ">=", label: "Counts" },
            { value: ">", label: "Is forgiven" },
          ]}
        />
        <SelectAt
          path={`${path}.mode`}
          label="Of a longer one"
          choices={[
            { value: "threshold", label: "All of it counts" },
            { value: "deductible", label: "Only what is beyond counts" },
          ]}
        />
        <SelectAt
          path={`${path}.scope`}
          label="Over a period's end"
          choices={[
            { value: "full_outage", label: "Its whole length is judged" },
            { value: "within_period", label: "Only its part in the period is" },
          ]}
        />
      </Pair>
    </OptionalAt>
  );
}
