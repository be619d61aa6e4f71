"use client";

import { complaintOf } from "@/app/_server/form-state";
import { FormSection } from "@/app/_ui/form-section";
import { ExtractField } from "./advanced-fields";
import { rowCount } from "./initial";
import type { Part } from "./monitor-form";
import { Rows } from "./rows";

const control =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-sm placeholder:text-ink-3";
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Requests that follow the first one as one journey. */
export function StepRows(part: Part) {
  return (
    <FormSection
      title="Further steps"
      note="A journey: each step can use what earlier answers gave. The run is up when every step is."
    >
      <ExtractField {...part} name="settings.extract" />
      <Rows
        count={rowCount(part.typed, "steps")}
        add="Add a step"
        remove={(number) => `Remove step ${number + 2}`}
        row={(number) => <StepRow part={part} number={number} />}
      />
    </FormSection>
  );
}

function StepRow({ part, number }: { part: Part; number: number }) {
  const { typed, state } = part;
  const path = `steps.${number}`;
  const text = (name: string) => ({
    name: `${path}.${name}`,
    key: `${name} ${typed[`${path}.${name}`] ?? ""}`,
    defaultValue: typed[`${path}.${name}`] ?? "",
  });
  const title = (what: string) => `${what} of step ${number + 2}`;
  const { key: methodKey, ...method } = text("method");
  const [name, url, headers, body, status, contains] = (
    ["name", "url", "headers", "body", "status", "contains"] as const
  ).map(text);
  const complaint = complaintOf(state, path, true);
  return (
    <fieldset className="flex flex-col gap-2 rounded-md border p-3">
      <legend className="px-1 text-ink-2 text-xs">{`Step ${number + 2}`}</legend>
      <input {...keyed(name)} aria-label={title("Name")} placeholder="Log in" className={control} />
      <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-1">
        <select key={methodKey} {...method} aria-label={title("Method")} className={control}>
          {methods.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <input
          {...keyed(url)}
          aria-label={title("URL")}
          placeholder="/cart?session={{token}}"
          className={`${control} font-mono`}
        />
      </div>
      <textarea
        {...keyed(headers)}
        rows={1}
        aria-label={title("Headers")}
        placeholder="x-session: {{token}}"
        className={`${control} h-auto min-h-8 py-1 font-mono`}
      />
      <textarea
        {...keyed(body)}
        rows={1}
        aria-label={title("Body")}
        placeholder="Body"
        className={`${control} h-auto min-h-8 py-1 font-mono`}
      />
      <div className="grid gap-1 sm:grid-cols-2">
        <input
          {...keyed(status)}
          aria-label={title("Accepted status")}
          placeholder="Status: 200, 2xx"
          className={`${control} font-mono`}
        />
        <input
          {...keyed(contains)}
          aria-label={title("Body contains")}
          placeholder="Body contains"
          className={control}
        />
      </div>
      <ExtractField {...part} name={`${path}.extract`} />
      {complaint ? <p className="text-major text-xs">{complaint}</p> : null}
    </fieldset>
  );
}

type Text = { name: string; key: string; defaultValue: string };

/** What was refused is shown again, so the control is made anew with it. */
function keyed(text: Text | undefined) {
  const { key: _, ...rest } = text ?? { name: "", key: "", defaultValue: "" };
  return rest;
}
