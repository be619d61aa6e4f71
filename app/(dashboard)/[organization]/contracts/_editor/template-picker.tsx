"use client";

import { useState } from "react";
import { type SlaTemplate, slaTemplates, templateWarning } from "@/lib/domain/sla/templates";

/** Published SLAs to begin from, each with its source; choosing one fills the fields below. */
export function TemplatePicker({ id, onChoose }: { id: string; onChoose: (template: SlaTemplate) => void }) {
  const [chosen, setChosen] = useState<SlaTemplate | null>(null);
  const choose = (value: string) => {
    const template = slaTemplates.find((each) => each.id === value) ?? null;
    setChosen(template);
    if (template) onChoose(template);
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        Begin from a published SLA
      </label>
      <select
        id={id}
        value={chosen?.id ?? ""}
        onChange={(event) => choose(event.target.value)}
        className="h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-base"
      >
        <option value="">Our defaults: 99.9 % of each month</option>
        {slaTemplates.map(({ id: value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {chosen ? <Source template={chosen} /> : null}
    </div>
  );
}

function Source({ template: { source, version, versionMeans, note } }: { template: SlaTemplate }) {
  return (
    <div className="mt-1 border-l-2 border-degraded pl-3 text-ink-2 text-sm">
      <p>
        {note} {templateWarning}
      </p>
      <p className="mt-0.5 text-ink-3 text-xs">
        <a href={source} target="_blank" rel="noreferrer" className="break-all underline underline-offset-2">
          {source.replace(/^https:\/\//, "")}
        </a>
        , {versionMeans === "document" ? "document of" : "read on"} {version}
      </p>
    </div>
  );
}
