import type { BarDay } from "@/lib/domain/bars";
import type { State } from "@/lib/domain/state";
import { html, type Markup, trusted } from "./markup";

/** A day is one unit wide, and its bar so much of it: the dash array of the stylesheet. */
export const barWidth = 0.6;
export const barsHeight = 32;

/** A thick horizontal stroke, dashed into bars: middle line and height. Taller is worse, so that grey scale reads too. */
type Lane = { y: number; height: number };

const lanes: Record<State, readonly Lane[]> = {
  operational: [{ y: 23, height: 18 }],
  degraded_performance: [{ y: 20, height: 24 }],
  partial_outage: [{ y: 18, height: 28 }],
  major_outage: [{ y: 16, height: 32 }],
  under_maintenance: [
    { y: 17.5, height: 7 },
    { y: 28.5, height: 7 },
  ],
  unknown: [{ y: 23, height: 18 }],
};

/** The classes by which the stylesheet colours states, here and everywhere on a page. */
export const stateClasses: Record<State, string> = {
  operational: "o",
  degraded_performance: "d",
  partial_outage: "p",
  major_outage: "x",
  under_maintenance: "m",
  unknown: "u",
};

/** How thick the stylesheet draws a state's path. */
export function laneHeight(state: State): number {
  return lanes[state][0]?.height ?? barsHeight;
}

/** All days of a component as one drawing: per state one path, however many days (a subpath per run of days). */
export function barsSvg(days: readonly BarDay[]): Markup {
  const paths = [...stretchesByState(days)].map(([state, stretches]) => {
    const line = lanes[state].map(({ y }) => lineOf(stretches, y)).join("");
    return html`<path class=${stateClasses[state]} d="${line}"/>`;
  });
  const box = `0 0 ${days.length - 1 + barWidth} ${barsHeight}`;
  return html`<svg class=b height=${barsHeight} viewBox="${trusted(box)}" preserveAspectRatio=none aria-hidden=true>${paths}</svg>`;
}

/** Days that follow each other in one state. */
type Stretch = { from: number; count: number };

function stretchesByState(days: readonly BarDay[]): Map<State, Stretch[]> {
  const found = new Map<State, Stretch[]>();
  for (const [index, { state }] of days.entries()) {
    const stretches = found.get(state) ?? [];
    const last = stretches.at(-1);
    if (last && days[index - 1]?.state === state) last.count += 1;
    else stretches.push({ from: index, count: 1 });
    found.set(state, stretches);
  }
  return found;
}

/** One step after the other, each from where the one before ended: small numbers, which weigh little. */
function lineOf(stretches: readonly Stretch[], y: number): string {
  return stretches
    .map(({ from, count }, index) => {
      const before = stretches[index - 1];
      return `${before ? `m${from - before.from - before.count} 0` : `M${from} ${y}`}h${count}`;
    })
    .join("");
}
