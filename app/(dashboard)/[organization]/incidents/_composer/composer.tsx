"use client";

import { type ReactNode, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { complaintOf, type FormState, idle, typedIn } from "@/app/_server/form-state";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { SelectField, TextArea, TextField } from "@/app/_ui/field";
import { type IncidentStatus, impacts, incidentStatuses } from "@/lib/domain/incident";
import { impactWords, statusWords } from "../words";
import { type Choice, ComponentStates } from "./component-states";
import { type Composed, compose, preview } from "./compose";
import { ConflictNote } from "./conflict-note";
import type { ShownPreview } from "./preview-data";
import { PreviewPane } from "./preview-pane";

export type ComposerStart = {
  title: string;
  status: IncidentStatus;
  impact: string;
  body: string;
  /** By component id. */
  states: Readonly<Record<string, string>>;
  /** As a date-and-time field writes it in the viewer's zone; "" means now. */
  startedAt: string;
  notify: boolean;
};

type Props = {
  organization: string;
  kind: "new" | "draft" | "update";
  /** Of a draft or a published incident. */
  incident: { id: string; version: number; title: string } | null;
  start: ComposerStart;
  choices: readonly Choice[];
  zone: string;
  /** What the words would look like before anybody types. */
  shown: ShownPreview | null;
  /** Beside the buttons: dismissing a draft, for example. */
  aside?: ReactNode;
};

/** The preview waits until nobody has typed for this long. */
const quietMs = 500;

/** Words on the left, exactly what pages and mails will say on the right; ⌘ Enter publishes. */
export function Composer({ organization, kind, incident, start, choices, zone, shown, aside }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [state, say, isSaying] = useActionState<FormState<Composed>, FormData>(compose, idle);
  const [previewed, look] = useActionState<FormState<ShownPreview>, FormData>(preview, idle);
  const [notify, setNotify] = useState(start.notify);
  // The version that was read when the words were begun: a screen drawn anew must not hide that somebody was faster.
  const [seen] = useState(incident?.version ?? 0);
  const conflict = state.status === "done" ? state.data.conflict : null;
  const typed: FormState = state.status === "done" && conflict ? refusedLike(state.data.typed) : state;
  const names = new Map(choices.map(({ id, name }) => [id, name]));
  const refresh = usePreview(form, look);
  const submit = (event: React.FormEvent<HTMLFormElement>) => {
    // Sent by hand, so that no field is emptied whatever the answer is.
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const data = new FormData(event.currentTarget, submitter);
    startTransition(() => say(data));
  };
  return (
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
      <form
        ref={form}
        action={say}
        onSubmit={submit}
        onInput={refresh}
        onKeyDown={publishByKey}
        className="flex min-w-0 flex-col gap-4"
        noValidate
      >
        <input type="hidden" name="organization" value={organization} />
        <input type="hidden" name="kind" value={kind} />
        {incident ? <Identity incident={incident} version={conflict?.version ?? seen} /> : null}
        {state.status === "refused" ? <Banner tone="bad" live title={state.message} /> : null}
        {conflict ? <ConflictNote conflict={conflict} zone={zone} /> : null}
        <Words kind={kind} typed={typed} start={start} choices={choices} zone={zone} />
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            name="notify"
            checked={notify}
            onChange={(event) => setNotify(event.target.checked)}
          />
          Mail those who asked to hear of it
        </label>
        <Buttons kind={kind} isSaying={isSaying} isAnyway={conflict !== null} look={look} aside={aside} />
      </form>
      <PreviewPane
        shown={previewed.status === "done" ? previewed.data : shown}
        names={names}
        notify={notify}
      />
    </div>
  );
}

/** Everything that is said, field by field. */
function Words({
  kind,
  typed,
  start,
  choices,
  zone,
}: Pick<Props, "kind" | "start" | "choices" | "zone"> & { typed: FormState }) {
  return (
    <>
      {kind === "update" ? null : (
        <TextField
          label="Title"
          name="title"
          required
          maxLength={200}
          autoFocus={kind === "new"}
          defaultValue={typedIn(typed, "title", start.title)}
          error={complaintOf(typed, "title")}
        />
      )}
      <StatusChoice initial={typedIn(typed, "status", start.status)} />
      <TextArea
        label={kind === "update" ? "Update" : "Words"}
        name="body"
        rows={5}
        maxLength={20_000}
        defaultValue={typedIn(typed, "body", start.body)}
        error={complaintOf(typed, "body")}
        hint="What happens, to whom, since when, what is next. Markdown. No blame, no jargon."
      />
      <ComponentStates choices={choices} states={statesIn(typed, start.states)} open={kind === "new"} />
      {complaintOf(typed, "components", true) ? (
        <p className="text-major text-xs">{complaintOf(typed, "components", true)}</p>
      ) : null}
      <Details kind={kind} typed={typed} start={start} zone={zone} />
    </>
  );
}

function Identity({ incident, version }: { incident: { id: string; title: string }; version: number }) {
  return (
    <>
      <input type="hidden" name="id" value={incident.id} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="shown_title" value={incident.title} />
    </>
  );
}

function StatusChoice({ initial }: { initial: string }) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">Status</legend>
      <div className="grid grid-cols-2 gap-1 rounded-md border border-line-strong bg-surface p-0.5 sm:grid-cols-4">
        {incidentStatuses.map((status) => (
          <label
            key={status}
            className="cursor-pointer rounded-[4px] px-2 py-1 text-center text-ink-2 text-sm has-checked:bg-sunken has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="status"
              value={status}
              defaultChecked={status === initial}
              className="sr-only"
            />
            {statusWords[status]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Details({
  kind,
  typed,
  start,
  zone,
}: {
  kind: Props["kind"];
  typed: FormState;
  start: ComposerStart;
  zone: string;
}) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {kind === "update" ? null : (
        <>
          <SelectField label="Impact" name="impact" defaultValue={typedIn(typed, "impact", start.impact)}>
            <option value="">From components</option>
            {impacts.map((impact) => (
              <option key={impact} value={impact}>
                {impactWords[impact]}
              </option>
            ))}
          </SelectField>
          <TextField
            label={`Began (${zone})`}
            name="started_at"
            type="datetime-local"
            step={1}
            defaultValue={typedIn(typed, "started_at", start.startedAt)}
            error={complaintOf(typed, "started_at")}
          />
          <input type="hidden" name="started_shown" value={start.startedAt} />
        </>
      )}
      <SelectField label="Next update" name="next" defaultValue={typedIn(typed, "next", "")}>
        <option value="">Not promised</option>
        <option value="15">In 15 min</option>
        <option value="30">In 30 min</option>
        <option value="60">In 1 h</option>
        <option value="120">In 2 h</option>
      </SelectField>
    </div>
  );
}

function Buttons({
  kind,
  isSaying,
  isAnyway,
  look,
  aside,
}: {
  kind: Props["kind"];
  isSaying: boolean;
  isAnyway: boolean;
  look: (data: FormData) => void;
  aside: ReactNode;
}) {
  const verb = kind === "update" ? "Post update" : "Publish";
  return (
    <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-2 border-t bg-ground px-4 py-3 sm:static sm:mx-0 sm:border-t-0 sm:px-0">
      <Button
        type="submit"
        name="intent"
        value="publish"
        tone="primary"
        disabled={isSaying}
        aria-keyshortcuts="Meta+Enter Control+Enter"
      >
        {isAnyway ? `${verb} anyway` : verb}
        <kbd className="font-sans text-xs opacity-70 max-sm:hidden">⌘ ↵</kbd>
      </Button>
      {kind === "update" ? null : (
        <Button type="submit" name="intent" value="draft" disabled={isSaying}>
          Save draft
        </Button>
      )}
      <noscript>
        <Button type="submit" formAction={look}>
          Preview
        </Button>
      </noscript>
      {aside}
    </div>
  );
}

/** Asks for a new preview once nobody types any more. */
function usePreview(
  form: React.RefObject<HTMLFormElement | null>,
  look: (data: FormData) => void,
): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const { current } = form;
      if (current) startTransition(() => look(new FormData(current)));
    }, quietMs);
  };
}

function publishByKey(event: React.KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
  event.preventDefault();
  const button = event.currentTarget.querySelector<HTMLButtonElement>('button[value="publish"]');
  event.currentTarget.requestSubmit(button);
}

/** After a conflict the fields hold what was typed, as after a refusal. */
function refusedLike(values: Record<string, string>): FormState {
  return { status: "refused", message: "", errors: {}, values };
}

function statesIn(state: FormState, initial: Readonly<Record<string, string>>): Record<string, string> {
  if (state.status !== "refused") return { ...initial };
  const typed = Object.entries(state.values).filter(([name]) => name.startsWith("state."));
  return Object.fromEntries(typed.map(([name, value]) => [name.slice("state.".length), value]));
}
