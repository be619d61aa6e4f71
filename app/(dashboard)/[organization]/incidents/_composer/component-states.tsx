import { type AffectedState, affectedStates } from "@/lib/domain/incident";
import { affectedWords } from "../words";

export type Choice = { id: string; name: string; group: string | null };

/**
 * What the words say of components. Those already spoken of come first; the others wait behind one click. An empty
 * choice leaves a component as it is.
 */
export function ComponentStates({
  choices,
  states,
  open,
}: {
  choices: readonly Choice[];
  /** By component id: what is chosen already. */
  states: Readonly<Record<string, string>>;
  open: boolean;
}) {
  const chosen = choices.filter(({ id }) => states[id]);
  const others = choices.filter(({ id }) => !states[id]);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">Components</legend>
      {chosen.map((choice) => (
        <StateRow key={choice.id} choice={choice} state={states[choice.id] ?? ""} />
      ))}
      {others.length > 0 ? (
        <details open={open && chosen.length === 0}>
          <summary className="py-1 text-ink-2 text-sm hover:text-ink">
            {chosen.length > 0 ? "Another component" : "Choose what is affected"}
          </summary>
          <div className="mt-1 flex max-h-72 flex-col gap-2 overflow-y-auto p-0.5 goes-on">
            {others.map((choice) => (
              <StateRow key={choice.id} choice={choice} state="" />
            ))}
          </div>
        </details>
      ) : null}
    </fieldset>
  );
}

function StateRow({ choice, state }: { choice: Choice; state: string }) {
  const id = `state-${choice.id}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_10rem] items-center gap-2">
      <label htmlFor={id} className="wrap-anywhere text-sm">
        {choice.name}
        {choice.group ? <span className="text-ink-3"> · {choice.group}</span> : null}
      </label>
      <select
        id={id}
        name={`state.${choice.id}`}
        defaultValue={state}
        className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm"
      >
        <option value="">As it is</option>
        {affectedStates.map((value: AffectedState) => (
          <option key={value} value={value}>
            {affectedWords[value]}
          </option>
        ))}
      </select>
    </div>
  );
}
