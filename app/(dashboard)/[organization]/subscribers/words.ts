import {
  impactOrder,
  type SubscriberChannel,
  type SubscriberState,
  type SubscriberView,
} from "@/lib/domain/subscriber";
import type { SubscriberCounts } from "@/lib/operations/subscribers";

export const stateWords: Record<SubscriberState, string> = {
  pending: "Asked",
  active: "Active",
  unsubscribed: "Unsubscribed",
  quarantined: "Came back",
};

export const channelWords: Record<SubscriberChannel, string> = {
  email: "E-mail",
  webhook: "Webhook",
  slack: "Slack",
  teams: "Teams",
  discord: "Discord",
};

export const consentWords: Record<SubscriberView["consent"]["basis"], string> = {
  double_opt_in: "Confirmed by mail",
  import: "Imported",
  api: "Through the API",
  contract: "By contract",
};

const kindWords: Record<SubscriberView["kinds"][number], string> = {
  incident: "Incidents",
  maintenance: "Maintenance",
  postmortem: "Postmortems",
};

/** What a subscriber hears, in a few words. */
export function wishWords(view: SubscriberView): string {
  if (view.incidentId !== null) return "One incident";
  const chosen = (view.components?.length ?? 0) + (view.groups?.length ?? 0);
  const kinds = view.kinds.length < 3 ? view.kinds.map((kind) => kindWords[kind]).join(", ") : "Everything";
  const parts = chosen === 0 ? "" : chosen === 1 ? " of 1 part" : ` of ${chosen} parts`;
  const impact = view.leastImpact > 0 ? `; incidents ${impactOrder[view.leastImpact]} or worse` : "";
  const rhythm = view.rhythm === "each" ? "" : `; ${view.rhythm} digest`;
  return `${kinds}${parts}${impact}${rhythm}`;
}

/** "1,204 active, 12 asked and 3 whose mail came back hear of Acme." */
export function countsSentence(counts: SubscriberCounts | undefined, page: string): string {
  const { active = 0, pending = 0, quarantined = 0 } = counts?.byState ?? {};
  const number = (count: number) => count.toLocaleString("en");
  const more = [
    pending > 0 ? `${number(pending)} have not confirmed yet` : null,
    quarantined > 0 ? `mail to ${number(quarantined)} came back` : null,
  ].filter((part) => part !== null);
  const first = `${number(active)} ${active === 1 ? "hears" : "hear"} of ${page}`;
  return more.length === 0 ? `${first}.` : `${first}; ${more.join(", ")}.`;
}
