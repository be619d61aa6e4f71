import type { PublicIncident, PublicUpdate } from "@/lib/domain/incident";
import { isOpen } from "@/lib/domain/page-happening";
import type { State } from "@/lib/domain/state";
import { stateClasses } from "./bars-svg";
import { markdownExcerpt } from "./markdown";
import { html, type Markup } from "./markup";
import { type DocumentText, pageDocument } from "./page-document";
import { basePath, fullTime, linkTo, namesOf, type PageFrame, timeElement } from "./page-frame";
import { peoplesWords } from "./page-words";
import { stateShape } from "./state-shapes";
import { say } from "./told/say";
import { fill } from "./words/language";

/** How many words of a running incident stand on the page itself. */
const shownUpdates = 3;

const impactStates: Record<PublicIncident["impact"], State> = {
  none: "operational",
  minor: "degraded_performance",
  major: "partial_outage",
  critical: "major_outage",
};

export function incidentPath({ id }: PublicIncident): string {
  return `/incidents/${id}`;
}

/** What runs now: newest words first, the whole thread one link away. */
export function runningIncident(incident: PublicIncident, frame: PageFrame): Markup {
  const { words } = frame.language;
  const said = incident.updates.toReversed();
  const rest =
    said.length > shownUpdates &&
    html`<p><a href="${linkTo(frame, incidentPath(incident))}">${words.incident.whole}</a></p>`;
  return html`<article class="i ${stateClasses[impactStates[incident.impact]]}" id="${incident.id}">
<h3 dir=auto><a href="${linkTo(frame, incidentPath(incident))}">${incident.title}</a></h3>
${affects(incident, frame)}
<ol class=ups>${said.slice(0, shownUpdates).map((word) => update(word, incident, frame, timeElement))}</ol>${rest}
</article>
`;
}

/** One that is over, in a few lines: its last words and how long it took. */
export function pastIncident(incident: PublicIncident, frame: PageFrame): Markup {
  const { words } = frame.language;
  const last = incident.updates.at(-1);
  const link = linkTo(frame, incidentPath(incident));
  const postmortem =
    incident.postmortem !== null &&
    html` · <a href="${link}#postmortem">${words.incident.readPostmortem}</a>`;
  return html`<article id="${incident.id}"><h3 dir=auto><a href="${link}">${incident.title}</a></h3>
<p class=small>${words.statuses[incident.status]} · ${lasted(incident, frame)}${postmortem}</p>
${last !== undefined && html`<p dir=auto>${markdownExcerpt(last.body, excerptLength)}</p>`}</article>
`;
}

const excerptLength = 240;

/** The page of one incident: its whole thread, and what was learned. */
export function renderIncident(incident: PublicIncident, frame: PageFrame): DocumentText {
  const { words } = frame.language;
  const main = html`<p class=soft><a href="${linkTo(frame, "/history")}">${words.incident.all}</a></p>
<h1 dir=auto>${incident.title}</h1>
<p class=w>${stateShape(isOpen(incident) ? impactStates[incident.impact] : "operational")}<span>${words.statuses[incident.status]} · ${fill(words.incident.started, { time: fullTime(incident.startedAt, frame) })}${incident.resolvedAt !== null && html` · ${lasted(incident, frame)}`}</span></p>
${affects(incident, frame)}
${isOpen(incident) && followLink(incident, frame)}
${incident.postmortem !== null && postmortem(incident.postmortem, frame)}
<section class=group><h2>${words.incident.updates}</h2>
<ol class=ups>${incident.updates.toReversed().map((word) => update(word, incident, frame, fullTime))}</ol></section>`;
  return pageDocument(frame, {
    path: incidentPath(incident),
    title: incident.title,
    main,
    description: markdownExcerpt(incident.updates.at(-1)?.body ?? incident.title, excerptLength),
    isSettled: !isOpen(incident),
  });
}

/** Messages about this incident and nothing else, for who waits for its end. */
function followLink({ id }: PublicIncident, { view, language }: PageFrame): Markup {
  const address = `${basePath(view)}/subscribe?incident=${id}&lang=${language.locale}`;
  return html`<p><a href="${address}">${say(language, "follow_incident")}</a></p>`;
}

function postmortem({ body, publishedAt }: { body: string; publishedAt: number }, frame: PageFrame): Markup {
  const { words } = frame.language;
  return html`<section class=group id=postmortem><h2>${words.incident.postmortem}</h2>
<p class=small>${fill(words.incident.postmortemOf, { time: fullTime(publishedAt, frame) })}</p>
${peoplesWords(body)}</section>`;
}

type TimeWriter = typeof fullTime;

function update(word: PublicUpdate, { updates }: PublicIncident, frame: PageFrame, time: TimeWriter): Markup {
  const { words } = frame.language;
  const edited =
    word.editedAt !== null && html` · ${fill(words.incident.edited, { time: time(word.editedAt, frame) })}`;
  // The first word says what is affected; its components stand above the thread.
  const changes = word.id === updates[0]?.id && updates.length === 1 ? [] : word.changes;
  return html`<li id="${word.id}"><p class=w><b>${words.statuses[word.status]}</b><span>${time(word.at, frame)}${edited}</span></p>
${peoplesWords(word.body)}
${changes.length > 0 && html`<p class=small>${changes.map((change, at) => [at > 0 && words.list, become(change, frame)])}</p>`}</li>
`;
}

function become({ id, state }: PublicUpdate["changes"][number], { view, language }: PageFrame): Markup {
  const { words } = language;
  return fill(words.incident.becomes, { name: view.names.get(id) ?? "", state: words.states[state] });
}

function affects({ components }: PublicIncident, frame: PageFrame): Markup | false {
  const names = namesOf(
    components.map(({ id }) => id),
    frame,
  );
  return names !== "" && html`<p class=soft>${fill(frame.language.words.incident.affects, { names })}</p>`;
}

function lasted({ startedAt, resolvedAt }: PublicIncident, frame: PageFrame): Markup {
  const { words, duration } = frame.language;
  if (resolvedAt === null) return fill(words.incident.started, { time: fullTime(startedAt, frame) });
  return fill(words.incident.lasted, { duration: duration(Math.max(0, resolvedAt - startedAt)) });
}
