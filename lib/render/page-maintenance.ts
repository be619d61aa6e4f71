import { isOverrun, isRunning, occurrenceId, type PageMaintenance } from "@/lib/domain/page-happening";
import { html, type Markup } from "./markup";
import { type DocumentText, pageDocument } from "./page-document";
import { fullTime, linkTo, namesOf, type PageFrame, timeElement } from "./page-frame";
import { peoplesWords } from "./page-words";
import { fill } from "./words/language";

export function maintenancePath({ maintenanceId }: PageMaintenance): string {
  return `/maintenances/${maintenanceId}`;
}

/** Planned or running work as the page itself tells it. */
export function plannedMaintenance(maintenance: PageMaintenance, frame: PageFrame): Markup {
  const [last] = maintenance.updates;
  const words = last && last.body !== "" ? last.body : maintenance.body;
  return html`<article class="i m" id="${occurrenceId(maintenance)}">
<h3 dir=auto><a href="${linkTo(frame, maintenancePath(maintenance))}">${maintenance.title}</a></h3>
${facts(maintenance, frame, timeElement)}
${words !== "" && peoplesWords(words)}
</article>
`;
}

/** The same in two lines, for lists of what is over. */
export function pastMaintenance(maintenance: PageMaintenance, frame: PageFrame): Markup {
  return html`<article id="${occurrenceId(maintenance)}"><h3 dir=auto><a href="${linkTo(frame, maintenancePath(maintenance))}">${maintenance.title}</a></h3>
${facts(maintenance, frame)}</article>
`;
}

/** The page of one maintenance: its dates to come and those that were, each with what was said. */
export function renderMaintenance(dates: readonly PageMaintenance[], frame: PageFrame): DocumentText | null {
  const [first] = dates;
  if (!first) return null;
  const { words } = frame.language;
  const coming = dates.filter(({ status }) => status === "scheduled" || isRunning({ status }));
  const past = dates.filter((each) => !coming.includes(each)).reverse();
  const main = html`<p class=soft><a href="${linkTo(frame, "/history")}">${words.history.title}</a></p>
<h1 dir=auto>${first.title}</h1>
${first.rrule !== null && html`<p class=soft>${words.maintenance.recurs}</p>`}
${first.body !== "" && peoplesWords(first.body)}
${section(words.maintenance.coming, coming, frame)}
${section(words.maintenance.past, past, frame)}`;
  return pageDocument(frame, {
    path: maintenancePath(first),
    title: first.title,
    main,
    isSettled: coming.length === 0,
  });
}

function section(title: string, dates: readonly PageMaintenance[], frame: PageFrame): Markup | false {
  if (dates.length === 0) return false;
  const lines = dates.map(
    (each) => html`<li id="${occurrenceId(each)}">${facts(each, frame)}
${each.updates.filter(({ body }) => body !== "").map((update) => said(update, frame))}</li>
`,
  );
  return html`<section class=group><h2>${title}</h2><ul class=past>${lines}</ul></section>`;
}

function said({ status, body, at }: PageMaintenance["updates"][number], frame: PageFrame): Markup {
  return html`<p class=w><b>${frame.language.words.statuses[status]}</b><span>${fullTime(at, frame)}</span></p>${peoplesWords(body)}`;
}

function facts(maintenance: PageMaintenance, frame: PageFrame, time = fullTime): Markup {
  const { words } = frame.language;
  const { from, to, status, startedAt, endedAt, announcedAt } = maintenance;
  const names = namesOf(maintenance.componentIds, frame);
  const window = fill(words.maintenance.window, { from: time(from, frame), to: time(to, frame) });
  const told = [
    html`<b>${words.statuses[status]}</b>`,
    isOverrun(maintenance, frame.view.now) && html`<b>${words.maintenance.overrun}</b>`,
    window,
  ];
  const turns = [
    startedAt !== null && fill(words.maintenance.began, { time: time(startedAt, frame) }),
    endedAt !== null && fill(words.maintenance.ended, { time: time(endedAt, frame) }),
    startedAt === null && fill(words.maintenance.announced, { time: time(announcedAt, frame) }),
  ];
  return html`<p class=soft>${dotted(told)}</p>
<p class=small>${dotted([names !== "" && fill(words.maintenance.affects, { names }), ...turns])}</p>`;
}

function dotted(parts: readonly (Markup | false)[]): Markup[] {
  return parts.filter((part) => part !== false).map((part, index) => (index === 0 ? part : html` · ${part}`));
}
