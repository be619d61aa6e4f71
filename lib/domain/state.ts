/** Statuspage's component words, and `unknown`: what a component can be said to be. */
export const states = [
  "operational",
  "degraded_performance",
  "partial_outage",
  "major_outage",
  "under_maintenance",
  "unknown",
] as const;
export type State = (typeof states)[number];

/** What a source can say of itself: maintenance is a track of its own, never a source's word (RULES R1.6). */
export type SourceState = Exclude<State, "under_maintenance">;

/** Milliseconds per state; the six always sum to the window asked for (RULES R2). */
export type TotalsMs = Record<State, number>;

/** The word a person reads (UI.md "Language of states"). */
export const stateWords: Record<State, string> = {
  operational: "Operational",
  degraded_performance: "Degraded",
  partial_outage: "Partial outage",
  major_outage: "Outage",
  under_maintenance: "Maintenance",
  unknown: "No data",
};

const severity: Record<SourceState, number> = {
  operational: 0,
  degraded_performance: 1,
  partial_outage: 2,
  major_outage: 3,
  unknown: -1,
};

/** The worse of two known states; `unknown` loses to anything known (who is silent says nothing). */
export function worseState(a: SourceState, b: SourceState): SourceState {
  return severity[a] >= severity[b] ? a : b;
}

export function isDown(state: State): boolean {
  return state === "partial_outage" || state === "major_outage";
}

/** Which truth a timeline shows (RULES R1.4). */
export const bases = ["measured", "declared", "worst"] as const;
export type Basis = (typeof bases)[number];
