import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { AlertChannelConfig, AlertNote } from "@/lib/domain/alert";
import { alertPost } from "@/lib/mail/alert-posts";
import { type PostAnswer, post } from "@/lib/mail/post";
import { deps } from "../jobs/webhook-rig";

type Answer = { status: number; body: object };
type Fake = { url: string; states: Map<string, string>; close(): Promise<void> };

let fake: Fake | null = null;
afterEach(async () => {
  await fake?.close();
  fake = null;
});

/** A service on a real socket that keeps the state of each incident and refuses what its documentation does not know. */
async function service(
  take: (request: IncomingMessage, body: Record<string, unknown>, states: Map<string, string>) => Answer,
): Promise<Fake> {
  const states = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { status, body } = take(request, JSON.parse(Buffer.concat(chunks).toString()), states);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  fake = { url: `http://127.0.0.1:${port}`, states, close };
  return fake;
}

const key = "R".repeat(32);

/** PagerDuty Events API v2: one address, 202 for what it takes. */
const pagerduty = () =>
  service(({ method, url }, body, states) => {
    const refuse = (...errors: string[]) => ({ status: 400, body: { status: "invalid event", errors } });
    if (method !== "POST" || url !== "/v2/enqueue") return { status: 404, body: {} };
    if (body.routing_key !== key) return refuse("'routing_key' is invalid");
    const [action, dedup] = [String(body.event_action), String(body.dedup_key)];
    const known = { trigger: "triggered", acknowledge: "acknowledged", resolve: "resolved" }[action];
    if (known === undefined) return refuse("'event_action' is invalid");
    const payload = (body.payload ?? {}) as Record<string, unknown>;
    if (action === "trigger" && !["critical", "error", "warning", "info"].includes(String(payload.severity)))
      return refuse("'payload.severity' is invalid");
    if (action === "trigger" && !(payload.summary && payload.source))
      return refuse("'payload.summary' is missing or blank");
    if (states.get(dedup) !== "resolved" || action === "trigger") states.set(dedup, known);
    return { status: 202, body: { status: "success", message: "Event processed", dedup_key: dedup } };
  });

/** Opsgenie's Alert API: acknowledged and closed by alias, 202 for what it takes. */
const opsgenie = () =>
  service(({ method, url, headers }, body, states) => {
    if (headers.authorization !== "GenieKey key-1")
      return { status: 401, body: { message: "Key format is not valid!" } };
    const path = new URL(String(url), "http://x");
    const [, version, noun, alias, act] = path.pathname.split("/");
    if (method !== "POST" || version !== "v2" || noun !== "alerts") return { status: 404, body: {} };
    const taken = { status: 202, body: { result: "Request will be processed", requestId: "r" } };
    if (alias === undefined) {
      if (typeof body.message !== "string" || body.message.length > 130)
        return { status: 422, body: { message: "Request body is not processable." } };
      states.set(String(body.alias), "open");
      return taken;
    }
    if (path.searchParams.get("identifierType") !== "alias") return { status: 422, body: {} };
    const next = { acknowledge: "acknowledged", close: "closed" }[String(act)];
    if (next === undefined) return { status: 404, body: {} };
    states.set(decodeURIComponent(alias), next);
    return taken;
  });

const at = Date.parse("2026-11-20T12:00:00Z");
const note: AlertNote = {
  ...{
    kind: "trigger",
    alertId: "alr_1",
    dedupKey: "org_1/alr 1",
    title: `Database is down ${"!".repeat(3_000)}`,
  },
  ...{ severity: "major_outage", text: "3 checks fail since noon.", organization: "Acme" },
  ...{ components: ["Database"], outages: 3, startedAt: at - 60_000, at, by: "ana@acme.test" },
  ...{ url: "https://probity.test/acme/alerts/1", acknowledgeUrl: "https://probity.test/alert/t" },
};

/** The message as the engine makes it, over a socket; only its host is the test's. */
async function tell(
  { url }: Fake,
  config: AlertChannelConfig,
  changes: Partial<AlertNote>,
): Promise<PostAnswer> {
  const made = alertPost("evt_1", config, { ...note, ...changes }, at);
  if (!made) throw new Error("no post");
  const { pathname, search } = new URL(made.url);
  return await post({ ...made, url: `${url}${pathname}${search}` }, deps({ timeoutMs: 5_000 }));
}

const story = ["trigger", "update", "acknowledge", "resolve"] as const;

describe("an alert's whole story", () => {
  it("is one incident at PagerDuty from its beginning to its end", async () => {
    const place = await pagerduty();
    const seen: (string | undefined)[] = [];
    for (const kind of story) {
      expect(await tell(place, { type: "pagerduty", routingKey: key }, { kind })).toMatchObject({
        status: 202,
      });
      seen.push(place.states.get(note.dedupKey));
    }
    expect(seen).toEqual(["triggered", "triggered", "acknowledged", "resolved"]);
    expect(place.states.size).toBe(1);
    const wrong = { type: "pagerduty", routingKey: "X".repeat(32) } as const;
    expect(await tell(place, wrong, {})).toMatchObject({
      status: 400,
      body: expect.stringContaining("routing_key"),
    });
  });

  it("is one alert at Opsgenie, whatever stands in its alias", async () => {
    const place = await opsgenie();
    const seen: (string | undefined)[] = [];
    const config = { type: "opsgenie", apiKey: "key-1", region: "eu" } as const;
    for (const kind of story) {
      expect(await tell(place, config, { kind })).toMatchObject({ status: 202 });
      seen.push(place.states.get(note.dedupKey));
    }
    expect(seen).toEqual(["open", "open", "acknowledged", "closed"]);
    expect(place.states.size).toBe(1);
    expect(await tell(place, { ...config, apiKey: "other" }, {})).toMatchObject({ status: 401 });
  });
});
