import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inEngine, inTenant } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import { lanes, type SendResult } from "@/lib/domain/delivery";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs, minuteMs } from "@/lib/domain/time";
import { claim } from "@/lib/jobs/claims";
import { deliverBatch } from "@/lib/jobs/deliveries";
import { localSender } from "@/lib/mail/local";
import type { Sender } from "@/lib/mail/sender";
import { notify } from "@/lib/operations/notices";
import { listMachineOutbox, listOutbox } from "@/lib/operations/outbox";
import { requestSignIn } from "@/lib/operations/sign-in";
import { member, noon, tenant } from "../auth/people";

let owner: TenantScope;
let now = noon;
const chances = { clock: () => now, jitter: () => 0 };
const link = "https://probity.test/secret-link";

beforeAll(async () => {
  ({ owner } = await tenant("acme"));
});

beforeEach(async () => {
  now = noon;
  await inEngine(engineScope(), (tx) => tx.sql`delete from deliveries`);
  await inEngine(engineScope(), (tx) => tx.sql`delete from outbox_messages`);
});

const tell = (factId: string, ...addresses: string[]) =>
  inTenant(owner, (tx) => {
    const recipients = addresses.map((address) => ({ address, slots: { link } }));
    return notify(tx, { factId, template: "sign_in", slots: {}, recipients }, now);
  });

const rows = () =>
  inTenant(
    owner,
    (tx) => tx.sql<
      { address: string; status: string; attempts: number; slots: object; dueAt: number | null }[]
    >`
      select address, status, attempts, slots, due_at from deliveries order by address`,
  );

/** A sender that answers as told and remembers whom it accepted. */
function scripted(memoryMs: number, ...answers: SendResult[]): Sender & { asked: string[] } {
  const asked: string[] = [];
  return {
    kind: "smtp",
    memoryMs,
    parallel: 10,
    close: () => {},
    asked,
    async send({ id }) {
      asked.push(id);
      return answers.shift() ?? { outcome: "accepted", senderId: "s" };
    },
  };
}

describe("R7.1 telling a fact", () => {
  it("writes one copy per recipient, however the domain is written and however often it is told", async () => {
    expect(await tell("f1", "Ana@BÜCHER.test", "Ana@bücher.test", "ana@bücher.test")).not.toBeNull();
    expect(await tell("f1", "Ana@xn--bcher-kva.test")).toBeNull();
    expect((await rows()).map((row) => row.address).sort()).toEqual(["Ana@BÜCHER.test", "ana@bücher.test"]);
  });

  it("is undone with the business it belongs to", async () => {
    const failed = inTenant(owner, async (tx) => {
      const recipients = [{ address: "a@b.test", slots: { link } }];
      await notify(tx, { factId: "f", template: "sign_in", slots: {}, recipients }, now);
      throw new Error("the business failed");
    });
    await expect(failed).rejects.toThrow("the business failed");
    expect(await rows()).toEqual([]);
  });
});

