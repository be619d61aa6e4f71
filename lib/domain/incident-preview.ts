import type { AffectedComponent, Impact, IncidentStatus } from "./incident";
import type { Ms } from "./time";

/** Words not yet said: of a new incident, of a draft, or the next of a published one. */
export type IncidentDraftWords = {
  incidentId: string | null;
  title: string;
  status: IncidentStatus;
  impact: Impact | null;
  body: string;
  components: readonly AffectedComponent[];
  startedAt: Ms | null;
  nextUpdateAt: Ms | null;
};
