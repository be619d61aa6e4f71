import type { IncidentStatus } from "./incident";
import type { Ms } from "./time";

/** What each kind of fact tells beyond when and who. */
export type FactData = {
  /** A draft was opened, by a person or by verdicts. */
  opened: { title: string; origin: "person" | "verdict" | "automatic" };
  published: { updateId: string; status: IncidentStatus; notify: boolean };
  posted: { updateId: string; status: IncidentStatus; notify: boolean };
  noted: { updateId: string };
  edited: { updateId: string };
  /** `told`: somebody had been told already. */
  withdrawn: { updateId: string; told: boolean };
  changed: { fields: readonly string[] };
  start_moved: { from: Ms; to: Ms };
  end_moved: { from: Ms; to: Ms };
  merged_into: { incidentId: string; title: string };
  merged: { incidentId: string; title: string };
  archived: { title: string };
  outage_began: {
    outageId: string;
    monitorId: string;
    componentId: string;
    failure: string | null;
    confirmedAt: Ms;
  };
  outage_ended: { outageId: string; monitorId: string; componentId: string; durationMs: Ms };
  /** Late evidence shows that it never took place. */
  outage_unsaid: { outageId: string };
  /** Customers whose contracts promise something about what is down. */
  customers_affected: { customers: number };
  provider_said: { provider: string; words: string };
  mails_sent: { updateId: string; channel: string; recipients: number };
  postmortem_saved: { length: number };
  postmortem_published: { length: number };
  action_added: { actionId: string; title: string };
  action_done: { actionId: string; title: string };
};
export type FactType = keyof FactData;

/** One fact to keep. `at` is when it happened, now when absent; `actor` is empty for what happened by itself. */
export type NewFact = {
  [T in FactType]: { type: T; data: FactData[T]; at?: Ms; actor?: string };
}[FactType];
