import type { State } from "@/lib/domain/state";
import { stateClasses } from "./bars-svg";
import { html, type Markup, trusted } from "./markup";

/** Colour never speaks alone: each state has a shape, drawn in a box of 12 (UI.md "Language of states"). */
const shapes: Record<State, string> = {
  operational: `<circle cx="6" cy="6" r="5"/>`,
  degraded_performance: `<path d="M6 1 11.5 11H.5z"/>`,
  partial_outage: `<path d="M1 1h10v10H1zm1.5 1.5v4h7v-4z" fill-rule="evenodd"/>`,
  major_outage: `<path d="M1 1h10v10H1z"/>`,
  under_maintenance: `<path d="M11 3.2 9.2 5 7 4.9V2.8L8.8 1a3.4 3.4 0 0 0-4.4 4.4L.9 8.9a1.5 1.5 0 0 0 2.2 2.2l3.5-3.5A3.4 3.4 0 0 0 11 3.2z"/>`,
  unknown: `<circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2 1.6"/>`,
};

const symbols = Object.entries(shapes)
  .map(([state, shape]) => {
    const name = stateClasses[state as State];
    return `<symbol id="s${name}" viewBox="0 0 12 12">${shape}</symbol>`;
  })
  .join("");

/** Drawn once per document, used by every shape and by days without data; bars are stretched, their hatching is not. */
export const shapeDefinitions: Markup = trusted(
  `<svg class=v width=0 height=0 aria-hidden=true><defs>${symbols}<pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 1h4" stroke="currentColor" stroke-width="1.5" class="u"/></pattern><pattern id="days" href="#hatch" patternTransform="scale(.2 1)rotate(45)"/></defs></svg>`,
);

/** The shape of a state; decorative, a word stands beside it. Its size is its own, so that it needs no stylesheet. */
export function stateShape(state: State): Markup {
  const name = stateClasses[state];
  return html`<svg class="s ${name}" width=12 height=12 aria-hidden=true><use href="#s${name}"/></svg>`;
}

/** The shape as a document of its own, for a browser's tab; a data: address. */
export function shapeIcon(state: State, color: string): string {
  const shape = shapes[state].replaceAll("currentColor", color);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12" fill="${color}">${shape}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Colours that stand on light and on dark ground alike, for drawings that cannot know which (UI.md, light column). */
export const stateColors: Record<State, string> = {
  operational: "#15803d",
  degraded_performance: "#a16207",
  partial_outage: "#c2410c",
  major_outage: "#b91c1c",
  under_maintenance: "#1d4ed8",
  unknown: "#57534e",
};

/** Every shape as one path in a box of 12, for where there is nothing but a path. */
const outlines: Record<State, string> = {
  operational: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z",
  degraded_performance: "M6 1 11.5 11H.5z",
  partial_outage: "M1 1h10v10H1zm1.5 1.5v4h7v-4z",
  major_outage: "M1 1h10v10H1z",
  under_maintenance:
    "M11 3.2 9.2 5 7 4.9V2.8L8.8 1a3.4 3.4 0 0 0-4.4 4.4L.9 8.9a1.5 1.5 0 0 0 2.2 2.2l3.5-3.5A3.4 3.4 0 0 0 11 3.2z",
  unknown: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1zm0 1.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8z",
};

export function shapePath(state: State): string {
  return outlines[state];
}
