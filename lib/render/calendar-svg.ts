import type { BarDay } from "@/lib/domain/bars";
import type { State } from "@/lib/domain/state";
import { dayMs } from "@/lib/domain/time";
import { stateClasses } from "./bars-svg";
import { html, type Markup, trusted } from "./markup";

const pitch = 18;
const cell = 14;

/**
 * A month as a calendar sheet, weeks from Monday on: one path per state, whatever the number of days. `label` says what
 * it shows to those who do not see it.
 */
export function calendarSvg(days: readonly Pick<BarDay, "dayStart" | "state">[], label: string): Markup {
  const first = weekday(days[0]?.dayStart ?? 0);
  const byState = new Map<State, string[]>();
  for (const [index, { state }] of days.entries()) {
    const [column, row] = [(first + index) % 7, Math.floor((first + index) / 7)];
    const moves = byState.get(state) ?? [];
    moves.push(`M${column * pitch} ${row * pitch + cell / 2}h${cell}`);
    byState.set(state, moves);
  }
  const rows = Math.ceil((first + days.length) / 7);
  const paths = [...byState].map(
    ([state, moves]) => html`<path class="${stateClasses[state]}" d="${moves.join("")}"/>`,
  );
  const box = `0 0 ${7 * pitch - (pitch - cell)} ${Math.max(1, rows) * pitch - (pitch - cell)}`;
  return html`<svg width=132 viewBox="${trusted(box)}" role=img aria-label="${label}">${paths}</svg>`;
}

/** 0 is Monday; 1970 began on a Thursday. */
function weekday(dayStart: number): number {
  return (Math.floor(dayStart / dayMs) + 3) % 7;
}
