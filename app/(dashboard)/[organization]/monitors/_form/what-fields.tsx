import { SelectField, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import type { CheckType } from "@/lib/domain/check-settings";
import { typeWords } from "../words";
import type { Part } from "./monitor-form";
import { Only, OnlyWords } from "./only";

const kinds: readonly { type: CheckType; note: string }[] = [
  { type: "http", note: "Asks a URL and looks at the answer." },
  { type: "tcp", note: "Opens a connection to a port, and can talk." },
  { type: "dns", note: "Asks for a name's records." },
  { type: "tls", note: "Proves a certificate and its dates." },
  { type: "icmp", note: "Sends an echo request to a host." },
  { type: "heartbeat", note: "Waits for your job to call in." },
];

const targetHints: Record<CheckType, string> = {
  http: "A full URL, for example https://api.example.com/health",
  tcp: "host:port, for example db.example.com:5432",
  tls: "host:port, for example example.com:443",
  dns: "A name, for example example.com",
  icmp: "A name or an address, for example example.com",
  heartbeat: "",
};

/** What is watched: component, kind, name and target. */
export function WhatFields({
  field,
  typed,
  fixedType,
  components,
}: Part & { components: readonly { id: string; name: string }[] }) {
  const component = field("component_id");
  return (
    <FormSection title="What is watched" note="What it finds goes into the ledger of one component.">
      {fixedType === null ? (
        <>
          <TypeChoice chosen={typed.type ?? "http"} />
          <SelectField label="Component" key={component.defaultValue} {...component}>
            <option value="">Choose a component</option>
            {components.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        </>
      ) : null}
      <TextField
        label="Name"
        maxLength={200}
        autoComplete="off"
        placeholder="Checkout answers"
        {...field("name")}
      />
      <Only types="run" fixed={fixedType}>
        <TextField
          label="Target"
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          hint={<OnlyWords words={targetHints} fixed={fixedType} />}
          {...field("target")}
        />
      </Only>
    </FormSection>
  );
}

function TypeChoice({ chosen }: { chosen: string }) {
  return (
    <div role="radiogroup" aria-label="Type" className="grid gap-2 sm:grid-cols-3">
      {kinds.map(({ type, note }) => (
        <label
          key={`${type} ${chosen}`}
          className="flex cursor-pointer flex-col rounded-md border border-line-strong bg-surface px-3 py-2 has-[:checked]:border-ink has-[:checked]:shadow-[inset_0_0_0_1px_var(--ink)] has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent"
        >
          <span className="flex items-center gap-2 font-medium text-sm">
            <input
              type="radio"
              name="type"
              value={type}
              defaultChecked={type === chosen}
              className="accent-ink"
            />
            {typeWords[type]}
          </span>
          <span className="mt-0.5 text-ink-3 text-xs">{note}</span>
        </label>
      ))}
    </div>
  );
}
