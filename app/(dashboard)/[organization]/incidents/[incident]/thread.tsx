import { Section } from "@/app/_ui/page-head";
import { StateShape } from "@/app/_ui/state";
import { Time } from "@/app/_ui/time";
import { exactTime } from "@/lib/domain/duration";
import type { IncidentUpdateView, IncidentView } from "@/lib/domain/incident";
import { stateWords } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import type { Choice } from "../_composer/component-states";
import { Prose } from "../prose";
import { statusWords } from "../words";
import { EditWords } from "./edit-words";
import { NoteForm } from "./note-form";

type Shown = {
  view: IncidentView;
  organization: string;
  /** Names by actor. */
  people: ReadonlyMap<string, string>;
  choices: readonly Choice[];
  now: Ms;
  zone: string;
  mayWrite: boolean;
};

/** So many words are drawn at once; the rest is one click away. */
const shownMax = 30;

/** Public words and the team's own notes, newest first. */
export function Thread(shown: Shown) {
  const { view, organization, mayWrite } = shown;
  const said = view.updates
    .filter(
      ({ publishedAt, withdrawnAt, isPrivate }) => isPrivate || publishedAt !== null || withdrawnAt !== null,
    )
    .toReversed();
  const names = new Map([
    ...view.components.map(({ id, name }) => [id, name] as const),
    ...shown.choices.map(({ id, name }) => [id, name] as const),
  ]);
  const [first, rest] = [said.slice(0, shownMax), said.slice(shownMax)];
  const draw = (update: IncidentUpdateView) => (
    <Word key={update.id} update={update} names={names} {...shown} />
  );
  return (
    <Section title="Thread" aside={said.length > 0 ? `${said.length} in all` : undefined}>
      {mayWrite ? <NoteForm organization={organization} id={view.id} /> : null}
      {said.length === 0 ? (
        <p className="text-ink-2 text-sm">Nothing was said yet.</p>
      ) : (
        <ol className="flex flex-col gap-5">{first.map(draw)}</ol>
      )}
      {rest.length > 0 ? (
        <details className="mt-5">
          <summary className="text-ink-2 text-sm">{rest.length} earlier</summary>
          <ol className="mt-5 flex flex-col gap-5">{rest.map(draw)}</ol>
        </details>
      ) : null}
    </Section>
  );
}

function Word({
  update,
  names,
  view,
  organization,
  people,
  now,
  zone,
  mayWrite,
}: Shown & { update: IncidentUpdateView; names: ReadonlyMap<string, string> }) {
  const isTaken = update.withdrawnAt !== null;
  const tone = update.isPrivate
    ? "border-degraded border-dashed"
    : isTaken
      ? "border-line"
      : "border-line-strong";
  return (
    <li className={`border-l-2 pl-3 text-sm ${tone} ${isTaken ? "text-ink-3" : ""}`}>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">
          {update.isPrivate ? "Note for the team" : isTaken ? "Taken back" : statusWords[update.status]}
        </span>
        <Time at={update.publishedAt ?? update.createdAt} now={now} zone={zone} className="text-ink-2" />
        <span className="text-ink-3">{author(people, update.createdBy)}</span>
        {mayWrite && !isTaken ? (
          <EditWords organization={organization} id={view.id} updateId={update.id} body={update.body} />
        ) : null}
      </div>
      <Prose text={update.body} className="mt-1" />
      <Changes update={update} names={names} />
      {update.nextUpdateAt === null ? null : (
        <p className="mt-1 text-ink-3">Next update promised by {exactTime(update.nextUpdateAt, zone)}</p>
      )}
      <Earlier update={update} people={people} zone={zone} />
    </li>
  );
}

function Changes({ update, names }: { update: IncidentUpdateView; names: ReadonlyMap<string, string> }) {
  if (update.components.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-ink-2">
      {update.components.map(({ id, state }) => (
        <li key={id} className="inline-flex min-w-0 items-center gap-1.5">
          <StateShape state={state} />
          <span className="break-words">
            {names.get(id) ?? id}: {stateWords[state].toLowerCase()}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Earlier({
  update,
  people,
  zone,
}: {
  update: IncidentUpdateView;
  people: Shown["people"];
  zone: string;
}) {
  if (update.earlier.length === 0) return null;
  return (
    <details className="mt-1 text-ink-3">
      <summary>Edited {update.earlier.length === 1 ? "once" : `${update.earlier.length} times`}</summary>
      <ol className="mt-2 flex flex-col gap-3">
        {update.earlier.map(({ at, actor, body }) => (
          <li key={`${at} ${body}`}>
            <p>
              Until {exactTime(at, zone)}, when {author(people, actor)} changed it:
            </p>
            <p className="whitespace-pre-wrap break-words border-l-2 pl-3">{body}</p>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Who said it, by name where there is one. */
export function author(people: ReadonlyMap<string, string>, actor: string): string {
  const known = people.get(actor);
  if (known) return known;
  if (actor.startsWith("system:")) return "our monitoring";
  return actor.startsWith("api_key:") ? "an API key" : "a former member";
}
