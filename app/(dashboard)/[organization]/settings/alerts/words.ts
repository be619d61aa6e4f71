import type { AlertChannelType, AlertMessageKind, AlertStatus } from "@/lib/domain/alert";

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

export const alertStatusWords: Record<AlertStatus, string> = {
  open: "Nobody looks at it yet",
  acknowledged: "Somebody looks at it",
  resolved: "Over",
};

export const kindWords: Record<AlertMessageKind, string> = {
  trigger: "Alert",
  update: "Update",
  acknowledge: "Acknowledged",
  resolve: "Resolved",
};
