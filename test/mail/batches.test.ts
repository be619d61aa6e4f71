import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inEngine, inTenant } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import { attemptsSpanMs, type DeliveryStatus } from "@/lib/domain/delivery";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs, minuteMs, secondMs } from "@/lib/domain/time";
import { deliverBatches } from "@/lib/jobs/batches";
import { expandDue } from "@/lib/jobs/expansions";
import { resendSender } from "@/lib/mail/resend";
import { getNotice, listDeliveries } from "@/lib/operations/delivery-desk";
import { cancelForRecipient, notify } from "@/lib/operations/notices";
import { noon, tenant } from "../auth/people";
import { resendServer } from "./resend-server";
import { addSubscribers, everybody, incidentWords } from "./subscriber-rig";

let owner: TenantScope;
let now = noon;
let turn = 0;
const chances = { clock: () => now, jitter: () => 0 };
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  now = noon;
  turn += 1;
  await inEngine(engineScope(), async (tx) => {
    for (const table of ["deliveries", "delivery_batches", "sender_paces", "suppressions"])
      await tx.sql.unsafe(`delete from ${table}`);
    await tx.sql`update notices set expand_at = null`;
  });
  ({ owner } = await tenant(`acme-${turn}`));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function provider(options: Parameters<typeof resendServer>[0] = {}) {
  const server = await resendServer(options);
  closers.push(server.close);
  return { server, sender: resendSender("re_test", server.url, { timeoutMs: 1_000 }) };
}

/** A notice to `count` subscribers, looked up. */
async function storm(scope: TenantScope, count: number, domain?: string): Promise<string> {
  await addSubscribers(scope, count, now, domain);
  const id = await inTenant(scope, (tx) =>
    notify(tx, { factId: "f", template: "incident_updated", slots: incidentWords, audience: everybody }, now),
  );
  while ((await expandDue(1_000, now)) > 0);
  return id ?? "";
}

async function fates(scope: TenantScope, noticeId: string) {
  const { items } = await listDeliveries(scope, noticeId, { limit: 200 });
  return items;
}

/** Lets time pass and hands over what is due, until nothing is. */
async function drain(sender: ReturnType<typeof resendSender>, stepMs = secondMs): Promise<void> {
  for (let idle = 0; idle < 40; now += stepMs)
    idle = (await deliverBatches(sender, chances)) > 0 ? 0 : idle + 1;
}

