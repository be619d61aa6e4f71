import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { SelectField } from "@/app/_ui/field";
import { type DependencyEffect, dependencyEffects, type RemoteSelector } from "@/lib/domain/dependency";
import { stateWords } from "@/lib/domain/state";
import type { Part } from "./actions";
import { effectWords } from "./words";

/** The part of the provider, what its word does, and whether pages show it. */
export function DependencyFields({
  state,
  parts,
  initial,
}: {
  state: FormState;
  parts: readonly Part[];
  initial: { remote: RemoteSelector | null; effect: DependencyEffect; shown: boolean };
}) {
  const options = optionsOf(parts, initial.remote);
  const effect = typedIn(state, "effect", initial.effect);
  return (
    <>
      <SelectField
        label="Part of the provider"
        name="remote_component"
        defaultValue={typedIn(
          state,
          "remote_component",
          initial.remote === null ? "" : optionValue(initial.remote),
        )}
        error={complaintOf(state, "remote_component", true)}
        hint="Pages of large clouds always show some trouble somewhere: choose what you really use."
      >
        <option value="">The whole page</option>
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField
        key={effect}
        label="Effect on the component"
        name="effect"
        defaultValue={effect}
        error={complaintOf(state, "effect")}
      >
        {dependencyEffects.map((each) => (
          <option key={each} value={each}>
            {effectWords[each].label}: {effectWords[each].sentence}
          </option>
        ))}
      </SelectField>
      <label className="flex items-start gap-2 text-sm">
        <input type="checkbox" name="shown" defaultChecked={initial.shown} className="mt-0.5" />
        <span>
          Show on status pages
          <span className="block text-ink-3 text-xs">
            The provider’s name and state stand beside the component.
          </span>
        </span>
      </label>
    </>
  );
}

function optionValue({ id, name, region }: RemoteSelector): string {
  return JSON.stringify({ id, name, region });
}

/** Each part once; what is chosen now stays to be chosen, also when the provider no longer lists it. */
function optionsOf(parts: readonly Part[], chosen: RemoteSelector | null) {
  const options = new Map<string, string>();
  if (chosen !== null) options.set(optionValue(chosen), chosen.name ?? chosen.id ?? chosen.region ?? "");
  for (const { id, name, region, group, state } of parts) {
    const where = [group, region].filter(Boolean).join(", ");
    const label = `${name}${where === "" ? "" : ` (${where})`}: ${stateWords[state]}`;
    options.set(optionValue({ id, name, region }), label);
  }
  return [...options].map(([value, label]) => ({ value, label }));
}
