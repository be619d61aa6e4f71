import { barDays } from "@/lib/domain/bars";
import { lastMonths, monthInterval } from "@/lib/domain/month";
import type { ComponentLatency, ShownComponent } from "@/lib/domain/page-view";
import { dayMs, type Ms } from "@/lib/domain/time";
import { formatPercent, sumTotals, uptimeOf } from "@/lib/domain/uptime";
import { calendarSvg } from "./calendar-svg";
import { latencySvg } from "./latency-svg";
import { html, type Markup } from "./markup";
import { type DocumentText, pageDocument } from "./page-document";
import { basePath, linkTo, type PageFrame, percentText } from "./page-frame";
import { monthPath } from "./page-history";
import { figuresStyle } from "./page-style";
import { fill, fillText } from "./words/language";

/** How many months of a calendar are drawn; every month has its own page in the history. */
const calendarMonths = 3;
/** Of so many services calendars are drawn; a page of more tells their figures. */
const calendarsMax = 100;
/** How far back response times are drawn, in days. */
const latencyDays = 7;

/** Every component's figures side by side, its calendar, its response times, and the ledger behind them. */
export function renderUptime(frame: PageFrame): DocumentText {
  const { words } = frame.language;
  const components = frame.view.groups.flatMap((group) => group.components);
  const main = html`<h1>${words.uptime.title}</h1>
<p class=soft>${words.uptime.intro}</p>
${components.length === 0 ? html`<p>${words.uptime.none}</p>` : figures(components, frame)}
${latencies(components, frame)}
${components.length > 0 && components.length <= calendarsMax && calendars(components, frame)}
<p class=group><a href="${linkTo(frame, "/verify")}">${words.footer.verify}</a></p>`;
  return pageDocument(frame, { path: "/uptime", title: words.uptime.title, main, style: figuresStyle });
}

function figures(components: readonly ShownComponent[], frame: PageFrame): Markup {
  const { words, plural } = frame.language;
  const lengths = components[0]?.windows.map((window) => window.days) ?? [];
  const heads = lengths.map((days) => html`<th scope=col>${plural(words.days, days)}`);
  return html`<div class="scroll group" tabindex=0 role=region aria-label="${words.uptime.region}"><table class=t>
<thead><tr><th scope=col>${words.uptime.service}${heads}<th scope=col>${words.uptime.ledger}</thead><tbody>
${components.map((component) => row(component, frame))}</tbody></table></div>`;
}

function row({ id, name, windows }: ShownComponent, frame: PageFrame): Markup {
  const { language, view } = frame;
  const cells = windows.map(
    ({ percent }) =>
      html`<td>${percent === null ? html`<span class=soft>${language.words.noData}</span>` : language.percent(percent)}`,
  );
  const hidden = fill(language.words.uptime.ledgerOf, { name });
  return html`<tr><th scope=row dir=auto>${name}${cells}<td><a href="${basePath(view)}/ledger/${id}.ndjson">NDJSON<span class=v> ${hidden}</span></a>
`;
}

function calendars(components: readonly ShownComponent[], frame: PageFrame): Markup {
  const { words } = frame.language;
  const each = components.map(
    (
      component,
    ) => html`<details id="cal-${component.id}"><summary><span dir=auto>${component.name}</span></summary><div class=cal>${sheets(component, frame)}</div></details>
`,
  );
  return html`<section class=group><h2>${words.uptime.calendar}</h2>${each}</section>`;
}

function sheets(component: ShownComponent, frame: PageFrame): Markup[] {
  const { view, language } = frame;
  return lastMonths(view.now, calendarMonths)
    .reverse()
    .map((month) => {
      const window = monthInterval(month);
      const days = daysOf(component, window.from, Math.min(window.to, view.now));
      const { upMs, downMs } = uptimeOf(sumTotals(days.map(({ totalsMs }) => totalsMs)));
      const percent = percentText(formatPercent(upMs, downMs, 3), language);
      const label = fillText(language.words.uptime.month, { month: language.month(window.from), percent });
      return html`<div>${calendarSvg(days, `${component.name}, ${label}`)}<a class=small href="${linkTo(frame, monthPath(month, view.now))}">${label}</a></div>`;
    });
}

function daysOf({ days }: ShownComponent, from: Ms, to: Ms) {
  return barDays(days, from, Math.ceil((to - from) / dayMs), to);
}

function latencies(components: readonly ShownComponent[], frame: PageFrame): Markup | false {
  const { view, language } = frame;
  const drawn = components.flatMap((component) => {
    const latency = view.latency.get(component.id);
    return latency ? [chart(component, latency, frame)] : [];
  });
  return (
    drawn.length > 0 && html`<section class=group><h2>${language.words.uptime.latency}</h2>${drawn}</section>`
  );
}

function chart({ name }: ShownComponent, { points, p50Ms }: ComponentLatency, frame: PageFrame): Markup {
  const { words, plural, number } = frame.language;
  const { now } = frame.view;
  const label = fillText(words.uptime.latencyOf, { name, days: plural(words.days, latencyDays) });
  const median = p50Ms === null ? words.noData : fillText(words.uptime.latencyNow, { ms: number(p50Ms) });
  return html`<figure class=lat><figcaption><span dir=auto>${name}</span> <span class=soft>${median}</span></figcaption>${points.length > 0 && latencySvg(points, { from: now - latencyDays * dayMs, to: now }, label)}</figure>
`;
}
