import type { PublicIncident } from "@/lib/domain/incident";
import { isOpen, pastDays } from "@/lib/domain/page-happening";
import type { PageView } from "@/lib/domain/page-view";
import { states } from "@/lib/domain/state";
import { dayMs, type Ms } from "@/lib/domain/time";
import { localDate } from "@/lib/domain/zone";
import { findScript } from "./find-script";
import { html, type Markup } from "./markup";
import { anchorOf, componentGroups, isFolded } from "./page-components";
import { type DocumentText, pageDocument, updatedLine } from "./page-document";
import { basePath, linkTo, type PageFrame } from "./page-frame";
import { pastIncident, runningIncident } from "./page-incident";
import { plannedMaintenance } from "./page-maintenance";
import { figuresStyle } from "./page-style";
import { componentSentence, verdict, verdictState } from "./page-verdict";
import { stateShape } from "./state-shapes";
import { fill } from "./words/language";

/** So many running problems are listed; the groups hold all. */
const listedProblems = 50;

/** The page at its address: is it them, since when, and how has it been. */
export function renderHome(frame: PageFrame): DocumentText {
  const { view } = frame;
  const { sentence, more } = verdict(frame);
  const main = html`${view.page.customerLayer && html`<section id=me data-me="${basePath(view)}/me?part=1" hidden></section>`}<div class=verdict>${stateShape(verdictState(frame))}<div><h1>${sentence}</h1>${more && html`<p>${more}</p>`}
${updatedLine(frame)}</div></div>
${problems(frame)}
${incidents(frame)}
${maintenances(frame)}
${view.groups.length > 0 && key(frame)}
${componentGroups(frame)}
${thirdParties(frame)}
${past(frame)}`;
  const folded = isFolded(frame) ? { style: figuresStyle, script: findScript } : {};
  return pageDocument(frame, { path: "", title: null, main, ...folded });
}

/** What others say of the services that ours stand on, where the organization shows it. */
function thirdParties({ view, language: { words } }: PageFrame): Markup | false {
  if (view.dependencies.length === 0) return false;
  const lines = view.dependencies.map(({ componentId, provider, part, state }) => {
    const name = part === null ? provider : `${provider}: ${part}`;
    const said = html`<p class=w>${stateShape(state)}${words.states[state]}</p>`;
    return html`<li class=c><div><p class=n dir=auto>${name}</p>${said}</div><p class="small by" dir=auto>${view.names.get(componentId) ?? ""}</p></li>`;
  });
  return html`<section class=group><h2>${words.home.thirdParties}</h2><ul class=list>${lines}</ul></section>`;
}

/** What is wrong beside the one thing the verdict tells, as far as no incident tells it. */
function problems(frame: PageFrame): Markup | false {
  const { view, language } = frame;
  const told = new Set(view.open.flatMap(({ components }) => components.map(({ id }) => id)));
  const untold = view.problems.filter(({ id }) => !told.has(id));
  if (untold.length === 0 || (view.open.length === 0 && view.problems.length === 1)) return false;
  const lines = untold
    .slice(0, listedProblems)
    .map(
      (component) =>
        html`<li>${stateShape(component.state)}<a href="#${anchorOf(component.id)}">${componentSentence(component, frame)}</a></li>`,
    );
  return html`<section aria-label="${language.words.home.problems}"><ul class=now>${lines}</ul></section>`;
}

function incidents(frame: PageFrame): Markup | false {
  const { open } = frame.view;
  if (open.length === 0) return false;
  return html`<section class=group><h2>${frame.language.words.home.incidents}</h2>
${open.map((incident) => runningIncident(incident, frame))}</section>`;
}

function maintenances(frame: PageFrame): Markup | false {
  const { planned } = frame.view;
  if (planned.length === 0) return false;
  return html`<section class=group><h2>${frame.language.words.home.maintenance}</h2>
${planned.map((each) => plannedMaintenance(each, frame))}</section>`;
}

/** What the bars mean, once. */
function key({ language: { words } }: PageFrame): Markup {
  const each = states.map((state) => html`<li>${stateShape(state)}${words.states[state]}</li>`);
  return html`<ul class="key small" aria-label="${words.home.shapes}">${each}<li>${words.home.oneBar}</li></ul>`;
}

/** One local day of the page, by an instant in it. */
type PastDay = { at: Ms; incidents: readonly PublicIncident[] };

/** Past incidents by day; days without any are told together. */
function past(frame: PageFrame): Markup {
  const { view, language } = frame;
  const { words } = language;
  const days = pastDaysOf(view);
  const more = html`<p><a href="${linkTo(frame, "/history")}">${words.home.more}</a></p>`;
  const heading = html`<h2>${words.home.past}</h2>`;
  if (view.open.length === 0 && days.every((day) => day.incidents.length === 0)) {
    const none = fill(words.home.pastNone, { days: language.plural(words.days, pastDays) });
    return html`<section class=group>${heading}<p>${none}</p>${more}</section>`;
  }
  return html`<section class=group>${heading}<ul class=past>${runsOf(days).map((run) => pastRun(run, frame))}</ul>${more}</section>`;
}

function pastDaysOf({ now, page, incidents: all }: PageView): PastDay[] {
  const over = Map.groupBy(
    all.filter((incident) => !isOpen(incident)),
    ({ startedAt }) => localDate(startedAt, page.timezone),
  );
  // Days since an incident runs are told by it: they are not over, and were not quiet.
  const runsSince = all.filter(isOpen).reduce((first, { startedAt }) => Math.min(first, startedAt), now + 1);
  const firstOpen = localDate(runsSince, page.timezone);
  const instants = Array.from({ length: pastDays }, (_, back) => now - back * dayMs).filter(
    (at) =>
      runsSince > now || localDate(at, page.timezone) < firstOpen || over.has(localDate(at, page.timezone)),
  );
  return instants.map((at) => ({ at, incidents: over.get(localDate(at, page.timezone)) ?? [] }));
}

/** A day with incidents by itself; quiet neighbours as one. */
function runsOf(days: readonly PastDay[]): PastDay[][] {
  const runs: PastDay[][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    const isQuiet = day.incidents.length === 0 && last?.at(-1)?.incidents.length === 0;
    if (last && isQuiet) last.push(day);
    else runs.push([day]);
  }
  return runs;
}

function pastRun(run: readonly PastDay[], frame: PageFrame): Markup {
  const { view, language } = frame;
  const { words } = language;
  const dayOf = (day: PastDay | undefined) => language.day(day?.at ?? view.now, view.page.timezone);
  const [newest] = run;
  if (run.length > 1) {
    const [from, to] = [dayOf(run.at(-1)), dayOf(newest)];
    return html`<li class=soft>${fill(words.home.quietDays, { from, to })}</li>`;
  }
  const told = newest?.incidents.map((incident) => pastIncident(incident, frame)) ?? [];
  const quiet = told.length === 0 && html`<span class=soft>${words.home.noIncidents}</span>`;
  return html`<li><p class=small>${dayOf(newest)}</p>${told}${quiet}</li>`;
}
