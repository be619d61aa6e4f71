import type { BarDay } from "@/lib/domain/bars";
import type { State } from "@/lib/domain/state";
import { html, type Markup, trusted } from "./markup";

/** A bar is `barWidth` of every `barPitch`; the dash array of the stylesheet says the same. */
export const barPitch = 5;
export const barWidth = 3;
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
    { y: 28, height: 8 },
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

/** The stylesheet's rules for the lanes: one class per height. */
export const laneHeights: readonly number[] = [
  ...new Set(Object.values(lanes).flatMap((each) => each.map(({ height }) => height))),
];

/** All days of a component as one drawing: per state one path, however many days (a subpath per run of days). */
export function barsSvg(days: readonly BarDay[]): Markup {
  const runs = runsByState(days);
  const paths = [...runs].flatMap(([state, stretches]) =>
    lanes[state].map(({ y, height }) => {
      const line = stretches.map(({ from, to }) => `M${from} ${y}H${to}`).join("");
      return html`<path class="${stateClasses[state]} l${height}" d="${line}"/>`;
    }),
  );
  const width = days.length * barPitch - (barPitch - barWidth);
  const box = `0 0 ${width} ${barsHeight}`;
  return html`<svg class=b viewBox="${trusted(box)}" preserveAspectRatio=none aria-hidden=true>${paths}</svg>`;
}

function runsByState(days: readonly BarDay[]): Map<State, { from: number; to: number }[]> {
  const found = new Map<State, { from: number; to: number }[]>();
  for (const [index, { state }] of days.entries()) {
    const from = index * barPitch;
    const to = from + barWidth;
    const stretches = found.get(state) ?? [];
    const last = stretches.at(-1);
    if (last && days[index - 1]?.state === state) last.to = to;
    else stretches.push({ from, to });
    found.set(state, stretches);
  }
  return found;
}
