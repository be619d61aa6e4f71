import { type BarDay, notable } from "@/lib/domain/bars";
import { barCount, type PageView } from "@/lib/domain/page-view";
import { spokenDuration, spokenUtcDay } from "@/lib/domain/spoken-time";
import { stateWords } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { html, type Markup } from "./markup";
import { pageDocument, type RenderOptions } from "./page-document";
import { stateShape } from "./state-shapes";

type Trouble = { name: string; day: BarDay };

/** What happened, newest day first; days without anything to tell are not listed. */
export function renderHistory(view: PageView, options: RenderOptions): string {
  const days = [...troublesByDay(view)].sort(([a], [b]) => b - a);
  const main = html`<h1>Last ${barCount} days</h1>
<p class=soft>By UTC day. Days on which every service was operational, or nothing was measured yet, are not listed.</p>
${days.length === 0 ? html`<p>There were no problems.</p>` : days.map(([dayStart, troubles]) => daySection(dayStart, troubles))}`;
  return pageDocument(view, "/history", main, options);
}

function troublesByDay(view: PageView): Map<Ms, Trouble[]> {
  const found = new Map<Ms, Trouble[]>();
  for (const { name, days } of view.groups.flatMap((group) => group.components)) {
    for (const day of days) {
      if (day.state === "operational" || day.state === "unknown") continue;
      found.set(day.dayStart, [...(found.get(day.dayStart) ?? []), { name, day }]);
    }
  }
  return found;
}

function daySection(dayStart: Ms, troubles: readonly Trouble[]): Markup {
  const lines = troubles.map(({ name, day }) => {
    const told = notable(day.totalsMs)
      .map(({ state, lengthMs }) => `${stateWords[state]} ${spokenDuration(lengthMs)}`)
      .join(", ");
    return html`<li>${stateShape(day.state)}<span>${name}: ${told}</span></li>`;
  });
  return html`<section class="day group"><h2>${spokenUtcDay(dayStart)}</h2><ul>${lines}</ul></section>
`;
}
