import { type BarRun, notable } from "@/lib/domain/bars";
import {
  barCount,
  type GroupView,
  type PageView,
  type ShownComponent,
  worstState,
} from "@/lib/domain/page-view";
import { spokenDuration, spokenUtcDay } from "@/lib/domain/spoken-time";
import { type State, states, stateWords } from "@/lib/domain/state";
import { dayMs, utcDate } from "@/lib/domain/time";
import { componentSentence, type Sentence, verdictSentence } from "@/lib/domain/verdict-sentence";
import { barsSvg } from "./bars-svg";
import { html, type Markup } from "./markup";
import { pageDocument, type RenderOptions, timeElement } from "./page-document";
import { stateShape } from "./state-shapes";

/** The page at its address: is it them, since when, and how has it been. */
export function renderHome(view: PageView, options: RenderOptions): string {
  const main = html`${verdict(view)}
${view.problems.length > 1 && problems(view)}
${view.groups.length > 0 && key()}
${view.groups.map((group) => groupSection(group, view))}`;
  return pageDocument(view, "", main, options);
}

function verdict(view: PageView): Markup {
  const state = worstState(view.problems.map((component) => component.state));
  return html`<div class=verdict>${stateShape(state)}<div><h1>${sentence(verdictSentence(view), view)}</h1>
<p class=soft>Updated ${timeElement(view.now, view, { withAge: true })}</p></div></div>`;
}

function sentence({ words, since }: Sentence, view: PageView): Markup {
  return since === null ? html`${words}.` : html`${words} since ${timeElement(since, view)}.`;
}

function problems(view: PageView): Markup {
  const lines = view.problems.map(
    (component) =>
      html`<li>${stateShape(component.state)}<a href="#${component.id}">${sentence(componentSentence(component), view)}</a></li>`,
  );
  return html`<section aria-label="Running problems"><ul class=now>${lines}</ul></section>`;
}

/** What the bars mean, once. */
function key(): Markup {
  const words = states.map((state) => html`<li>${stateShape(state)}${stateWords[state]}</li>`);
  return html`<ul class="key small" aria-label="What the shapes mean">${words}<li>One bar is one UTC day; today is last.</li></ul>`;
}

function groupSection(group: GroupView, view: PageView): Markup {
  const state =
    group.state !== "operational" &&
    html`<span class="w">${stateShape(group.state)}${stateWords[group.state]}</span>`;
  const heading = group.name !== null && html`<h2>${group.name}${state}</h2>`;
  return html`<section class=group>${heading}<ul class=list>${group.components.map((component) => line(component, view))}</ul></section>
`;
}

function line(component: ShownComponent, view: PageView): Markup {
  const { id, name, description, state, since, days } = component;
  const from = utcDate(days[0]?.dayStart ?? view.now);
  const when = state !== "operational" && since !== null && html` since ${timeElement(since, view)}`;
  return html`<li class=c id="${id}"><div><p class=n>${name}</p>${description !== null && html`<p class=small>${description}</p>`}
<p class=w>${stateShape(state)}<span>${stateWords[state]}${when}</span></p></div>
<p class=up>${uptimeFigure(component)}</p>
<div class=days data-from="${from}" data-name="${name}">${barsSvg(days)}</div>
<div class=v><table><caption>${name}, last ${days.length} days</caption><thead><tr><th scope=col>UTC day<th scope=col>Time by state</thead><tbody>${component.runs.map(runRow)}</tbody></table></div></li>`;
}

function uptimeFigure({ windows }: ShownComponent): Markup {
  const figure = windows.find((window) => window.days === barCount)?.percent ?? null;
  if (figure === null) return html`No data<br><span class=small>${barCount} days</span>`;
  return html`${figure}%<br><span class=small>${barCount} days</span>`;
}

function runRow({ first, last, count, totalsMs }: BarRun): Markup {
  const day = count === 1 ? spokenUtcDay(first) : `${spokenUtcDay(first)} to ${spokenUtcDay(last)}`;
  const times = count === 1 ? null : html` data-n=${count}`;
  return html`<tr${times}><th scope=row>${day}<td>${timeByState(totalsMs)}`;
}

/** "Outage 42 min, Operational 23 h 18 min", loudest first; one word when the whole day was one. */
function timeByState(totalsMs: BarRun["totalsMs"]): string {
  const loud = notable(totalsMs);
  const calm: { state: State; lengthMs: number }[] =
    totalsMs.operational > 0 ? [{ state: "operational", lengthMs: totalsMs.operational }] : [];
  const parts = [...loud, ...calm];
  const [only] = parts;
  if (only && parts.length === 1 && only.lengthMs === dayMs) return `${stateWords[only.state]} all day`;
  return parts.map(({ state, lengthMs }) => `${stateWords[state]} ${spokenDuration(lengthMs)}`).join(", ");
}
