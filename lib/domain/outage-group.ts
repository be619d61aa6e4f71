import type { FailureWord } from "./check";
import type { Ms } from "./time";

/** One monitor's outage as the verdicts know it. */
export type OutageFact = {
  id: string;
  monitorId: string;
  componentId: string;
  startedAt: Ms;
  confirmedAt: Ms;
  /** null while it lasts. */
  endedAt: Ms | null;
  failure: FailureWord | null;
};

/** Outages that share one cause: one draft incident, one alert, one message per customer. */
export type OutageGroup = {
  /** The incident that gathers them; null when a person withdrew its draft. */
  incidentId: string | null;
  /** The incident or withdrawn draft that gathers them, by which they are one thing; left out where `incidentId` says it. */
  gatheredBy?: string;
  /** `grown`: further outages joined; `unseen`: none lasts, but not all were seen to recover; `ended`: all were. */
  phase: "opened" | "grown" | "unseen" | "ended";
  /** What all of them stand on: one component of ours, or a provider's component. */
  cause: { type: "component" | "provider"; id: string; title: string };
  /** All of the group, not only the new ones; earliest start first. */
  outages: readonly OutageFact[];
};
