import { Webhook } from "standardwebhooks";
import type { ChatNote } from "@/lib/domain/chat-note";
import type { Channel, SendResult } from "@/lib/domain/delivery";
import { formatInstant, type Ms } from "@/lib/domain/time";
import type { Post, PostAnswer } from "./post";

/** What a hook is told: at least once, always under the same `id`, by which its receiver knows a repeat. */
export type HookMessage = {
  id: string;
  channel: Channel;
  url: string;
  /** Standard Webhooks' `whsec_…`; null where nothing is signed. */
  secret: string | null;
  note: ChatNote;
  /** When the thing happened. */
  at: Ms;
};

const writers: Partial<Record<Channel, (note: ChatNote, message: HookMessage) => object>> = {
  webhook: ({ event }, { at }) => ({ type: event.type, timestamp: formatInstant(at), data: event.data }),
  slack: slackMessage,
  teams: teamsMessage,
  discord: discordMessage,
};

/** The call that tells it; null on a channel that is no incoming webhook. `now` is signed along. */
export function hookPost(message: HookMessage, now: Ms): Post | null {
  const written = writers[message.channel]?.(message.note, message);
  if (written === undefined) return null;
  const body = JSON.stringify(written);
  const signed = message.channel === "webhook" ? signature(message, body, now) : {};
  return { url: message.url, headers: signed, body };
}

/** Standard Webhooks: identifier and time are signed with the body, so that an old message cannot be played again. */
function signature(
  { id, secret }: { id: string; secret: string | null },
  body: string,
  now: Ms,
): Record<string, string> {
  const at = new Date(Math.floor(now / 1_000) * 1_000);
  const named = { "webhook-id": id, "webhook-timestamp": String(at.getTime() / 1_000) };
  if (secret === null) return named;
  return { ...named, "webhook-signature": new Webhook(secret).sign(id, at, body) };
}

const gone: ReadonlySet<number> = new Set([404, 410]);
const passing: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** What an answer means for the delivery. A redirect is none: who moved tells us the new address. */
export function judgeHook(answer: PostAnswer, now: Ms): SendResult {
  if ("failure" in answer) {
    const { failure, maybeTaken, isForbidden } = answer;
    if (isForbidden) return { outcome: "refused", failure: "the address leads into a private network" };
    return { outcome: "retry", failure, maybeAccepted: maybeTaken };
  }
  const { status, headers, body } = answer;
  if (status >= 200 && status < 300) return { outcome: "accepted", senderId: null };
  const failure = `HTTP ${status} ${body.slice(0, 200)}`.trim();
  if (gone.has(status)) return { outcome: "refused", failure };
  if (status >= 500 || passing.has(status))
    return { outcome: "retry", failure, maybeAccepted: false, ...waitOf(headers["retry-after"], now) };
  return { outcome: "refused", failure };
}

const longestWaitMs = 3_600_000;

/** Seconds or a date (RFC 9110 §10.2.3). */
function waitOf(text: string | undefined, now: Ms): { retryAfterMs?: number } {
  if (text === undefined) return {};
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return ms > 0 ? { retryAfterMs: Math.min(ms, longestWaitMs) } : {};
}

const colours = { good: "#15803d", warning: "#b45309", bad: "#b91c1c", neutral: "#57534e" } as const;

/** Slack's three control characters are escaped; nobody's text pings a channel. */
function slackMessage({ title, text, url, tone }: ChatNote): object {
  const plain = (words: string) =>
    words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const head =
    url === null ? `*${plain(title)}*` : `*<${encodeURI(url)}|${plain(title).replaceAll("|", "¦")}>*`;
  return {
    text: plain(title),
    attachments: [
      {
        color: colours[tone],
        fallback: plain(title),
        blocks: [
          { type: "section", text: { type: "mrkdwn", text: cut(head, 3_000) } },
          ...(text === "" ? [] : [{ type: "section", text: { type: "plain_text", text: cut(text, 3_000) } }]),
        ],
      },
    ],
  };
}

/** An adaptive card, as Teams' workflows take it; text blocks show plain words. */
function teamsMessage({ title, text, url, tone }: ChatNote): object {
  const color = { good: "Good", warning: "Warning", bad: "Attention", neutral: "Default" }[tone];
  const block = (words: string, more: object) => ({
    type: "TextBlock",
    text: cut(plainMarkdown(words), 5_000),
    wrap: true,
    ...more,
  });
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body: [
      block(title, { weight: "Bolder", size: "Medium", color }),
      ...text
        .split(/\n{2,}/)
        .filter((part) => part.trim() !== "")
        .map((part) => block(part, {})),
    ],
    ...(url === null ? {} : { actions: [{ type: "Action.OpenUrl", title: "Open", url }] }),
  };
  return {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content }],
  };
}

/** No mention of anybody is ever resolved. */
function discordMessage({ title, text, url, tone }: ChatNote): object {
  return {
    embeds: [
      {
        title: cut(plainMarkdown(title), 256),
        description: cut(plainMarkdown(text), 4_000),
        color: Number.parseInt(colours[tone].slice(1), 16),
        ...(url === null ? {} : { url }),
      },
    ],
    allowed_mentions: { parse: [] },
  };
}

function plainMarkdown(text: string): string {
  return text.replace(/[\\`*_~|[\]<>#]/g, "\\$&");
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}
