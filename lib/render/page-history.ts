import type { BarDay } from "@/lib/domain/bars";
import { barDays, notable } from "@/lib/domain/bars";
import type { PublicIncident } from "@/lib/domain/incident";
import { lastMonths, type Month, monthAfter, monthInterval, monthOf } from "@/lib/domain/month";
import { byLocalDay, type PageMaintenance } from "@/lib/domain/page-happening";
import type { PageView, SnapshotComponent } from "@/lib/domain/page-view";
import { dayMs, type Interval, type Ms } from "@/lib/domain/time";
import { formatPercent, sumTotals, uptimeOf } from "@/lib/domain/uptime";
import { html, type Markup, trusted } from "./markup";
import { type DocumentText, pageDocument } from "./page-document";
import { linkTo, type PageFrame, percentText } from "./page-frame";
import { pastIncident } from "./page-incident";
import { pastMaintenance } from "./page-maintenance";
import { figuresStyle } from "./page-style";
import { stateShape } from "./state-shapes";
import { fill } from "./words/language";

/** A table or list of one month holds so many lines at most; whoever was well is left out first. */
const linesMax = 300;

/** Where a month is told; the running one is the history itself. */
export function monthPath(month: Month, now: Ms): string {
  return month === lastMonths(now, 1)[0] ? "/history" : `/history/${month}`;
}

/** The months that a publication holds: the running one, and those of which nothing is missing. */
export function keptMonths({ now, wholeFrom }: PageView): Month[] {
  return lastMonths(now).filter((month, back) => back === 0 || monthInterval(month).from >= wholeFrom);
}

/** One month: incidents and maintenance by day, what was measured, and each service's figure. */
export function renderHistory(month: Month, frame: PageFrame): DocumentText {
  const { view, language } = frame;
  const { words } = language;
  const window = monthInterval(month);
  const path = monthPath(month, view.now);
  const title = `${words.history.title} · ${language.month(window.from)}`;
  const main = html`<h1>${title}</h1>
<p class=soft>${fill(words.history.intro, { zone: view.page.timezone })}</p>
${happenings(window, frame)}
${measured(window, frame)}
${pager(month, frame)}
<nav class=group aria-label="${words.history.months}"><h2>${words.history.months}</h2><p class=months>${months(month, frame)}</p>${years(month, frame)}</nav>`;
  return pageDocument(frame, { path, title, main, isSettled: path !== "/history", style: figuresStyle });
}

type Happening = { at: Ms; told: Markup };

function happenings(window: Interval, frame: PageFrame): Markup {
  const { view, language } = frame;
  const isIn = (at: Ms) => at >= window.from && at < window.to;
  const all: Happening[] = [
    ...view.incidents
      .filter(({ startedAt }) => isIn(startedAt))
      .map((incident: PublicIncident) => ({ at: incident.startedAt, told: pastIncident(incident, frame) })),
    ...view.maintenances
      .filter((each) => isIn(each.from) && each.status !== "scheduled")
      .map((each: PageMaintenance) => ({ at: each.from, told: pastMaintenance(each, frame) })),
  ];
  if (all.length === 0) return html`<p class=group>${language.words.history.none}</p>`;
  const days = byLocalDay(
    all.sort((a, b) => b.at - a.at),
    ({ at }) => at,
    view.page.timezone,
  );
  const lines = days.map(([, told]) => {
    const day = language.day(told[0]?.at ?? window.from, view.page.timezone);
    return html`<li><p class=small>${day}</p>${told.map((each) => each.told)}</li>
`;
  });
  return html`<ul class="past group">${lines}</ul>`;
}

type MonthLine = { name: string; isArchived: boolean; days: readonly BarDay[]; percent: string | null };

/** Figures and troubles of the month; nothing for months that lie before what is known. */
function measured(window: Interval, frame: PageFrame): Markup {
  const { view, language } = frame;
  const { words } = language;
  const lines = window.from < view.historyFrom ? [] : monthLines(window, view);
  const known = lines.filter(({ days }) => days.some(({ state }) => state !== "unknown"));
  if (known.length === 0) return html`<p class=group>${words.history.noData}</p>`;
  const shown = known.length > linesMax ? known.filter(hadTrouble).slice(0, linesMax) : known;
  return html`<section class=group><h2>${words.history.troubles}</h2>${troubles(shown, frame)}</section>
<section class=group><h2>${fill(words.history.uptime, { month: language.month(window.from) })}</h2>${figures(shown, frame)}</section>`;
}

/** The figures of a month are the same in every language. */
const knownLines = new WeakMap<PageView, Map<Ms, MonthLine[]>>();

function monthLines(window: Interval, view: PageView): MonthLine[] {
  const known = knownLines.get(view) ?? new Map<Ms, MonthLine[]>();
  knownLines.set(view, known);
  const lines = known.get(window.from) ?? countLines(window, view);
  known.set(window.from, lines);
  return lines;
}

