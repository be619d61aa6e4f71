import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import type { AlertChannelConfig, AlertNote } from "@/lib/domain/alert";
import { alertPost } from "@/lib/mail/alert-posts";

const at = Date.parse("2026-11-20T12:00:00Z");
const note: AlertNote = {
  ...{
    kind: "trigger",
    alertId: "alr_1",
    dedupKey: "inc_1",
    title: "Database is down",
    severity: "major_outage",
  },
  ...{ text: "3 checks fail since noon: Database.", organization: "Acme", components: ["Database", "Shop"] },
  ...{ outages: 3, startedAt: at - 60_000, at, by: null },
  ...{ url: "https://probity.test/acme/incidents/inc_1", acknowledgeUrl: "https://probity.test/alert/t" },
};

function sent(config: AlertChannelConfig, changes: Partial<AlertNote> = {}) {
  const post = alertPost("evt_1", config, { ...note, ...changes }, at);
  return { ...post, json: JSON.parse(post?.body ?? "null") };
}

const details = {
  components: "Database, Shop",
  since: "2026-11-20T11:59:00.000Z",
  alert: note.url,
  acknowledge: note.acknowledgeUrl,
};

describe("PagerDuty Events API v2", () => {
  const config = { type: "pagerduty", routingKey: "R".repeat(32) } as const;

  it("is triggered with the fields its documentation names", () => {
    const { url, json } = sent(config);
    expect(url).toBe("https://events.pagerduty.com/v2/enqueue");
    expect(json).toEqual({
      routing_key: "R".repeat(32),
      event_action: "trigger",
      dedup_key: "inc_1",
      payload: {
        summary: "Database is down",
        source: "Acme",
        severity: "critical",
        timestamp: "2026-11-20T11:59:00.000Z",
        component: "Database",
        custom_details: { ...details, failing_checks: 3 },
      },
      client: "Probity",
      client_url: note.url,
      links: [{ href: note.url, text: "Open the alert" }],
    });
  });

  it("is acknowledged and resolved by the key alone, and grows under the same key", () => {
    for (const [kind, action] of [
      ["acknowledge", "acknowledge"],
      ["resolve", "resolve"],
    ] as const)
      expect(sent(config, { kind }).json).toEqual({
        routing_key: "R".repeat(32),
        event_action: action,
        dedup_key: "inc_1",
      });
    expect(sent(config, { kind: "update" }).json).toMatchObject({
      event_action: "trigger",
      dedup_key: "inc_1",
    });
    expect(sent(config, { title: "x".repeat(2_000) }).json.payload.summary).toHaveLength(1_024);
  });
});

describe("Opsgenie Alert API", () => {
  const config = { type: "opsgenie", apiKey: "key-1", region: "eu" } as const;

  it("is created with an alias, closed and acknowledged by it", () => {
    const made = sent(config, { severity: "partial_outage" });
    expect(made.url).toBe("https://api.eu.opsgenie.com/v2/alerts");
    expect(made.headers).toEqual({ authorization: "GenieKey key-1" });
    expect(made.json).toEqual({
      message: "Database is down",
      alias: "inc_1",
      description: note.text,
      entity: "Database",
      source: "Probity",
      priority: "P3",
      details: { ...details, failing_checks: "3" },
    });
    const closed = sent({ ...config, region: "us" }, { kind: "resolve", dedupKey: "component:cmp/1" });
    expect(closed.url).toBe(
      "https://api.opsgenie.com/v2/alerts/component%3Acmp%2F1/close?identifierType=alias",
    );
    const acknowledged = sent(config, { kind: "acknowledge", by: "Ada", text: "Ada is looking at it." });
    expect(acknowledged.url).toContain("/inc_1/acknowledge?identifierType=alias");
    expect(acknowledged.json).toEqual({ source: "Probity", user: "Ada", note: "Ada is looking at it." });
    expect(sent(config, { title: "x".repeat(200) }).json.message).toHaveLength(130);
  });
});

describe("chats, webhooks and mail", () => {
  it("are told with the link to acknowledge, only while somebody has to", () => {
    const slack = { type: "slack", url: "https://hooks.slack.com/services/x" } as const;
    expect(sent(slack).body).toContain("Acknowledge: https://probity.test/alert/t");
    expect(sent(slack, { kind: "resolve" }).body).not.toContain("/alert/t");
    expect(sent(slack, { kind: "resolve" }).json.text).toBe("Resolved: Database is down");
    const teams = sent({ type: "teams", url: "https://a.webhook.office.com/x" });
    expect(teams.json.attachments[0].content.type).toBe("AdaptiveCard");
    expect(alertPost("evt_1", { type: "email", address: "a@b.example" }, note, at)).toBeNull();
  });

  it("sign webhooks as Standard Webhooks says", () => {
    const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
    const post = alertPost(
      "evt_1",
      { type: "webhook", url: "https://example.com/", secret },
      note,
      Date.now(),
    );
    const body = new Webhook(secret).verify(post?.body ?? "", { ...post?.headers });
    expect(body).toMatchObject({ type: "alert.opened", data: { dedup_key: "inc_1", failing_checks: 3 } });
  });
});
