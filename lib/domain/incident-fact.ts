import { shortDuration } from "./duration";
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

/** A fact as it was kept. */
export type KeptFact = {
  [T in FactType]: {
    id: string;
    type: T;
    data: FactData[T];
    at: Ms;
    recordedAt: Ms;
    /** Opaque, as the audit log keeps it; null for what happened by itself. */
    actor: string | null;
  };
}[FactType];

/** Names for what facts mention by id only. */
export type FactNames = { component: (id: string) => string; time: (at: Ms) => string };

/** A fact in words; who and when are told beside it. */
export function factSentence(fact: KeptFact, { component, time }: FactNames): string {
  switch (fact.type) {
    case "opened":
      return fact.data.origin === "person" ? "Wrote a draft" : "A draft was opened by verdicts";
    case "published":
      return `Published, ${fact.data.status}${fact.data.notify ? "" : ", without mails"}`;
    case "posted":
      return `Posted an update, ${fact.data.status}${fact.data.notify ? "" : ", without mails"}`;
    case "noted":
      return "Wrote a note for the team";
    case "edited":
      return "Edited an update";
    case "withdrawn":
      return `Took back a post${fact.data.told ? "; some had been told already" : " before anybody was told"}`;
    case "changed":
      return `Changed ${fact.data.fields.join(" and ")}`;
    case "start_moved":
      return `Moved the start from ${time(fact.data.from)} to ${time(fact.data.to)}`;
    case "end_moved":
      return `Moved the end from ${time(fact.data.from)} to ${time(fact.data.to)}`;
    case "merged_into":
      return `Merged into “${fact.data.title}”`;
    case "merged":
      return `Took in “${fact.data.title}”`;
    case "archived":
      return "Archived";
    case "outage_began":
      return `${component(fact.data.componentId)} began to fail${fact.data.failure ? `: ${fact.data.failure.replaceAll("_", " ")}` : ""}; confirmed ${time(fact.data.confirmedAt)}`;
    case "outage_ended":
      return `${component(fact.data.componentId)} answered again after ${shortDuration(fact.data.durationMs)}`;
    case "outage_unsaid":
      return "Late evidence shows that one of the outages never took place";
    case "customers_affected":
      return `Contracts of ${fact.data.customers} ${fact.data.customers === 1 ? "customer" : "customers"} cover what is down`;
    case "provider_said":
      return `${fact.data.provider} ${fact.data.words}`;
    case "mails_sent":
      return `${fact.data.recipients} ${fact.data.recipients === 1 ? "recipient was" : "recipients were"} told by ${fact.data.channel}`;
    case "postmortem_saved":
      return "Wrote on the postmortem";
    case "postmortem_published":
      return "Published the postmortem";
    case "action_added":
      return `Added the action “${fact.data.title}”`;
    case "action_done":
      return `Finished the action “${fact.data.title}”`;
  }
}
