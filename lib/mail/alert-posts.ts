import type { AlertChannelConfig, AlertNote } from "@/lib/domain/alert";
import type { ChatNote } from "@/lib/domain/chat-note";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { hookPost } from "./hook";
import type { Post } from "./post";

/** The call that tells a channel of an alert; null of e-mail, which leaves through the outbox. `id` names it for ever. */
export function alertPost(id: string, config: AlertChannelConfig, note: AlertNote, now: Ms): Post | null {
  switch (config.type) {
    case "email":
      return null;
    case "pagerduty":
      return pagerdutyPost(config.routingKey, note);
    case "opsgenie":
      return opsgeniePost(config, note);
    case "slack":
    case "teams":
    case "webhook": {
      const secret = config.type === "webhook" ? config.secret : null;
      const message = {
        id,
        channel: config.type,
        url: config.url,
        secret,
        note: chatNote(note),
        at: note.at,
      };
      return hookPost(message, now);
    }
  }
}

const cut = (text: string, length: number) =>
  text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;

/** PagerDuty Events API v2, alert events: one `dedup_key` is one incident there. */
function pagerdutyPost(routingKey: string, note: AlertNote): Post {
  const actions = {
    trigger: "trigger",
    update: "trigger",
    acknowledge: "acknowledge",
    resolve: "resolve",
  } as const;
  const action = actions[note.kind];
  const event = {
    routing_key: routingKey,
    event_action: action,
    dedup_key: cut(note.dedupKey, 255),
    ...(action === "trigger"
      ? {
          payload: {
            summary: cut(note.title, 1_024),
            source: note.organization,
            severity: note.severity === "major_outage" ? "critical" : "error",
            timestamp: formatInstant(note.startedAt),
            component: note.components[0] ?? null,
            custom_details: detailsOf(note),
          },
          client: "Probity",
          client_url: note.url,
          links: [{ href: note.url, text: "Open the alert" }],
        }
      : {}),
  };
  return { url: "https://events.pagerduty.com/v2/enqueue", headers: {}, body: JSON.stringify(event) };
}

const opsgenieHosts = { us: "https://api.opsgenie.com", eu: "https://api.eu.opsgenie.com" } as const;

/** Opsgenie's Alert API: one `alias` is one alert there; acknowledge and close name it in the path. */
function opsgeniePost({ apiKey, region }: { apiKey: string; region: "us" | "eu" }, note: AlertNote): Post {
  const headers = { authorization: `GenieKey ${apiKey}` };
  const base = `${opsgenieHosts[region]}/v2/alerts`;
  const alias = cut(note.dedupKey, 512);
  if (note.kind === "acknowledge" || note.kind === "resolve") {
    const act = note.kind === "resolve" ? "close" : "acknowledge";
    const said = {
      source: "Probity",
      ...(note.by === null ? {} : { user: cut(note.by, 100) }),
      note: cut(note.text, 25_000),
    };
    const url = `${base}/${encodeURIComponent(alias)}/${act}?identifierType=alias`;
    return { url, headers, body: JSON.stringify(said) };
  }
  const details = Object.fromEntries(
    Object.entries(detailsOf(note)).map(([name, value]) => [name, String(value)]),
  );
  const alert = {
    message: cut(note.title, 130),
    alias,
    description: cut(note.text, 15_000),
    entity: cut(note.components[0] ?? note.organization, 512),
    source: "Probity",
    priority: note.severity === "major_outage" ? "P1" : "P3",
    details,
  };
  return { url: base, headers, body: JSON.stringify(alert) };
}

function detailsOf(note: AlertNote) {
  return {
    components: note.components.join(", "),
    failing_checks: note.outages,
    since: formatInstant(note.startedAt),
    alert: note.url,
    acknowledge: note.acknowledgeUrl,
  };
}

const eventNames = {
  trigger: "alert.opened",
  update: "alert.updated",
  acknowledge: "alert.acknowledged",
  resolve: "alert.resolved",
} as const;

function chatNote(note: AlertNote): ChatNote {
  const isOver = note.kind === "resolve";
  const isAsking = note.kind === "trigger" || note.kind === "update";
  return {
    title: isOver ? `Resolved: ${note.title}` : note.title,
    text: isAsking ? `${note.text}\n\nAcknowledge: ${note.acknowledgeUrl}` : note.text,
    url: note.url,
    tone: isOver
      ? "good"
      : note.kind === "acknowledge"
        ? "neutral"
        : note.severity === "major_outage"
          ? "bad"
          : "warning",
    event: {
      type: eventNames[note.kind],
      data: {
        id: note.alertId,
        dedup_key: note.dedupKey,
        title: note.title,
        severity: note.severity,
        components: note.components,
        failing_checks: note.outages,
        started_at: formatInstant(note.startedAt),
        url: note.url,
        acknowledge_url: isAsking ? note.acknowledgeUrl : null,
        acknowledged_by: note.by,
      },
    },
  };
}
