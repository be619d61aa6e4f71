import type { Channel, DeliveryStatus, Funnel } from "@/lib/domain/delivery";
import type { Notice, NoticeTemplate } from "@/lib/domain/notice";
import type { SuppressionReason } from "@/lib/domain/suppression";

const templateWords: Partial<Record<NoticeTemplate, string>> = {
  sign_in: "Sign-in link",
  page_sign_in: "Key to a page",
  invitation: "Invitation",
  opt_in: "Question whether to subscribe",
  incident_opened: "Incident opened",
  incident_updated: "Incident updated",
  incident_resolved: "Incident resolved",
  postmortem: "Postmortem",
  maintenance: "Maintenance",
  digest: "Digest",
  customer_warning: "Customer's own numbers",
  credit_issued: "Credit issued",
  sla_report: "SLA report",
  monthly_report: "Monthly report",
  staff_alert: "Alert to staff",
  chronic_notice: "Chronic failure",
  claim_due: "Claim against a provider",
  action_reminder: "Reminder of an action",
  webhook_disabled: "Webhook switched off",
};

export const statusWords: Record<DeliveryStatus, string> = {
  queued: "Waiting",
  sending: "On its way",
  sent: "Handed over",
  delivered: "Delivered",
  bounced: "Came back",
  complained: "Marked as spam",
  suppressed: "Not sent",
  failed: "Failed",
  uncertain: "Nobody knows",
  cancelled: "Taken back",
};

/** What a state means, for whoever meets the word the first time. */
export const statusMeanings: Record<DeliveryStatus, string> = {
  queued: "It leaves as soon as it is its turn.",
  sending: "The provider has been asked and has not answered yet.",
  sent: "The provider or receiver took it.",
  delivered: "The recipient's mailbox took it.",
  bounced: "The recipient's mailbox refused it.",
  complained: "Its reader called it spam; nothing more is sent there.",
  suppressed: "The address is on the list of those that nothing is sent to.",
  failed: "It was refused, or given up after 23 hours.",
  uncertain: "The answer was lost. It may have arrived, so it is not sent again by itself.",
  cancelled: "It was undone or its recipient unsubscribed before it left.",
};

export const channelWords: Record<Channel, string> = {
  email: "E-mail",
  webhook: "Webhook",
  slack: "Slack",
  teams: "Teams",
  discord: "Discord",
  pagerduty: "PagerDuty",
  opsgenie: "Opsgenie",
};

export const reasonWords: Record<SuppressionReason, string> = {
  hard_bounce: "Mail came back for good",
  complaint: "Marked as spam",
  manual: "Forbidden by a person",
};

export const noticeStateWords: Record<Notice["state"], string> = {
  waiting: "Waiting",
  sending: "Being sent",
  done: "Done",
  cancelled: "Taken back",
};

export function noticeTitle({ template, about }: Pick<Notice, "template" | "about">): string {
  const name = templateName(template);
  return about === null ? name : `${name}: ${about}`;
}

export function templateName(template: NoticeTemplate): string {
  return templateWords[template] ?? template.replaceAll("_", " ");
}

/** How many copies there are at all. */
export function totalOf(funnel: Funnel): number {
  return Object.values(funnel).reduce((sum, count) => sum + count, 0);
}

/** Taken by the provider or receiver, whatever came after. */
export function handedOver({ sent, delivered, bounced, complained }: Funnel): number {
  return sent + delivered + bounced + complained;
}

/** What went wrong, in words; empty when nothing did. */
export function troubleWords(funnel: Funnel): string {
  return (["failed", "bounced", "complained", "uncertain"] as const)
    .filter((status) => funnel[status] > 0)
    .map((status) => `${funnel[status].toLocaleString("en")} ${statusWords[status].toLowerCase()}`)
    .join(", ");
}
