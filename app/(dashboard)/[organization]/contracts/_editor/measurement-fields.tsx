"use client";

import { bucketRules, countSources, emptyIntervals, measurementChoices, measurements } from "./choices";
import { DecimalAt, NumberAt, SelectAt } from "./controls";
import { DurationAt } from "./duration-at";
import { useEditor } from "./editor";
import { Pair } from "./part";

/** How uptime is measured; terms that count requests also say whose counts. */
export function MeasurementAt({ at, isFixed }: { at: string; isFixed?: boolean }) {
  const { read, write } = useEditor();
  const path = `${at}terms.measurement`;
  const method = String(read(`${path}.method`)) as keyof typeof measurements;
  const isCounting = "interval_seconds" in measurements[method];
  const choose = (chosen: string) => {
    const next = measurements[chosen as keyof typeof measurements];
    write(path, next);
    if ("interval_seconds" in next !== isCounting) write(`${at}counts`, isCounting ? null : "reported");
  };
  const allowed = measurementChoices.filter(
    ({ value }) =>
      !isFixed || "interval_seconds" in measurements[value as keyof typeof measurements] === isCounting,
  );
  return (
    <>
      <SelectAt path={`${path}.method`} label="Uptime is measured as" choices={allowed} onChoose={choose} />
      {isCounting && !isFixed ? (
        <SelectAt
          path={`${at}counts`}
          label="Requests are counted by"
          choices={countSources}
          hint="Reported counts are appended to a chain of their own, as the ledger is."
        />
      ) : null}
      {method === "bucket_count" ? <Buckets path={path} /> : null}
      {isCounting ? <Intervals path={path} method={method} /> : null}
    </>
  );
}

function Buckets({ path }: { path: string }) {
  return (
    <>
      <Pair>
        <DurationAt path={`${path}.bucket_seconds`} label="Steps of" />
        <SelectAt path={`${path}.bucket_rule`} label="A step is down when" choices={bucketRules} />
      </Pair>
      <NumberAt path={`${path}.min_consecutive`} label="Steps in a row before they count" />
    </>
  );
}

function Intervals({ path, method }: { path: string; method: string }) {
  return (
    <>
      <Pair>
        <DurationAt
          path={`${path}.interval_seconds`}
          label="Intervals of"
          hint="Whole minutes: counts come in steps of 1, 5 or 15."
        />
        {method === "request_ratio" ? null : (
          <SelectAt
            path={`${path}.empty_interval`}
            label="An interval without requests"
            choices={emptyIntervals}
          />
        )}
      </Pair>
      {method === "interval_downtime" ? <Threshold path={path} /> : null}
    </>
  );
}

function Threshold({ path }: { path: string }) {
  return (
    <>
      <Pair>
        <SelectAt
          path={`${path}.threshold_op`}
          label="An interval is down when"
          choices={[
            { value: ">", label: "more than" },
            { value: ">=", label: "at least" },
          ]}
        />
        <DecimalAt path={`${path}.threshold_percent`} label="this percent of requests fail" />
      </Pair>
      <Pair>
        <NumberAt path={`${path}.min_requests`} label="Requests it must have had" />
        <NumberAt path={`${path}.min_consecutive`} label="Intervals in a row before they count" />
      </Pair>
    </>
  );
}
