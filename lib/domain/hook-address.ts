import { z } from "zod";

type HookChannel = "webhook" | "slack" | "teams" | "discord";

/** Where each chat takes incoming messages; a webhook may be anywhere public. */
const homes: Record<Exclude<HookChannel, "webhook">, { hosts: RegExp; example: string }> = {
  slack: { hosts: /^hooks\.slack(-gov)?\.com$/, example: "https://hooks.slack.com/services/…" },
  teams: {
    hosts: /(^|\.)(webhook\.office\.com|logic\.azure\.com|powerplatform\.com)$/,
    example: "https://….webhook.office.com/…",
  },
  discord: { hosts: /^(ptb\.|canary\.)?discord(app)?\.com$/, example: "https://discord.com/api/webhooks/…" },
};

/**
 * The address of an incoming webhook: https, by name, without credentials. Where the name leads is judged anew each
 * time something is sent, because names change.
 */
export function hookInput(channel: HookChannel) {
  return z.string().transform((text, context) => {
    const complaint = complaintAbout(text, channel);
    if (complaint === null) return new URL(text).href;
    context.addIssue({ code: "custom", message: complaint });
    return z.NEVER;
  });
}

function complaintAbout(text: string, channel: HookChannel): string | null {
  const url = URL.parse(text);
  if (url?.protocol !== "https:") return "must be an https:// address";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  const host = url.hostname.replace(/\.$/, "");
  const isName = host.includes(".") && !/^[\d.]+$/.test(host);
  if (!isName || /\.(local|internal|localhost)$/.test(host)) return "must lead to a public host name";
  if (channel === "webhook" || homes[channel].hosts.test(host)) return null;
  return `must be an incoming webhook such as ${homes[channel].example}`;
}

/** What a hook's address may be shown as: its host. The rest of it is a secret. */
export function hookLabel(url: string): string {
  return new URL(url).host;
}
