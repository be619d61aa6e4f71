import { Webhook } from "standardwebhooks";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inEngine } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, formatInstant, hourMs, secondMs } from "@/lib/domain/time";
import { webhookInput } from "@/lib/domain/webhook";
import { disableFailing } from "@/lib/jobs/webhooks";
import { addressPolicy } from "@/lib/net/address";
import {
  createWebhook,
  getWebhook,
  listAttempts,
  replayAttempt,
  rotateSecret,
  testWebhook,
  updateWebhook,
} from "@/lib/operations/webhooks";
import { noon, tenant } from "../auth/people";
import { superuser } from "../operations/ledger-rig";
import { answering, calls, deps, emit, forgetAll, type Receiver, receiver, turn } from "./webhook-rig";

let owner: TenantScope;
let open: Receiver[] = [];

beforeAll(async () => {
  ({ owner } = await tenant("hooks"));
});
beforeEach(forgetAll);
afterEach(async () => {
  await Promise.all(open.map((each) => each.close()));
  open = [];
});

async function listening(...args: Parameters<typeof receiver>): Promise<Receiver> {
  const made = await receiver(...args);
  open.push(made);
  return made;
}

const event = { type: "incident.created", data: { id: "inc_1", title: "Down" } };

function hook(url: string, types = ["incident.created"]) {
  return createWebhook(owner, webhookInput.parse({ url, event_types: types }), noon);
}

const attemptsOf = async (id: string) => (await listAttempts(owner, { id, limit: 50 })).items;

/** Jobs that would switch a webhook off. */
async function disablingJobs(webhookId: string): Promise<unknown[]> {
  const pg = superuser();
  const jobs = await pg<{ payload: unknown }[]>`
    select payload from graphile_worker._private_jobs where key = ${`disableWebhook:${webhookId}`}`;
  await pg.end();
  return jobs.map((job) => job.payload);
}

