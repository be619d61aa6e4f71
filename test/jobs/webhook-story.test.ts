import { Webhook } from "standardwebhooks";
import { afterEach, expect, it, vi } from "vitest";
import { inEngine } from "@/db/client";
import { renderMail } from "@/emails/render";
import { engineScope } from "@/lib/auth/scope";
import type { FilledTemplate } from "@/lib/domain/notice";
import { dayMs, hourMs, minuteMs, secondMs } from "@/lib/domain/time";
import { webhookInput } from "@/lib/domain/webhook";
import { handlers } from "@/lib/jobs/handlers";
import { keepRunning } from "@/lib/jobs/keep-running";
import { queueService } from "@/lib/jobs/worker";
import {
  createWebhook,
  getWebhook,
  listAttempts,
  replayAttempt,
  rotateSecret,
  updateWebhook,
} from "@/lib/operations/webhooks";
import { member, tenant } from "../auth/people";
import { tell } from "../operations/incident-rig";
import { newComponent } from "../operations/ledger-rig";
import { answering, calls, emit, type Receiver, receiver, type Seen, turn } from "./webhook-rig";

let place: Receiver | null = null;
afterEach(async () => {
  await place?.close();
  place = null;
});

/** A receiver as an integrator writes it: what it cannot verify is refused, each event is taken once. */
async function integrator(secrets: string[], moods: ("500" | "hang" | "fine")[]) {
  const taken = new Map<string, { type: string }>();
  const refused: string[] = [];
  const made = await receiver((response, { headers, body }: Seen) => {
    const mood = moods.shift() ?? "fine";
    if (mood === "hang") return;
    if (mood === "500") return answering(500)(response);
    try {
      for (const secret of secrets) new Webhook(secret).verify(body, headers as Record<string, string>);
      taken.set(String(headers["webhook-id"]), JSON.parse(body) as { type: string });
      return answering(204)(response);
    } catch (error) {
      refused.push(String(error));
      return answering(401)(response);
    }
  });
  place = made;
  return { url: made.url, seen: made.seen, taken, refused, moods };
}

it("an incident reaches an integrator that fails at first: retried, verified, taken once, also while its secret changes", async () => {
  const { owner } = await tenant("story");
  const shop = await newComponent(owner, "Shop");
  const secrets: string[] = [];
  const { url, taken, refused, seen, moods } = await integrator(secrets, ["500", "hang"]);
  const { webhook, secret } = await createWebhook(
    owner,
    webhookInput.parse({ url, event_types: ["incident.created"] }),
    Date.now(),
  );
  secrets.push(secret);
  // The last attempt comes five minutes after the first, and a receiver takes no signature older than that.
  let now = Date.now() - 4 * minuteMs;
  const { id } = await tell(owner, { components: [{ id: shop, state: "major_outage" }] }, now);
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    expect(await turn(now)).toBe(1);
    const [call] = await calls();
    if (call?.dueAt) {
      waits.push(call.dueAt - now);
      now = call.dueAt;
    }
  }
  expect(waits).toEqual([5 * secondMs, 5 * minuteMs]);
  expect(await calls()).toMatchObject([{ status: "delivered", attempts: 3, dueAt: null }]);
  expect([...taken.values()]).toMatchObject([{ type: "incident.created", data: { id } }]);
  expect(new Set(seen.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(refused).toEqual([]);

  const rotated = await rotateSecret(owner, { id: webhook.id }, Date.now());
  secrets.push(rotated.secret);
  await emit(owner, { type: "incident.created", data: { id: "during" } }, Date.now());
  await turn(Date.now());
  expect(taken.size).toBe(2);
  secrets.shift();
  const [latest] = (await listAttempts(owner, { id: webhook.id, limit: 1 })).items;
  moods.push("fine");
  await replayAttempt(owner, { id: webhook.id, attemptId: latest?.id ?? "" }, Date.now());
  await turn(Date.now());
  expect(taken.size).toBe(2);
  expect(seen).toHaveLength(5);
  expect(refused).toEqual([]);
});

it("an integrator that is dead for days is switched off by the worker, admins are mailed, and what was missed is replayed", async () => {
  const { owner } = await tenant("dead-end");
  const began = Date.now() - 4 * dayMs;
  await member(owner, "admin@dead-end.test", "admin", began - dayMs);
  await member(owner, "viewer@dead-end.test", "viewer", began - dayMs);
  const secrets: string[] = [];
  const { url, taken, moods } = await integrator(
    secrets,
    Array.from({ length: 200 }, () => "500" as const),
  );
  const input = webhookInput.parse({ url, event_types: ["incident.created"] });
  const { webhook, secret } = await createWebhook(owner, input, began - 1);
  secrets.push(secret);
  const stop = new AbortController();
  const worker = keepRunning(queueService(handlers, []), stop.signal);
  for (let count = 0; count < 11; count += 1) {
    const now = began + count * 9 * hourMs;
    await emit(owner, { type: "incident.created", data: { id: `inc_${count}` } }, now);
    await turn(now);
  }
  const off = await vi.waitFor(
    async () => {
      const view = await getWebhook(owner, webhook.id);
      expect(view.disabledAt).not.toBeNull();
      return view;
    },
    { timeout: 30_000, interval: 100 },
  );
  stop.abort();
  await worker;
  expect(off.disabledReason).toBe("It could not be reached: HTTP 500");
  const told = await inEngine(
    engineScope(),
    (tx) => tx.sql<{ address: string; slots: FilledTemplate["slots"] }[]>`
      select d.address, n.slots from deliveries d
      join notices n on n.organization_id = d.organization_id and n.id = d.notice_id
      where d.template = 'webhook_disabled' and d.organization_id = ${owner.organizationId} order by d.address`,
  );
  expect(told.map(({ address }) => address)).toEqual(["admin@dead-end.test", "owner@dead-end.test"]);
  const mail = await renderMail({ template: "webhook_disabled", slots: told[0]?.slots } as FilledTemplate);
  expect(mail.text).toContain(`/dead-end/settings/webhooks/${webhook.id}`);

  moods.length = 0;
  const now = Date.now() + minuteMs;
  await updateWebhook(owner, { id: webhook.id, patch: { enabled: true } }, now);
  const missed = (await listAttempts(owner, { id: webhook.id, limit: 50 })).items;
  const first = missed.find(({ attempt }) => attempt === 1);
  await replayAttempt(owner, { id: webhook.id, attemptId: first?.id ?? "" }, now);
  await turn(now);
  expect(taken.size).toBe(1);
  expect(await getWebhook(owner, webhook.id)).toMatchObject({ disabledAt: null, failingSince: null });
});
