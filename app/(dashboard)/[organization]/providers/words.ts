import type { DependencyEffect } from "@/lib/domain/dependency";
import type { ProviderFormat } from "@/lib/domain/reading";

/** What an effect does, in a word and in a sentence. */
export const effectWords: Record<DependencyEffect, { label: string; sentence: string }> = {
  informational: { label: "Informs only", sentence: "Known and shown here; our state does not change." },
  degrade: { label: "Degrades", sentence: "Trouble of theirs makes our component degraded, never worse." },
  mirror: { label: "Mirrors", sentence: "Their state is taken as our component’s own." },
};

const formatNames: Record<ProviderFormat, string> = {
  apple: "Apple",
  "aws-currentevents": "AWS events",
  "aws-data-json": "AWS history",
  "aws-rss": "AWS feed",
  "azure-devops-health": "Azure DevOps",
  "azure-rss": "Azure feed",
  cachet: "Cachet",
  checkly: "Checkly",
  cstate: "cState",
  gatus: "Gatus",
  "google-cloud": "Google incidents",
  "heroku-v3": "Heroku",
  "heroku-v4": "Heroku",
  "m365-servicehealth": "Microsoft 365",
  "oracle-oci": "Oracle Cloud",
  "salesforce-trust": "Salesforce Trust",
  slack: "Slack",
  sorry: "Sorry",
  "statusio-rss": "status.io feed",
  statuspal: "StatusPal",
  stripe: "Stripe (frozen)",
  upptime: "Upptime",
  "statuspage-v2-summary": "Statuspage",
  "statuspage-v2-status": "Statuspage",
  "statuspage-v2-incidents": "Statuspage",
  "statuspage-history-feed": "Statuspage feed",
  "incidentio-compat-summary": "incident.io",
  "incidentio-proxy-incidents": "incident.io",
  "rss-atom-plain": "Feed",
  betterstack: "Better Stack",
  instatus: "Instatus",
  statusio: "status.io",
  "uptime-kuma": "Uptime Kuma",
};

/** The format as people call it. */
export function formatName(format: ProviderFormat | null): string {
  return format === null ? "Not read yet" : formatNames[format];
}