describe("R7.2 batches", () => {
  it("hand a hundred messages over in a call, as the provider documents it", async () => {
    const { server, sender } = await provider();
    const id = await storm(owner, 250);
    await drain(sender);
    expect(server.complaints).toEqual([]);
    expect(server.calls.map((call) => call.size).sort()).toEqual([100, 100, 50]);
    expect(new Set(server.taken.map((mail) => mail.to)).size).toBe(250);
    expect((await getNotice(owner, id)).funnel).toMatchObject({ sent: 250, queued: 0, sending: 0 });
    const [first] = await fates(owner, id);
    const mail = server.taken.find((each) => each.to === first?.address);
    expect(first).toMatchObject({ senderId: mail?.id, batchId: mail?.key, id: mail?.delivery, attempts: 1 });
  });

  it("are repeated byte for byte under the same key, and taken once, when the answer is lost", async () => {
    const { server, sender } = await provider({
      mood: (call) =>
        (["drop after taking", "500 after taking", "hang after taking"] as const)[call - 1] ?? "fine",
    });
    const id = await storm(owner, 60);
    await drain(sender);
    expect(server.taken).toHaveLength(60);
    expect(new Set(server.calls.map((call) => `${call.key} ${call.bytes}`)).size).toBe(1);
    expect(server.calls).toHaveLength(4);
    const [first] = await fates(owner, id);
    expect(first).toMatchObject({ status: "sent", attempts: 4 });
    expect(first?.failures).toHaveLength(3);
  });

  it("are repeated by whoever finds them when their worker died, sent or not", async () => {
    const { server, sender } = await provider();
    await storm(owner, 120);
    const deadly = { ...sender, send: () => new Promise<never>(() => {}) };
    void deliverBatches(deadly, chances);
    await expect
      .poll(() => inEngine(engineScope(), (tx) => tx.sql`select 1 from delivery_batches`))
      .toHaveLength(2);
    expect(await deliverBatches(sender, chances)).toBe(0);
    now += 2 * minuteMs;
    await drain(sender);
    expect(server.taken).toHaveLength(120);
    expect(server.calls).toHaveLength(2);
  });

  it("are never sent again after 23 hours: uncertain if one may have been taken, else failed", async () => {
    const endOf = async (mood: "hang after taking" | "429"): Promise<DeliveryStatus | undefined> => {
      const { server, sender } = await provider({ mood: () => mood });
      const { owner: scope } = await tenant(`late-${mood.replaceAll(" ", "-")}-${turn}`);
      const id = await storm(scope, 2);
      await deliverBatches(sender, chances);
      now += attemptsSpanMs;
      const asked = server.calls.length;
      await deliverBatches(sender, chances);
      expect(server.calls).toHaveLength(asked);
      return (await fates(scope, id))[0]?.status;
    };
    expect(await endOf("hang after taking")).toBe("uncertain");
    now += hourMs;
    expect(await endOf("429")).toBe("failed");
  });

  it("lose only the members that the provider refuses, and say why", async () => {
    const { sender } = await provider({
      refuses: (to) => (to.startsWith("reader-000002") ? "Invalid `to` field" : null),
    });
    const id = await storm(owner, 3);
    await drain(sender);
    const seen = (await fates(owner, id)).map(({ status, failure }) => [status, failure]);
    expect(seen).toEqual([
      ["sent", null],
      ["failed", "Invalid `to` field"],
      ["sent", null],
    ]);
  });

  it("fall apart when they are refused as a whole, so that one member stops no other", async () => {
    const { server, sender } = await provider();
    const id = await storm(owner, 3);
    const strict = {
      ...sender,
      send: async (...call: Parameters<typeof sender.send>) =>
        call[1] > 1
          ? {
              result: { outcome: "refused", failure: "no" } as const,
              pace: (await sender.send("probe", 1, new Uint8Array([91, 93]))).pace,
            }
          : await sender.send(...call),
    };
    await deliverBatches(strict, chances);
    await drain(strict);
    expect((await fates(owner, id)).map((each) => each.status)).toEqual(["sent", "sent", "sent"]);
    expect(server.taken).toHaveLength(3);
  });
});

describe("three hundred recipients", () => {
  it("each read it in a language and a zone of their own, in three calls, under an address that every server reads", async () => {
    const { server, sender } = await provider();
    await addSubscribers(owner, 300, now, "bücher.example");
    const readers = [
      { locale: "de", timezone: "Europe/Berlin", says: "Checkout" },
      { locale: "ja", timezone: "Asia/Tokyo", says: "購読" },
      { locale: "ar", timezone: "UTC", says: 'dir="rtl"' },
    ];
    await inTenant(owner, async (tx) => {
      for (const [index, { locale, timezone }] of readers.entries())
        await tx.sql`
          update subscribers set locale = ${locale}, timezone = ${timezone}, address_key = replace(address, 'bücher', 'xn--bcher-kva')
          where organization_id = ${tx.organizationId} and
            substr(id, 5)::int % 3 = ${index}`;
    });
    const at = Date.parse("2026-10-01T13:10:00Z");
    const update = { ...incidentWords.update, at };
    await inTenant(owner, (tx) =>
      notify(
        tx,
        {
          ...{ factId: "f", template: "incident_updated", audience: everybody },
          slots: { ...incidentWords, update },
        },
        now,
      ),
    );
    while ((await expandDue(1_000, now)) > 0);
    await drain(sender);
    expect(server.complaints).toEqual([]);
    expect(server.calls.map((call) => call.size)).toEqual([100, 100, 100]);
    expect(new Set(server.taken.map(({ to }) => to)).size).toBe(300);
    for (const { to, mail } of server.taken) {
      expect(to).toMatch(/@xn--bcher-kva\.example$/);
      const reader = readers[Number(to.slice(7, 13)) % 3];
      expect(String(mail.html)).toContain(reader?.says);
      expect(String(mail.html)).toContain(`lang="${reader?.locale}"`);
    }
    const german = server.taken.find(({ to }) => Number(to.slice(7, 13)) % 3 === 0);
    expect(String(german?.mail.text)).toContain("15:10");
  });
});