describe("delivering", () => {
  it("finishes only after the sender accepted, and then forgets the link", async () => {
    await tell("f", "a@b.test");
    expect(JSON.stringify(await rows())).not.toContain("secret-link");
    expect(await deliverBatch(localSender, chances)).toBe(1);
    expect(await rows()).toMatchObject([{ status: "sent", attempts: 1, slots: {}, dueAt: null }]);
    expect(await deliverBatch(localSender, chances)).toBe(0);
    const { items } = await listMachineOutbox({ limit: 10, to: "A@B.test" });
    expect(items).toHaveLength(1);
    expect(items[0]?.text).toContain(link);
  });

  it("hands each delivery to one of many workers", async () => {
    await tell("f", ...Array.from({ length: 40 }, (_, index) => `n${index}@b.test`));
    const sender = scripted(0);
    const counts = await Promise.all(Array.from({ length: 6 }, () => deliverBatch(sender, chances)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(40);
    expect(new Set(sender.asked).size).toBe(40);
  });

  it("tries again later after a passing failure, and keeps the link until then", async () => {
    await tell("f", "a@b.test");
    const busy: SendResult = {
      outcome: "retry",
      failure: "busy",
      maybeAccepted: false,
      retryAfterMs: minuteMs,
    };
    const sender = scripted(0, busy);
    await deliverBatch(sender, chances);
    expect(await rows()).toMatchObject([{ status: "queued", dueAt: noon + minuteMs }]);
    expect(await deliverBatch(sender, chances)).toBe(0);
    now += minuteMs;
    expect(await deliverBatch(sender, chances)).toBe(1);
    expect(await rows()).toMatchObject([{ status: "sent", attempts: 2 }]);
  });

  it("stops for good at a refusal and at an answer lost after DATA", async () => {
    await tell("f", "a@b.test", "c@d.test");
    const sender = { ...scripted(0, { outcome: "refused", failure: "no such mailbox" }), parallel: 1 };
    await deliverBatch(sender, chances);
    const lost = { ...scripted(0, { outcome: "uncertain", failure: "lost" }), parallel: 1 };
    await deliverBatch(lost, chances);
    expect((await rows()).map((row) => row.status).sort()).toEqual(["failed", "uncertain"]);
    expect((await rows()).map((row) => row.slots)).toEqual([{}, {}]);
    now += hourMs;
    expect(await deliverBatch(scripted(0), chances)).toBe(0);
  });
});

describe("R7.2 a worker that died while sending", () => {
  const die = async () => (await claim([lanes.urgent, lanes.mail], 1, now)).claimed;

  it("is repeated under the same identifier by a sender that remembers it", async () => {
    await tell("f", "a@b.test");
    const [dead] = await die();
    const sender = scripted(hourMs);
    expect(await deliverBatch(sender, chances)).toBe(0);
    now += minuteMs;
    await deliverBatch(sender, chances);
    expect(sender.asked).toEqual([dead?.id]);
    expect(await rows()).toMatchObject([{ status: "sent", attempts: 2 }]);
  });

  it("is never repeated by one that does not, nor when its memory is over", async () => {
    await tell("f", "a@b.test", "c@d.test");
    await die();
    await die();
    now += minuteMs;
    const forgetful = { ...scripted(0), parallel: 1 };
    await deliverBatch(forgetful, chances);
    now += hourMs;
    const tooLate = { ...scripted(hourMs), parallel: 1 };
    await deliverBatch(tooLate, chances);
    expect([...forgetful.asked, ...tooLate.asked]).toEqual([]);
    expect((await rows()).map((row) => row.status)).toEqual(["uncertain", "uncertain"]);
  });

  it("is outrun by the worker that took over: the late answer changes nothing", async () => {
    await tell("f", "a@b.test");
    const answer = Promise.withResolvers<SendResult>();
    const hanging: Sender = { ...localSender, send: () => answer.promise };
    const slow = deliverBatch(hanging, chances);
    await expect.poll(async () => (await rows())[0]?.status).toBe("sending");
    now += hourMs;
    await deliverBatch(localSender, chances);
    answer.resolve({ outcome: "accepted", senderId: null });
    await slow;
    expect((await listMachineOutbox({ limit: 10 })).items).toHaveLength(1);
  });
});

describe("the local outbox", () => {
  it("shows an organization its own mail and the sign-in mail of its own members only", async () => {
    const { owner: other } = await tenant("other");
    await member(other, "omar@other.test", "viewer");
    await member(owner, "ana@acme.test", "viewer");
    for (const email of ["omar@other.test", "ana@acme.test"])
      await requestSignIn({ email, callbackPath: "/", client: email }, now);
    while ((await deliverBatch(localSender, chances)) > 0);
    const seen = async (scope: TenantScope) =>
      (await listOutbox(scope, { limit: 50 })).items
        .map((message) => `${message.to} ${message.subject}`)
        .sort();
    const own = (email: string, name: string) => [
      `${email} You are invited to ${name} on Probity`,
      `${email} Your sign-in link for Probity`,
    ];
    expect(await seen(owner)).toEqual(own("ana@acme.test", "acme"));
    expect(await seen(other)).toEqual(own("omar@other.test", "other"));
  });
});
