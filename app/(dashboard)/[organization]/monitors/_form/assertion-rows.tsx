"use client";

import { complaintOf, type FormState } from "@/app/_server/form-state";
import { rowCount, type Typed } from "./initial";
import { Rows } from "./rows";

const kinds = [
  { value: "status", label: "Status is one of" },
  { value: "max_latency_ms", label: "Faster than (ms)" },
  { value: "body_contains", label: "Body contains" },
  { value: "body_not_contains", label: "Body does not contain" },
  { value: "body_regex", label: "Body matches pattern" },
  { value: "json_path", label: "JSON value" },
  { value: "header", label: "Header" },
  { value: "max_size", label: "At most (bytes)" },
  { value: "certificate_days_left", label: "Certificate valid for (days)" },
] as const;

const comparisons = [
  { value: "equals", label: "equals" },
  { value: "not_equals", label: "is not" },
  { value: "contains", label: "contains" },
  { value: "matches", label: "matches pattern" },
  { value: "exists", label: "exists" },
  { value: "less_than", label: "is less than" },
  { value: "greater_than", label: "is more than" },
] as const;

const control =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-sm aria-invalid:border-major";
/** Shown while the row's kind (header or json_path) has a name to look for; by the stylesheet alone, so without JavaScript. */
const named =
  "hidden group-has-[option[value=header]:checked]/row:block group-has-[option[value^=json]:checked]/row:block";

/** The assertions editor: a row each; a row whose kind is "none" is no assertion. */
export function AssertionRows({ typed, state }: { typed: Typed; state: FormState }) {
  return (
    <Rows
      count={rowCount(typed, "assertions")}
      add="Add an assertion"
      remove={(number) => `Remove assertion ${number + 1}`}
      row={(number) => (
        <AssertionRow
          number={number}
          typed={typed}
          complaint={complaintOf(state, `assertions.${number}`, true)}
        />
      )}
    />
  );
}

function AssertionRow({
  number,
  typed,
  complaint,
}: {
  number: number;
  typed: Typed;
  complaint: string | undefined;
}) {
  const field = (name: string) => {
    const full = `assertions.${number}.${name}`;
    const described = complaint
      ? { "aria-invalid": true, "aria-describedby": `assertions.${number}-error` }
      : {};
    return { key: `${full} ${typed[full] ?? ""}`, name: full, defaultValue: typed[full] ?? "", ...described };
  };
  const title = (what: string) => `${what} of assertion ${number + 1}`;
  const { key: kindKey, ...kind } = field("type");
  const { key: nameKey, ...name } = field("name");
  const { key: opKey, ...op } = field("op");
  const { key: valueKey, ...value } = field("value");
  return (
    <div className="group/row">
      <div className="grid grid-cols-2 gap-1 sm:flex">
        <select
          key={kindKey}
          {...kind}
          aria-label={title("Kind")}
          className={`${control} sm:w-52 sm:shrink-0`}
        >
          <option value="">none</option>
          {kinds.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </select>
        <input
          key={nameKey}
          {...name}
          aria-label={title("Header name or JSON path")}
          placeholder="content-type or $.status"
          className={`${control} ${named} font-mono`}
        />
        <select
          key={opKey}
          {...op}
          aria-label={title("Comparison")}
          className={`${control} ${named} sm:w-36`}
        >
          {comparisons.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </select>
        <input
          key={valueKey}
          {...value}
          aria-label={title("Value")}
          placeholder="200, 2xx, 300-399"
          className={`${control} font-mono placeholder:opacity-0 group-has-[option[value=exists]:checked]/row:hidden group-has-[option[value=status]:checked]/row:placeholder:opacity-100`}
        />
      </div>
      <Complaint number={number} text={complaint} />
    </div>
  );
}

function Complaint({ number, text }: { number: number; text: string | undefined }) {
  if (!text) return null;
  return (
    <p id={`assertions.${number}-error`} className="mt-1 text-major text-xs">
      {text}
    </p>
  );
}
