"use client";

import { useActionState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Banner } from "@/app/_ui/banner";
import { Section } from "@/app/_ui/page-head";
import { Submit } from "@/app/_ui/submit";
import { Time } from "@/app/_ui/time";
import type { StoredOutcome } from "@/lib/domain/monitor";
import type { Ms } from "@/lib/domain/time";
import { latencyText } from "@/lib/render/chart";
import { failureLabel } from "../words";
import { FoundBesides } from "./findings";
import { PhaseBars } from "./phases";

type RunAction = (state: FormState<StoredOutcome>, form: FormData) => Promise<FormState<StoredOutcome>>;

/** What the newest run found, taken apart; a person who may write can run it at once. */
export function LastOutcome({
  outcome,
  run,
  fields,
  now,
  zone,
}: {
  outcome: { stored: StoredOutcome; sentence: string | null } | null;
  run: RunAction | null;
  fields: Record<string, string>;
  now: Ms;
  zone: string;
}) {
  const [state, submit] = useActionState(run ?? unable, idle);
  const button = run ? (
    <form action={submit}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Submit tone="quiet">Run now</Submit>
    </form>
  ) : null;
  return (
    <Section title="Last outcome" aside={button}>
      {state.status === "refused" ? <Banner tone="bad" live title={state.message} /> : null}
      <p role="status" className="sr-only">
        {state.status === "done" ? `Ran now: ${wordOf(state.data)}.` : ""}
      </p>
      <div className="rounded-md border bg-surface p-4">
        {outcome ? (
          <Found {...outcome} now={now} zone={zone} />
        ) : (
          <p className="py-4 text-center text-ink-2 text-sm">
            Nothing ran yet. The first run comes within one interval.
          </p>
        )}
      </div>
    </Section>
  );
}

function Found({
  stored,
  sentence,
  now,
  zone,
}: {
  stored: StoredOutcome;
  sentence: string | null;
  now: Ms;
  zone: string;
}) {
  return (
    <div className="grid gap-4 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <div>
        <p className={`font-medium text-lg ${stored.ok ? "" : "text-major"}`}>{wordOf(stored)}</p>
        {sentence ? <p className="mt-0.5 text-sm">{sentence}</p> : null}
        {stored.detail ? (
          <p className="mt-0.5 break-words font-mono text-ink-2 text-xs">{stored.detail}</p>
        ) : null}
        <FoundBesides findings={stored.findings} />
        <p className="mt-1 text-ink-3 text-sm">
          <Time at={stored.startedAt} now={now} zone={zone} /> · {stored.region}
          {stored.runNow ? " · run by hand, counts for no verdict" : ""}
          {stored.suspect ? " · suspect, counts for nothing" : ""}
        </p>
      </div>
      <PhaseBars phases={stored.phases} />
    </div>
  );
}

function wordOf({ failure, httpStatus, phases, verdict }: StoredOutcome): string {
  const took = phases.totalMs === null ? "" : ` in ${latencyText(phases.totalMs)}`;
  if (failure !== null)
    return `${failureLabel(failure)}${httpStatus === null ? "" : ` (HTTP ${httpStatus})`}${took}`;
  const word = httpStatus === null ? "Answered" : `HTTP ${httpStatus}`;
  return `${word}${took}${verdict === "degraded" ? ", too slow" : ""}`;
}

async function unable(): Promise<FormState<StoredOutcome>> {
  return idle;
}
