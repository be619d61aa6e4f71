import { gravest } from "@/lib/domain/page-happening";
import { type ShownComponent, worstState } from "@/lib/domain/page-view";
import type { State } from "@/lib/domain/state";
import { sumTotals, uptimeOf } from "@/lib/domain/uptime";
import { renderBadge } from "./badge";
import { type PageFrame, percentText } from "./page-frame";
import { verdictState } from "./page-verdict";

/** Of so many components there are badges; each is a representation of its own. */
const badgedMax = 1_000;

/**
 * Every badge by its path: the whole, each component, and the uptime of each. An old badge says "No data" rather than
 * since when, so that it is the same bytes until the state changes.
 */
export function renderBadges(frame: PageFrame): [path: string, svg: string][] {
  const { view, language, isStale } = frame;
  const { words } = language;
  const components = view.groups.flatMap((group) => group.components);
  const worst = gravest(view.open) ? verdictState(frame) : worstState(components.map(({ state }) => state));
  const badge = (label: string, state: State) =>
    renderBadge(label, words.states[isStale ? "unknown" : state], isStale ? "unknown" : state);
  return [
    ["/badge.svg", badge(view.page.name, worst)],
    ...components.slice(0, badgedMax).flatMap((component): [string, string][] => [
      [`/badge/${component.id}.svg`, badge(component.name, component.state)],
      [`/badge/${component.id}/uptime.svg`, uptimeBadge(component, frame)],
    ]),
  ];
}

function uptimeBadge({ name, windows }: ShownComponent, { view, language, isStale }: PageFrame): string {
  const window = windows.find(({ days }) => days === view.page.days);
  const percent = isStale ? null : (window?.percent ?? null);
  const { upMs, downMs } = uptimeOf(sumTotals(window ? [window.totalsMs] : []));
  const state: State = percent === null ? "unknown" : colorOf(upMs, downMs);
  const figure = percentText(percent, language);
  return renderBadge(name, `${figure} · ${language.plural(language.words.days, view.page.days)}`, state);
}

/** From three nines on a figure is calm, below 99 % it is not. */
function colorOf(upMs: number, downMs: number): State {
  const whole = upMs + downMs;
  if (downMs * 1_000 <= whole) return "operational";
  return downMs * 100 <= whole ? "degraded_performance" : "partial_outage";
}
