import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it } from "vitest";
import type { ChatNote } from "@/lib/domain/chat-note";
import type { Channel } from "@/lib/domain/delivery";
import { hookPost, judgeHook } from "@/lib/mail/hook";
import { post, postDeps } from "@/lib/mail/post";

const secret = `whsec_${Buffer.alloc(24, 9).toString("base64")}`;
const note: ChatNote = {
  title: "API <!channel> @everyone is *down*",
  text: "We look into it.\n\nMore soon.",
  url: "https://status.acme.test/incidents/inc_1",
  tone: "bad",
  event: { type: "incident.created", data: { id: "inc_1" } },
};
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Seen = { headers: IncomingHttpHeaders; body: string };

async function receiver(status: number, headers: Record<string, string> = {}) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(status, headers).end("answer");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1` };
}

async function tell(channel: Channel, url: string, deps = postDeps(["127.0.0.0/8"])) {
  const now = Date.now();
  const call = hookPost({ id: "dlv_1", channel, url, secret, note, at: 0 }, now);
  if (call === null) throw new Error(`no form for ${channel}`);
  return judgeHook(await post(call, deps), now);
}

describe("hooks", () => {
  it("are signed as Standard Webhooks, under the delivery's identifier", async () => {
    const { seen, url } = await receiver(204);
    expect(await tell("webhook", url)).toEqual({ outcome: "accepted", senderId: null });
    const [first] = seen;
    expect(first?.headers["webhook-id"]).toBe("dlv_1");
    const event = new Webhook(secret).verify(first?.body ?? "", first?.headers as Record<string, string>);
    expect(event).toEqual({
      type: "incident.created",
      timestamp: "1970-01-01T00:00:00.000Z",
      data: { id: "inc_1" },
    });
  });

  it("speak each chat's language, and nobody's words ping anybody", async () => {
    const { seen, url } = await receiver(200);
    for (const channel of ["slack", "teams", "discord"] as const) await tell(channel, url);
    const [slack, teams, discord] = seen.map(({ body }) => JSON.parse(body));
    expect(JSON.stringify(slack)).not.toContain("<!channel>");
    expect(slack.text).toContain("&lt;!channel&gt;");
    expect(teams.attachments[0].content).toMatchObject({ type: "AdaptiveCard", version: "1.4" });
    expect(teams.attachments[0].content.body).toHaveLength(3);
    expect(discord.allowed_mentions).toEqual({ parse: [] });
    expect(seen.every(({ headers }) => headers["webhook-signature"] === undefined)).toBe(true);
  });

  it("stop where the address is gone or wrong, and come back after passing trouble", async () => {
    const outcomeOf = async (status: number, headers = {}) =>
      await tell("webhook", (await receiver(status, headers)).url);
    expect((await outcomeOf(410)).outcome).toBe("refused");
    expect((await outcomeOf(400)).outcome).toBe("refused");
    expect(await outcomeOf(503)).toMatchObject({ outcome: "retry" });
    expect(await outcomeOf(429, { "retry-after": "3" })).toMatchObject({ retryAfterMs: 3_000 });
    expect(await tell("webhook", "http://127.0.0.1:1/")).toMatchObject({
      outcome: "retry",
      maybeAccepted: false,
    });
  });

  it("follow no redirect and enter no private network", async () => {
    const { seen, url } = await receiver(200);
    expect(await tell("webhook", url, postDeps([]))).toMatchObject({ outcome: "refused" });
    expect(await tell("webhook", "http://169.254.169.254/latest", postDeps([]))).toMatchObject({
      outcome: "refused",
    });
    const away = await receiver(302, { location: url });
    expect((await tell("webhook", away.url)).outcome).toBe("refused");
    expect(seen).toEqual([]);
  });

  it("give up waiting for an answer that does not come", async () => {
    const silent = createServer(() => {});
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    closers.push(() => {
      silent.closeAllConnections();
      return new Promise((done) => silent.close(done));
    });
    const { port } = silent.address() as AddressInfo;
    const impatient = { ...postDeps(["127.0.0.0/8"]), timeoutMs: 100 };
    const result = await tell("webhook", `http://127.0.0.1:${port}/`, impatient);
    expect(result).toMatchObject({ outcome: "retry", maybeAccepted: true });
  });
});
