"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { complaintOf, type FormState, idle } from "@/app/_server/form-state";
import { Banner } from "@/app/_ui/banner";
import { shortDuration } from "@/lib/domain/duration";
import type { CommitmentEffect } from "@/lib/domain/maintenance-effect";
import { formatInstant, secondMs } from "@/lib/domain/time";
import { previewAction } from "../actions";
import { WindowTime } from "../window";
import type { ShownPlan } from "./shown-words";
import { WordsPreview } from "./words-preview";

/** So long after the last key the plan is looked at. */
const quietMs = 400;

/** What the plan in the form around it would mean, while it is typed. */
export function Preview({
  form,
  names,
  zone,
  now,
}: {
  form: RefObject<HTMLElement | null>;
  /** Of all components, by identifier. */
  names: ReadonlyMap<string, string>;
  zone: string;
  now: number;
}) {
  const { state, chosen } = usePreview(form);
  return (
    <div aria-live="polite" className="flex flex-col gap-3 text-sm">
      {state.status === "refused" ? <Complaint state={state} /> : null}
      {state.status === "done" ? (
        <>
          <Notice seconds={state.data.noticeSeconds} />
          <ol className="flex flex-col gap-1" aria-label="Next occurrences">
            {state.data.next.map(({ from, to }) => (
              <li key={from} title={formatInstant(from)}>
                <WindowTime from={from} to={to} zone={zone} now={now} />
              </li>
            ))}
          </ol>
          <WordsPreview
            words={state.data.words}
            names={chosen.map((id) => names.get(id) ?? id)}
            zone={zone}
            now={now}
          />
          {state.data.commitments ? <Commitments effects={state.data.commitments} /> : null}
        </>
      ) : null}
      {state.status === "idle" ? (
        <p className="text-ink-3">Choose a component and a time to see what it means.</p>
      ) : null}
    </div>
  );
}

/** An answer and the components it is about. */
type Looked = { state: FormState<ShownPlan>; chosen: readonly string[] };
const nothingYet: Looked = { state: idle, chosen: [] };

/** The newest answer; an older one that comes late is dropped. */
function usePreview(anchor: RefObject<HTMLElement | null>): Looked {
  const [looked, setLooked] = useState<Looked>(nothingYet);
  const asked = useRef(0);
  useEffect(() => {
    const form = anchor.current?.closest("form");
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      asked.current += 1;
      const turn = asked.current;
      const data = new FormData(form);
      const chosen = data.getAll("components").map(String);
      if (chosen.length === 0) return setLooked(nothingYet);
      const answer = await previewAction(data);
      if (turn === asked.current) setLooked({ state: answer, chosen });
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), quietMs);
    };
    form.addEventListener("input", wait);
    wait();
    return () => {
      clearTimeout(timer);
      form.removeEventListener("input", wait);
    };
  }, [anchor]);
  return looked;
}

function Complaint({ state }: { state: FormState }) {
  const said = ["to", "from", "rrule", "timezone", "components"].flatMap(
    (name) => complaintOf(state, name, true) ?? [],
  );
  return <p className="text-major">{said[0] ?? "This plan cannot be read yet."}</p>;
}

function Notice({ seconds }: { seconds: number }) {
  if (seconds < 0) return <p>It has begun: no notice is given.</p>;
  return (
    <p>
      Announced now, the notice is{" "}
      <strong className="font-medium">{shortDuration(seconds * secondMs)}</strong>.
    </p>
  );
}

function Commitments({ effects }: { effects: readonly CommitmentEffect[] }) {
  if (effects.length === 0) return <p className="text-ink-2">No contract covers these components then.</p>;
  return (
    <ul className="flex flex-col divide-y rounded-md border bg-surface" aria-label="Effect on contracts">
      {effects.map((effect) => (
        <li key={`${effect.contractId} ${effect.service}`} className="px-3 py-2">
          <p className="font-medium">
            {effect.contractName} · {effect.service}
          </p>
          <p className="text-ink-2">{sentenceOf(effect)}</p>
        </li>
      ))}
    </ul>
  );
}

/** What one commitment makes of the plan, in one sentence. */
function sentenceOf(effect: CommitmentEffect): React.ReactNode {
  const span = (seconds: number) => shortDuration(seconds * secondMs);
  if (!effect.isExcluded) return "Maintenance counts like any other time under this contract.";
  if (!effect.isNoticeEnough)
    return (
      <Banner
        tone="warning"
        title={`Too late: this contract wants ${span(effect.noticeNeededSeconds)} of notice.`}
      >
        What is announced later counts as the components are then.
      </Banner>
    );
  if (effect.capSeconds === null) return `Left out, ${span(effect.plannedSeconds)} of it; there is no limit.`;
  const scope = effect.capScope === "period" ? "this period" : "this year";
  const used = `${span(effect.usedSeconds)} of ${span(effect.capSeconds)} are spoken for ${scope}; this adds ${span(effect.plannedSeconds)}.`;
  return effect.uncoveredSeconds > 0
    ? `${used} ${span(effect.uncoveredSeconds)} are over the allowance and count.`
    : used;
}
