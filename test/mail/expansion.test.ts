import { beforeEach, describe, expect, it } from "vitest";
import { inEngine, inTenant } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import type { TenantScope } from "@/lib/domain/scope";
import { secondMs } from "@/lib/domain/time";
import { deliverBatch } from "@/lib/jobs/deliveries";
import { expandDue } from "@/lib/jobs/expansions";
import { localSender } from "@/lib/mail/local";
import { getNotice, listDeliveries, listNotices } from "@/lib/operations/delivery-desk";
import { cancelFact, cancelForRecipient, notify } from "@/lib/operations/notices";
import { noon, tenant } from "../auth/people";
import { addSubscribers, everybody } from "./subscriber-rig";

let owner: TenantScope;
let now = noon;
let turn = 0;
const slots = { organization: "Acme", role: "viewer", invitedBy: null } as const;

beforeEach(async () => {
  now = noon;
  turn += 1;
  await inEngine(engineScope(), (tx) => tx.sql`delete from deliveries`);
  await inEngine(engineScope(), (tx) => tx.sql`update notices set expand_at = null`);
  ({ owner } = await tenant(`acme-${turn}`));
});

const tell = (factId: string, holdMs = 0) =>
  inTenant(owner, (tx) =>
    notify(tx, { factId, template: "invitation", slots, audience: everybody, holdMs }, now),
  );

async function expandAll(limit: number): Promise<number> {
  for (let turns = 0; ; turns += 1) if ((await expandDue(limit, now)) === 0) return turns;
}

const count = () =>
  inTenant(owner, async (tx) => {
    const [row] = await tx.sql<{ count: number }[]>`select count(*)::int as count from deliveries`;
    return row?.count;
  });

describe("looking up an audience", () => {
  it("writes a copy per subscriber in batches, and whoever dies between two leaves nobody out and nobody twice", async () => {
    await addSubscribers(owner, 25, now);
    const id = await tell("f1");
    await expandDue(10, now);
    expect(await count()).toBe(10);
    await Promise.all([expandAll(10), expandAll(10)]);
    expect(await count()).toBe(25);
    const notice = await getNotice(owner, id ?? "");
    expect(notice).toMatchObject({ state: "sending", funnel: { queued: 25, sent: 0 } });
  });

  it("leaves the richer message to whoever was named before (R7.1)", async () => {
    await addSubscribers(owner, 3, now);
    const contact = { address: "reader-000002@EXAMPLE.test", slots: { link: "https://acme.test/contact" } };
    await inTenant(owner, (tx) =>
      notify(tx, { factId: "f", template: "sign_in", slots: {}, recipients: [contact] }, now),
    );
    const id = await tell("f");
    await expandAll(10);
    const { items } = await listDeliveries(owner, id ?? "", { limit: 10 });
    expect(items.map((each) => each.address)).toEqual([
      "reader-000001@example.test",
      "reader-000003@example.test",
    ]);
    expect(await count()).toBe(3);
  });

  it("asks who subscribes when the notice is due, not before", async () => {
    await tell("f", 10 * secondMs);
    expect(await expandDue(10, now)).toBe(0);
    await addSubscribers(owner, 2, now);
    now += 10 * secondMs;
    await expandAll(10);
    expect(await count()).toBe(2);
  });
});

describe("taking back", () => {
  it("tells nobody when it is undone while it is held back", async () => {
    await addSubscribers(owner, 2, now);
    const id = await tell("f", 10 * secondMs);
    const undone = await inTenant(owner, (tx) => cancelFact(tx, "f", now + 9 * secondMs));
    expect(undone).toEqual({ cancelled: 0, told: 0 });
    now += 10 * secondMs;
    await expandAll(10);
    expect(await count()).toBe(0);
    expect((await getNotice(owner, id ?? "")).state).toBe("cancelled");
  });

  it("cancels what has not left and says how much had", async () => {
    await addSubscribers(owner, 4, now);
    await tell("f");
    await expandAll(10);
    await deliverBatch({ ...localSender, parallel: 1 }, { clock: () => now, jitter: () => 0 });
    const undone = await inTenant(owner, (tx) => cancelFact(tx, "f", now));
    expect(undone).toEqual({ cancelled: 3, told: 1 });
    expect(await deliverBatch(localSender, { clock: () => now, jitter: () => 0 })).toBe(0);
    const { items } = await listNotices(owner, { limit: 10 });
    expect(items[0]).toMatchObject({ state: "cancelled", funnel: { sent: 1, cancelled: 3 } });
  });

  it("honours who unsubscribes between the look-up and the sending", async () => {
    await addSubscribers(owner, 2, now);
    const id = await tell("f");
    await expandAll(10);
    const first = await listDeliveries(owner, id ?? "", { limit: 1 });
    const recipientId = first.items[0]?.recipientId ?? "";
    expect(await inTenant(owner, (tx) => cancelForRecipient(tx, recipientId))).toBe(1);
    await deliverBatch(localSender, { clock: () => now, jitter: () => 0 });
    const { items } = await listDeliveries(owner, id ?? "", { limit: 10 });
    expect(items.map(({ status, failure }) => [status, failure])).toEqual([
      ["cancelled", "its recipient unsubscribed before it left"],
      ["sent", null],
    ]);
  });
});
