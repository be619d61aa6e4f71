import { type BarRun, notable } from "@/lib/domain/bars";
import type { GroupView, PageView, ShownComponent } from "@/lib/domain/page-view";
import { dayMs, utcDate } from "@/lib/domain/time";
import { barsSvg } from "./bars-svg";
import { html, type Markup } from "./markup";
import { type PageFrame, percentText, timeElement } from "./page-frame";
import { stateShape } from "./state-shapes";
import { fill, fillText } from "./words/language";

/** Beyond so many components a page tells the calm ones in a line each, in groups that open. */
const barsMax = 300;

/** Names a component within its page; its whole identifier would weigh more than its bars. */
export function anchorOf(id: string): string {
  return `c${id.slice(-6)}`;
}

/** Whether the page has more components than it draws bars of. */
export function isFolded({ view }: PageFrame): boolean {
  return view.groups.reduce((sum, group) => sum + group.components.length, 0) > barsMax;
}

/** Every component in its group: state, bars, uptime. */
export function componentGroups(frame: PageFrame): Markup[] {
  const { groups } = frame.view;
  if (isFolded(frame))
    return [finder(frame), ...groups.map((each, index) => foldedGroup(each, index, frame))];
  const incidents = incidentDays(frame.view);
  return groups.map((group) => openGroup(group, incidents, frame));
}

function openGroup(group: GroupView, incidents: IncidentDays, frame: PageFrame): Markup {
  const { words } = frame.language;
  const state =
    group.state !== "operational" &&
    html`<span class="w">${stateShape(group.state)}${words.states[group.state]}</span>`;
  const heading = group.name !== null && html`<h2><bdi>${group.name}</bdi>${state}</h2>`;
  return html`<section class=group>${heading}<ul class=list>${group.components.map((each) => whole(each, incidents, frame))}</ul></section>
`;
}

/** The box to search in; without JavaScript groups open by hand, and a browser finds in them. */
function finder({ language: { words } }: PageFrame): Markup {
  return html`<p id=finder class=group hidden><label for=find>${words.home.find}</label><input id=find type=search autocomplete=off spellcheck=false><output id=found for=find></output></p>
`;
}

/** A group that opens, and is open while something in it is wrong. What is wrong comes first, with its bars. */
function foldedGroup(group: GroupView, index: number, frame: PageFrame): Markup {
  const { words, number } = frame.language;
  const isCalm = (component: ShownComponent) => component.state === "operational";
  const [calm, loud] = [group.components.filter(isCalm), group.components.filter((each) => !isCalm(each))];
  const count = fill(words.home.calm, { count: number(calm.length) });
  const open = loud.length > 0 && html` open`;
  const none: IncidentDays = new Map();
  return html`<details class=group id="g${index}"${open}><summary><span dir=auto>${group.name ?? words.home.others}</span><span class=w>${stateShape(group.state)}${count}</span></summary>
<ul class=list>${loud.slice(0, barsMax).map((each) => whole(each, none, frame))}${[...loud.slice(barsMax), ...calm].map((each) => brief(each, frame))}</ul></details>
`;
}

function brief(component: ShownComponent, frame: PageFrame): Markup {
  const { id, name, state } = component;
  return html`<li class=l id="${anchorOf(id)}"><p dir=auto>${name}</p><p class=w>${stateShape(state)}${frame.language.words.states[state]} · ${figureOf(component, frame)}</p></li>
`;
}