describe("who is not told", () => {
  it("is whoever unsubscribed before the batch was frozen, and nobody who did after", async () => {
    const { server, sender } = await provider();
    const id = await storm(owner, 3);
    const [first, second] = await fates(owner, id);
    await inTenant(owner, (tx) => cancelForRecipient(tx, first?.recipientId ?? ""));
    await deliverBatches({ ...sender, send: () => new Promise<never>(() => {}) } as typeof sender, chances)
      .catch;
    expect(second?.status).toBe("queued");
    now += 2 * minuteMs;
    await drain(sender);
    expect(server.taken.map((mail) => mail.to)).not.toContain(first?.address);
    expect(server.taken).toHaveLength(2);
  });

  it("is whoever is suppressed, with the reason, and never whoever asked for a sign-in link", async () => {
    const { server, sender } = await provider();
    const address = "reader-000001@example.test";
    await inTenant(
      owner,
      (tx) => tx.sql`
      insert into suppressions (organization_id, id, address_key, address, reason, detail, created_at)
      values (${owner.organizationId}, 'sup_1', ${address}, ${address}, 'hard_bounce', 'no such mailbox', ${now})`,
    );
    await inTenant(owner, (tx) =>
      notify(
        tx,
        {
          factId: "s",
          template: "sign_in",
          slots: {},
          recipients: [{ address, slots: { link: "https://a.test" } }],
        },
        now,
      ),
    );
    await drain(sender);
    expect(server.taken.map((mail) => mail.to)).toEqual([address]);
  });
});

describe("turns", () => {
  it("one organization's storm delays nobody else's mail, and sign-in links overtake all", async () => {
    const { server, sender } = await provider({ perSecond: 3 });
    const { owner: small } = await tenant(`small-${turn}`);
    await storm(owner, 1_000, "storm.test");
    await storm(small, 3, "small.test");
    await deliverBatches(sender, chances);
    expect(new Set(server.taken.map((mail) => mail.organization))).toEqual(
      new Set([owner.organizationId, small.organizationId]),
    );
    const link = { address: "ana@acme.test", slots: { link: "https://a.test" } };
    await inTenant(owner, (tx) =>
      notify(tx, { factId: "s", template: "sign_in", slots: {}, recipients: [link] }, now),
    );
    now += secondMs;
    const before = server.calls.length;
    await deliverBatches(sender, chances);
    expect(server.calls.slice(before).some((call) => call.size === 1)).toBe(true);
  });

  it("keep to the provider's pace together, as its headers say", async () => {
    const { server, sender } = await provider({ perSecond: 4 });
    await storm(owner, 1_500);
    await deliverBatches(sender, chances);
    const learnt = server.calls.length;
    now += secondMs;
    await Promise.all(Array.from({ length: 5 }, () => deliverBatches(sender, chances)));
    expect(server.calls.length - learnt).toBeLessThanOrEqual(4);
    expect(server.calls.length - learnt).toBeGreaterThan(2);
  });

  it("are silent for as long as a 429 says", async () => {
    const { server, sender } = await provider({ mood: (call) => (call <= 2 ? "429" : "fine") });
    await storm(owner, 300);
    await deliverBatches(sender, chances);
    now += 900;
    expect(await deliverBatches(sender, chances)).toBe(0);
    now += 200;
    await drain(sender);
    expect(server.taken).toHaveLength(300);
  });

  it("go on with what was made ready in that silence, no more than the provider takes in a second", async () => {
    const { server, sender } = await provider({
      perSecond: 4,
      clock: chances.clock,
      mood: (call) => (call === 1 ? "429" : "fine"),
    });
    await storm(owner, 1_500);
    await deliverBatches(sender, chances);
    const asked = server.calls.length;
    now += 100;
    for (let turn = 0; turn < 5; turn += 1) expect(await deliverBatches(sender, chances)).toBe(0);
    const waiting = await inEngine(
      engineScope(),
      (tx) => tx.sql`select attempts from delivery_batches where claimed_until is null and status = 'open'`,
    );
    expect(waiting.map((batch) => batch.attempts).toSorted()).toEqual([0, 0, 0, 1]);
    expect(server.calls).toHaveLength(asked);
    now += secondMs;
    await deliverBatches(sender, chances);
    expect(server.calls.length - asked).toBe(4);
    await drain(sender);
    expect(new Set(server.taken.map((mail) => mail.to)).size).toBe(1_500);
    expect(server.taken).toHaveLength(1_500);
  });
});