function countLines(window: Interval, view: PageView): MonthLine[] {
  const shown = view.groups.flatMap((group) => group.components);
  const line = (component: SnapshotComponent, isArchived: boolean): MonthLine => {
    const end = Math.min(window.to, view.now);
    const count = Math.ceil((end - window.from) / dayMs);
    const days = barDays(component.days, window.from, count, end);
    const { upMs, downMs } = uptimeOf(sumTotals(days.map(({ totalsMs }) => totalsMs)));
    return { name: component.name, isArchived, days, percent: formatPercent(upMs, downMs, 3) };
  };
  return [...shown.map((each) => line(each, false)), ...view.archived.map((each) => line(each, true))];
}

function isTroubled({ state }: BarDay): boolean {
  return state !== "operational" && state !== "unknown";
}

function hadTrouble({ days }: MonthLine): boolean {
  return days.some(isTroubled);
}

function troubles(lines: readonly MonthLine[], frame: PageFrame): Markup {
  const { words, day, duration } = frame.language;
  const all = lines.flatMap(({ name, days }) => days.filter(isTroubled).map((each) => ({ name, day: each })));
  if (all.length === 0) return html`<p>${words.history.noTroubles}</p>`;
  const byDay = [...Map.groupBy(all.slice(0, linesMax), (each) => each.day.dayStart)].sort(
    ([a], [b]) => b - a,
  );
  return html`${byDay.map(
    ([dayStart, told]) => html`<div class=day><h3>${day(dayStart)}</h3><ul>${told.map((each) => {
      const times = notable(each.day.totalsMs)
        .map(({ state, lengthMs }) => `${words.states[state]} ${duration(lengthMs)}`)
        .join(words.list);
      return html`<li>${stateShape(each.day.state)}<span dir=auto>${each.name}: ${times}</span></li>`;
    })}</ul></div>
`,
  )}`;
}

function figures(lines: readonly MonthLine[], { language }: PageFrame): Markup {
  const { words } = language;
  const rows = lines.map(
    ({ name, isArchived, percent }) =>
      html`<tr><th scope=row dir=auto>${name}${isArchived && html` <span class=soft>(${words.history.archived})</span>`}<td>${percentText(percent, language)}
`,
  );
  return html`<div class=scroll><table class=t><thead><tr><th scope=col>${words.uptime.service}<th scope=col>${words.uptime.title}</thead><tbody>
${rows}</tbody></table></div>`;
}

function pager(month: Month, frame: PageFrame): Markup {
  const { view, language } = frame;
  const link = (to: Month, phrase: string, relation: "prev" | "next") =>
    html`<a href="${linkTo(frame, monthPath(to, view.now))}" rel=${relation}>${fill(phrase, { month: language.month(monthInterval(to).from) })}</a>`;
  const older = month > view.firstMonth && link(monthAfter(month, -1), language.words.history.older, "prev");
  const newer = month < monthOf(view.now) && link(monthAfter(month, 1), language.words.history.newer, "next");
  return html`<p class=pager>${older}${newer}</p>`;
}

/** The last twelve months, or the year of one before them. */
function months(shown: Month, frame: PageFrame): Markup[] {
  const { view, language } = frame;
  const recent = lastMonths(view.now);
  const year = lastMonths(monthInterval(`${shown.slice(0, 4)}-12`).from).filter(
    (month) => month >= view.firstMonth,
  );
  return (recent.includes(shown) ? recent : year).map((month) =>
    monthLink(month, language.month(monthInterval(month).from), month === shown, frame),
  );
}

/** The years that reach further back than the last twelve months, each by its last month; nothing without any. */
function years(shown: Month, frame: PageFrame): Markup | false {
  const { firstMonth, now } = frame.view;
  const oldestKept = lastMonths(now).at(-1) ?? firstMonth;
  if (firstMonth >= oldestKept) return false;
  const [oldest, newest] = [firstMonth, monthAfter(oldestKept, -1)].map((month) => Number(month.slice(0, 4)));
  const all = Array.from({ length: Number(newest) - Number(oldest) + 1 }, (_, back) => Number(newest) - back);
  return html`<p class=months>${all.map((year) => {
    const last = `${year}-12` < oldestKept ? `${year}-12` : monthAfter(oldestKept, -1);
    return monthLink(last, String(year), last.slice(0, 4) === shown.slice(0, 4), frame);
  })}</p>`;
}

function monthLink(month: Month, text: string, isCurrent: boolean, frame: PageFrame): Markup {
  const current = isCurrent && trusted(" aria-current=page");
  return html`<a href="${linkTo(frame, monthPath(month, frame.view.now))}"${current}>${text}</a>
`;
}