function whole(component: ShownComponent, incidents: IncidentDays, frame: PageFrame): Markup {
  const { id, name, description, state, since, bars } = component;
  const { words, plural } = frame.language;
  const from = utcDate(bars[0]?.dayStart ?? frame.view.now);
  const when =
    state !== "operational" && since !== null && fill(words.since, { time: timeElement(since, frame) });
  const caption = fill(words.bars.caption, { name, days: plural(words.days, bars.length) });
  return html`<li class=c id="${anchorOf(id)}"><div><p class=n dir=auto>${name}</p>${description !== null && html`<p class=small dir=auto>${description}</p>`}
<p class=w>${stateShape(state)}<span>${words.states[state]}${when}</span></p></div>
<p class=up>${uptimeFigure(component, frame)}</p>
<div class=days data-from="${from}">${barsSvg(bars)}</div>
<div class=v><table><caption>${caption}</caption><thead><tr><th scope=col>${words.bars.day}<th scope=col>${words.bars.times}</thead><tbody>${runRows(component.runs, incidents.get(id), frame)}</tbody></table></div></li>`;
}

function figureOf({ windows }: ShownComponent, { view, language }: PageFrame): string {
  return percentText(windows.find((window) => window.days === view.page.days)?.percent ?? null, language);
}

function uptimeFigure(component: ShownComponent, frame: PageFrame): Markup {
  const { words, plural } = frame.language;
  return html`${figureOf(component, frame)}<br><span class=small>${plural(words.days, frame.view.page.days)}</span>`;
}

/** Titles of incidents by component and UTC day. */
type IncidentDays = ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>;

function incidentDays({ incidents, now }: PageView): IncidentDays {
  const found = new Map<string, Map<number, string[]>>();
  for (const { title, startedAt, resolvedAt, components } of incidents) {
    const first = Math.max(Math.floor(startedAt / dayMs), Math.floor(now / dayMs) - 90);
    const last = Math.floor((resolvedAt ?? now) / dayMs);
    for (const { id } of components) {
      const days = found.get(id) ?? new Map<number, string[]>();
      for (let day = first; day <= last; day += 1)
        days.set(day * dayMs, [...(days.get(day * dayMs) ?? []), title]);
      found.set(id, days);
    }
  }
  return found;
}

/** Days that were not calm, each with how many calm ones come before it (`data-c`); then all calm ones in one line. */
function runRows(
  runs: readonly BarRun[],
  incidents: ReadonlyMap<number, readonly string[]> | undefined,
  frame: PageFrame,
): Markup[] {
  const { words } = frame.language;
  const rows: Markup[] = [];
  let calm = 0;
  for (const run of runs) {
    const titles = run.count === 1 ? (incidents?.get(run.first) ?? []) : [];
    const isCalm = run.totalsMs.operational === dayMs && titles.length === 0;
    if (!isCalm) rows.push(runRow(run, calm, titles, frame));
    calm = isCalm ? calm + run.count : 0;
  }
  if (runs.every(({ totalsMs }) => totalsMs.operational !== dayMs)) return rows;
  const all = fillText(words.bars.allDay, { state: words.states.operational });
  return [...rows, html`<tr data-n=0 data-c=${calm}><th scope=row>${words.bars.others}<td>${all}`];
}

function runRow(
  { first, last, count, totalsMs }: BarRun,
  calm: number,
  titles: readonly string[],
  frame: PageFrame,
): Markup {
  const { words, dayMonth: day } = frame.language;
  const name = count === 1 ? day(first) : fillText(words.bars.range, { from: day(first), to: day(last) });
  return html`<tr${calm > 0 && html` data-c=${calm}`}${count > 1 && html` data-n=${count}`}><th scope=row>${name}<td>${timeByState(totalsMs, frame)}${titles.map((title) => html`; <i>${title}</i>`)}`;
}

/** "Outage 42 min 07 s, No data 3 min", loudest first; the rest of the day was operational. */
function timeByState(totalsMs: BarRun["totalsMs"], { language }: PageFrame): string {
  const { words, duration } = language;
  const told = notable(totalsMs);
  const parts = told.length > 0 ? told : [{ state: "operational" as const, lengthMs: totalsMs.operational }];
  const [only] = parts;
  if (only && parts.length === 1 && only.lengthMs === dayMs)
    return fillText(words.bars.allDay, { state: words.states[only.state] });
  return parts.map(({ state, lengthMs }) => `${words.states[state]} ${duration(lengthMs)}`).join(words.list);
}