describe("an outbound webhook", () => {
  it("is told every event it listens to once, signed as Standard Webhooks says, and no other", async () => {
    const place = await listening(answering(204));
    const { secret } = await hook(place.url);
    await emit(owner, event, noon);
    await emit(owner, { type: "incident.resolved", data: { id: "inc_1" } }, noon);
    expect(await turn(Date.now())).toBe(1);
    expect(await turn(Date.now())).toBe(0);
    const [seen] = place.seen;
    expect(place.seen).toHaveLength(1);
    const proven = new Webhook(secret).verify(seen?.body ?? "", seen?.headers as Record<string, string>);
    expect(proven).toEqual({
      type: "incident.created",
      timestamp: formatInstant(noon),
      data: event.data,
    });
    expect(seen?.headers["content-type"]).toBe("application/json");
    expect(await calls()).toMatchObject([{ status: "delivered", attempts: 1, dueAt: null }]);
  });

  it("is told again under the same id after a failure, later each time, and waits as long as it is asked to", async () => {
    const answers = [answering(500), answering(429, { "retry-after": "600" }), answering(200)];
    const place = await listening((response) => answers.shift()?.(response));
    const { webhook } = await hook(place.url);
    await emit(owner, event, noon);
    await turn(noon);
    expect(await calls()).toMatchObject([
      { status: "queued", dueAt: noon + 5 * secondMs, failure: "HTTP 500" },
    ]);
    expect(await turn(noon + secondMs)).toBe(0);
    await turn(noon + 5 * secondMs);
    expect(await calls()).toMatchObject([{ status: "queued", dueAt: noon + 605 * secondMs }]);
    await turn(noon + 605 * secondMs);
    expect(await calls()).toMatchObject([{ status: "delivered", attempts: 3 }]);
    expect(new Set(place.seen.map((seen) => seen.headers["webhook-id"])).size).toBe(1);
    const log = await attemptsOf(webhook.id);
    expect(log.map(({ attempt, outcome, responseStatus }) => [attempt, outcome, responseStatus])).toEqual([
      [3, "delivered", 200],
      [2, "queued", 429],
      [1, "queued", 500],
    ]);
  });

  it("whose secret cannot be read is tried again, and keeps no other call from leaving", async () => {
    const place = await listening(answering(204));
    const { webhook } = await hook(place.url);
    await hook(place.url);
    const pg = superuser();
    await pg`update webhooks set sealed_secret = 'v1.otherkey.AAAA' where id = ${webhook.id}`;
    await pg.end();
    await emit(owner, event, noon);
    await turn(noon);
    expect(place.seen).toHaveLength(1);
    const unread = (await calls()).find(({ targetId }) => targetId === webhook.id);
    expect(unread).toMatchObject({ status: "queued", dueAt: noon + 5 * secondMs });
    expect(unread?.failure).toContain("restore that key");
  });

  it("that is slow, breaks off or is not there is tried again; what it answers is kept only in its beginning", async () => {
    const slow = await listening(() => {});
    const broken = await listening((response) => response.destroy());
    const huge = await listening((response) => response.writeHead(200).end("x".repeat(5_000_000)));
    const gone = await receiver(answering(200));
    await gone.close();
    for (const { url } of [slow, broken, huge, gone]) await hook(url);
    await emit(owner, event, noon);
    await turn(noon);
    const states = await calls();
    expect(states.map((call) => call.status).sort()).toEqual(["delivered", "queued", "queued", "queued"]);
    const good = states.find((call) => call.status === "delivered");
    const [attempt] = await attemptsOf(good?.targetId ?? "");
    expect(attempt?.responseBody?.length).toBe(4_096);
  });

  it("that answers 410 Gone is never asked again, is switched off, and its admins are told", async () => {
    const place = await listening(answering(410));
    const { webhook } = await hook(place.url);
    await emit(owner, event, noon);
    await turn(noon);
    expect(await calls()).toMatchObject([{ status: "failed", dueAt: null }]);
    const payload = { organizationId: owner.organizationId, webhookId: webhook.id, failure: "HTTP 410" };
    const context = { now: noon + 1, signal: new AbortController().signal, attempt: 1 };
    await disableFailing(payload, context);
    await disableFailing(payload, context);
    expect(await getWebhook(owner, webhook.id)).toMatchObject({
      disabledAt: noon + 1,
      disabledReason: "It could not be reached: HTTP 410",
    });
    const told = await inEngine(
      engineScope(),
      (tx) => tx.sql`select address from deliveries where template = 'webhook_disabled'`,
    );
    expect(told).toHaveLength(1);
    await emit(owner, event, noon + 2);
    expect(await turn(noon + 2)).toBe(0);
    await expect(testWebhook(owner, webhook.id, noon + 3)).rejects.toMatchObject({ code: "conflict" });
    await updateWebhook(owner, { id: webhook.id, patch: { enabled: true } }, noon + 4);
    await testWebhook(owner, webhook.id, noon + 5);
    expect(await turn(noon + 5)).toBe(1);
  });

  it("that fails for days is asked for to be switched off; one that recovers is not", async () => {
    let status = 500;
    const place = await listening((response) => answering(status)(response));
    const { webhook } = await hook(place.url);
    for (let count = 0; count < 10; count += 1) {
      const now = noon + count * 8 * hourMs;
      expect(await disablingJobs(webhook.id)).toEqual([]);
      await emit(owner, event, now);
      await turn(now);
    }
    expect(await disablingJobs(webhook.id)).toEqual([
      { organizationId: owner.organizationId, webhookId: webhook.id, failure: "HTTP 500" },
    ]);
    expect(await getWebhook(owner, webhook.id)).toMatchObject({ failingSince: noon, disabledAt: null });
    status = 200;
    await turn(noon + 4 * dayMs);
    expect(await getWebhook(owner, webhook.id)).toMatchObject({ failingSince: null, disabledAt: null });
  });

  it("cannot be turned into a way inside: redirects are not followed, private and changed addresses not reached", async () => {
    const inside = await listening(answering(200));
    const outside = await listening(answering(302, { location: inside.url }));
    await hook(outside.url);
    await hook(`http://rebound.example:${inside.port}/`);
    await hook("http://169.254.169.254/latest/meta-data/");
    await emit(owner, event, noon);
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return { addresses: asked === 1 ? ["93.184.215.14", "10.0.0.1"] : ["127.0.0.1"] };
    };
    await turn(noon, deps({ resolve }));
    expect(inside.seen).toHaveLength(0);
    const failures = (await calls()).map(({ status, failure }) => [status, failure]).sort();
    expect(failures).toEqual([
      ["failed", "The address leads into a private network."],
      ["failed", "The address leads into a private network."],
      ["queued", "HTTP 302: redirects are not followed"],
    ]);
    await forgetAll();
    await hook(inside.url);
    await emit(owner, event, noon);
    await turn(noon, deps({ policy: addressPolicy([]) }));
    expect(inside.seen).toHaveLength(0);
  });

  it("is called again by another worker when one vanished with the call in its hands", async () => {
    const place = await listening(answering(200));
    await hook(place.url);
    await emit(owner, event, noon);
    await inEngine(
      engineScope(),
      (tx) => tx.sql`update outbound_calls set status = 'sending', attempts = 1, due_at = ${noon + 60_000}`,
    );
    expect(await turn(noon + 59_999)).toBe(0);
    expect(await turn(noon + 60_000)).toBe(1);
    expect(await calls()).toMatchObject([{ status: "delivered", attempts: 2 }]);
  });

  it("is signed for by both secrets for a day after a rotation, then by the new one alone", async () => {
    const place = await listening(answering(200));
    const { webhook, secret } = await hook(place.url);
    const now = Date.now();
    const rotated = await rotateSecret(owner, { id: webhook.id }, now);
    expect(rotated.secret).not.toBe(secret);
    await emit(owner, event, now);
    await turn(now);
    await emit(owner, event, now + 25 * hourMs);
    await turn(now + 25 * hourMs);
    const [during, after] = place.seen;
    const headers = during?.headers as Record<string, string>;
    for (const each of [secret, rotated.secret])
      expect(new Webhook(each).verify(during?.body ?? "", headers)).toBeTruthy();
    expect(String(after?.headers["webhook-signature"]).split(" ")).toHaveLength(1);
  });

  it("is told an event again when somebody asks, under the same id, but not while it is on its way", async () => {
    const place = await listening(answering(200));
    const { webhook } = await hook(place.url);
    await emit(owner, event, noon);
    await turn(noon);
    const [attempt] = await attemptsOf(webhook.id);
    const again = { id: webhook.id, attemptId: attempt?.id ?? "" };
    await replayAttempt(owner, again, noon + 1);
    await expect(replayAttempt(owner, again, noon + 2)).rejects.toMatchObject({ code: "conflict" });
    await turn(noon + 3);
    expect(new Set(place.seen.map((seen) => `${seen.headers["webhook-id"]} ${seen.body}`)).size).toBe(1);
    expect(place.seen).toHaveLength(2);
    await expect(replayAttempt(owner, { id: webhook.id, attemptId: "att_none" }, noon)).rejects.toMatchObject(
      { code: "not_found" },
    );
  });

  it("of one organization with many calls waiting leaves room for another's", async () => {
    const place = await listening(answering(200));
    await hook(place.url);
    for (let count = 0; count < 40; count += 1) await emit(owner, event, noon);
    const { owner: other } = await tenant("hooks-other");
    await createWebhook(
      other,
      webhookInput.parse({ url: place.url, event_types: ["incident.created"] }),
      noon,
    );
    await emit(other, { ...event, data: { id: "theirs" } }, noon + 1);
    expect(await turn(noon + 1)).toBe(9);
    expect(place.seen.some((seen) => seen.body.includes("theirs"))).toBe(true);
  });
});
