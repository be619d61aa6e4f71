import { TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import type { AccessMode } from "@/lib/domain/page-access";
import { accessWords } from "../words";
import type { Field } from "./page-form";

const modes: readonly AccessMode[] = ["public", "password", "email_domain", "ip", "members"];

/** Who may read the page; each way in shows its own field, by the stylesheet alone. */
export function AccessFields({ field, hasLayer }: { field: Field; hasLayer: boolean }) {
  const mode = field("access.mode").defaultValue;
  return (
    <FormSection
      title="Who may read it"
      note="One gate stands before the page, its feeds, badges and data alike. Every change ends the visits of before."
    >
      <div role="radiogroup" aria-label="Access" className="grid gap-2 sm:grid-cols-2">
        {modes.map((each) => (
          <label
            key={`${each} ${mode}`}
            className="flex cursor-pointer flex-col rounded-md border border-line-strong bg-surface px-3 py-2 has-[:checked]:border-ink has-[:checked]:shadow-[inset_0_0_0_1px_var(--ink)] has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent"
          >
            <span className="flex items-center gap-2 font-medium text-sm">
              <input
                type="radio"
                name="access.mode"
                value={each}
                defaultChecked={each === mode}
                className="accent-ink"
              />
              {accessWords[each].name}
            </span>
            <span className="mt-0.5 text-ink-3 text-xs">{accessWords[each].note}</span>
          </label>
        ))}
      </div>
      <div className="hidden group-has-[[value=password]:checked]/page:block">
        <TextField
          label="Password"
          type="text"
          autoComplete="off"
          className="font-mono"
          hint="At least 8 characters. What shows as ******** is kept as it is."
          {...field("access.password")}
        />
      </div>
      <div className="hidden group-has-[[value=email_domain]:checked]/page:block">
        <TextArea
          label="Mail domains"
          hint="One a line, for example example.com. Subdomains are others."
          spellCheck={false}
          className="font-mono text-sm"
          {...field("access.domains")}
        />
      </div>
      <div className="hidden group-has-[[value=ip]:checked]/page:block">
        <TextArea
          label="Networks"
          hint="One a line: an address or a block, IPv4 or IPv6. Behind a proxy, name the proxy in PROBITY_TRUSTED_PROXIES."
          spellCheck={false}
          className="font-mono text-sm"
          {...field("access.cidrs")}
        />
      </div>
      <LayerBox isOn={hasLayer} />
    </FormSection>
  );
}

/** Whether customers see more than others. */
function LayerBox({ isOn }: { isOn: boolean }) {
  return (
    <label className="flex w-fit items-start gap-2 text-sm">
      <input
        key={String(isOn)}
        type="checkbox"
        name="customer_layer"
        value="true"
        defaultChecked={isOn}
        className="mt-0.5 size-4 accent-ink"
      />
      <span>
        Customers’ contacts may sign in
        <span className="block text-ink-3 text-xs">
          They see their own components, service level and credits beside what everybody sees.
        </span>
      </span>
    </label>
  );
}
