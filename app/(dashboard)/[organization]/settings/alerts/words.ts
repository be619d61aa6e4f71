import type { AlertChannelType, AlertMessageKind, AlertView } from "@/lib/domain/alert";

export const channelWords: Record<AlertChannelType, string> = {
  email: "E-mail",
  slack: "Slack",
  teams: "Teams",
  pagerduty: "PagerDuty",
  opsgenie: "Opsgenie",
  webhook: "Webhook",
};

/** What a channel of a kind needs to be reached. */
export const targetWords: Record<AlertChannelType, string> = {
  email: "an e-mail address",
  slack: "an incoming webhook, https://hooks.slack.com/…",
  teams: "a workflow’s or connector’s https address",
  pagerduty: "an Events API v2 integration key",
  opsgenie: "a key of an API integration",
  webhook: "an https address of your own",
};

/** Who looks at an alert. */
export function lookingWord({ status, acknowledgedByName }: AlertView): string {
  if (status === "resolved") return "Over";
  if (status === "open") return "Nobody looks at it yet";
  return `${acknowledgedByName ?? "Somebody"} looks at it`;
}

export const kindWords: Record<AlertMessageKind, string> = {
  trigger: "Alert",
  update: "Update",
  acknowledge: "Acknowledged",
  resolve: "Resolved",
};

/** What became of a message. */
export const fateWords: Record<string, string> = {
  queued: "waits",
  sending: "on its way",
  delivered: "taken",
  failed: "given up",
  cancelled: "cancelled",
};
