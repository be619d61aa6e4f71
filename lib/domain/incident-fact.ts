import type { Channel } from "./delivery";
import { shortDuration } from "./duration";
import type { IncidentStatus } from "./incident";
import type { NoticeTemplate } from "./notice";
import { type Ms, minuteMs } from "./time";

/** What each kind of fact tells beyond when and who. */
type FactData = {
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
  /** `unseen`: it was out of sight before it was seen well; then the duration is what was seen of it. */
  outage_ended: {
    outageId: string;
    monitorId: string;
    componentId: string;
    durationMs: Ms;
    unseen?: boolean;
  };
  /** No check has an answer to give any more: it is over by the rules, and nothing was seen to recover. */
  outage_unseen: { outageId: string; monitorId: string; componentId: string; durationMs: Ms };
  /** Late evidence shows that it never took place. */
  outage_unsaid: { outageId: string };
  /** Customers whose contracts promise something about what is down. */
  customers_affected: { customers: number };
  provider_said: { provider: string; words: string };
  /** Copies of one notice that were handed over on one channel; `at` is the first. Read off the copies themselves. */
  mails_sent: {
    noticeId: string;
    template: NoticeTemplate;
    channel: Channel;
    recipients: number;
    lastAt: Ms;
  };
  postmortem_saved: { length: number };
  postmortem_published: { length: number };
  action_added: { actionId: string; title: string };
  action_done: { actionId: string; title: string };
};
type FactType = keyof FactData;

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
      return endSentence(fact.data, component);
    case "outage_unseen":
      return `Our checks lost sight of ${component(fact.data.componentId)} after ${shortDuration(fact.data.durationMs)}; they last saw it fail`;
    case "outage_unsaid":
      return "Late evidence shows that one of the outages never took place";
    case "customers_affected":
      return `Contracts of ${fact.data.customers} ${fact.data.customers === 1 ? "customer" : "customers"} cover what is down`;
    case "provider_said":
      return `${fact.data.provider} ${fact.data.words}`;
    case "mails_sent":
      return toldSentence(fact, time);
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

function endSentence(
  { componentId, durationMs, unseen }: FactData["outage_ended"],
  component: FactNames["component"],
): string {
  if (!unseen) return `${component(componentId)} answered again after ${shortDuration(durationMs)}`;
  return `${component(componentId)} answers again; it was seen failing for ${shortDuration(durationMs)} before our checks lost sight of it`;
}

/** Copies of a notice that left on one channel. */
export type Told = FactData["mails_sent"] & { firstAt: Ms };

/** The facts as they were kept and what was handed over between them, oldest first. */
export function withTold(kept: readonly KeptFact[], told: readonly Told[]): KeptFact[] {
  const sent = told.map(({ firstAt, ...data }): KeptFact => {
    const id = `${data.noticeId}:${data.channel}`;
    return { id, type: "mails_sent", data, at: firstAt, recordedAt: data.lastAt, actor: null };
  });
  // Both come in order, and sorting keeps it: what was kept stands before what left in the same millisecond.
  return [...kept, ...sent].sort((a, b) => a.at - b.at);
}

const channelNames: Record<Channel, string> = {
  email: "e-mail",
  webhook: "webhook",
  slack: "Slack",
  teams: "Teams",
  discord: "Discord",
  pagerduty: "PagerDuty",
  opsgenie: "Opsgenie",
};

const toldOf: Partial<Record<NoticeTemplate, string>> = {
  incident_opened: " that it began",
  incident_updated: " of the update",
  incident_resolved: " that it is over",
  postmortem: " of the postmortem",
};

function toldSentence(fact: KeptFact & { type: "mails_sent" }, time: FactNames["time"]): string {
  const { recipients, template, channel, lastAt } = fact.data;
  const who = recipients === 1 ? "1 recipient was" : `${recipients} recipients were`;
  const last = lastAt - fact.at < minuteMs ? "" : `, the last at ${time(lastAt)}`;
  return `${who} told${toldOf[template] ?? ""} by ${channelNames[channel]}${last}`;
}
