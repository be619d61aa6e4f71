"use client";

import { useState } from "react";
import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { TextField } from "@/app/_ui/field";
import type { Composition } from "@/lib/domain/ledger";
import { compositionSentence } from "./composition-sentence";

type Rule = Composition["rule"] | "";

const rules: readonly { rule: Rule; label: string }[] = [
  { rule: "", label: "Nothing: it is measured or declared itself" },
  { rule: "all", label: "All of them must work" },
  { rule: "any", label: "Any one of them is enough" },
  { rule: "k_of_n", label: "At least k of them must work" },
];

/** Of what a component is made, and how its state follows; the sentence below grows while one chooses. */
export function CompositionEditor({
  state,
  initial,
  choices,
}: {
  state: FormState;
  initial: Composition | null;
  choices: readonly { id: string; name: string }[];
}) {
  const [rule, setRule] = useState<Rule>(
    () => (typedIn(state, "composition.rule", initial?.rule ?? "") as Rule) || "",
  );
  const [k, setK] = useState(() =>
    typedIn(state, "composition.k", initial?.rule === "k_of_n" ? `${initial.k}` : "1"),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        typedIn(state, "composition.of", initial?.of.join("\n") ?? "")
          .split("\n")
          .filter(Boolean),
      ),
  );
  const toggle = (id: string) => setChosen((before) => toggled(before, id));
  const names = choices.filter((choice) => chosen.has(choice.id)).map((choice) => choice.name);
  const complaint =
    complaintOf(state, "composition.of", true) ??
    complaintOf(state, "composition") ??
    complaintOf(state, "composition.rule");
  return (
    <>
      <Rules rule={rule} onChoose={setRule} />
      <div hidden={rule !== "k_of_n"} className="max-w-36">
        <TextField
          label="k"
          name="composition.k"
          inputMode="numeric"
          value={k}
          onChange={(event) => setK(event.target.value)}
          error={complaintOf(state, "composition.k")}
        />
      </div>
      <Members choices={choices} chosen={chosen} isHidden={rule === ""} onToggle={toggle} />
      {complaint ? (
        <p role="alert" className="text-major text-xs">
          {complaint}
        </p>
      ) : null}
      {rule === "" ? null : (
        <p aria-live="polite" className="border-l-2 border-line-strong pl-3 text-ink-2 text-sm">
          {compositionSentence(rule, Number(k), names)}
        </p>
      )}
    </>
  );
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

function Rules({ rule, onChoose }: { rule: Rule; onChoose: (rule: Rule) => void }) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium text-sm">Made of other components</legend>
      {rules.map((option) => (
        <label key={option.rule} className="flex items-center gap-2 text-sm">
          <input
            type="radio"
            name="composition.rule"
            value={option.rule}
            checked={rule === option.rule}
            onChange={() => onChoose(option.rule)}
            className="accent-ink"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

function Members({
  choices,
  chosen,
  isHidden,
  onToggle,
}: {
  choices: readonly { id: string; name: string }[];
  chosen: ReadonlySet<string>;
  isHidden: boolean;
  onToggle: (id: string) => void;
}) {
  return (
    <fieldset hidden={isHidden}>
      <legend className="mb-1 font-medium text-sm">Of these</legend>
      <ul className="max-h-64 divide-y divide-line overflow-y-auto rounded-md border bg-surface">
        {choices.map((choice) => (
          <li key={choice.id}>
            <label className="flex h-9 items-center gap-2 px-3 text-sm hover:bg-sunken">
              <input
                type="checkbox"
                name="composition.of"
                value={choice.id}
                checked={chosen.has(choice.id)}
                onChange={() => onToggle(choice.id)}
                className="accent-ink"
              />
              {choice.name}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
