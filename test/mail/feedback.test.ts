import { Webhook } from "standardwebhooks";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inEngine, inTenant } from "@/db/client";
import { answerResendEvent } from "@/lib/api/resend-door";
import { engineScope } from "@/lib/auth/scope";
import type { DeliveryStatus } from "@/lib/domain/delivery";
import type { TenantScope } from "@/lib/domain/scope";
import { minuteMs } from "@/lib/domain/time";
import { extendEnv } from "@/lib/env";
import { deliverBatches } from "@/lib/jobs/batches";
import { resendSender } from "@/lib/mail/resend";
import { listDeliveries } from "@/lib/operations/delivery-desk";
import { notify } from "@/lib/operations/notices";
import { liftManualSuppression, listSuppressions, suppressAddress } from "@/lib/operations/suppressions";
import { tenant } from "../auth/people";
import { resendServer, type TakenMail } from "./resend-server";
import { addSubscribers } from "./subscriber-rig";

const secret = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;
const address = "reader-000001@example.test";
let owner: TenantScope;
let noticeId = "";
let mail: TakenMail;
let turn = 0;

beforeAll(() => extendEnv({ RESEND_WEBHOOK_SECRET: secret }));

beforeEach(async () => {
  turn += 1;
  ({ owner } = await tenant(`acme-${turn}`));
  await inEngine(engineScope(), (tx) => tx.sql`delete from sender_paces`);
  const server = await resendServer();
  const slots = { organization: "Acme", role: "viewer", invitedBy: null } as const;
  const recipients = [{ address, slots: { link: "https://acme.test/x" } }];
  const id = await inTenant(owner, (tx) =>
    notify(tx, { factId: "f", template: "invitation", slots, recipients }, Date.now()),
  );
  noticeId = id ?? "";
  while ((await deliverBatches(resendSender("re_test", server.url))) > 0);
  mail = server.taken.find((each) => each.organization === owner.organizationId) as TakenMail;
  await server.close();
});

type Forgery = { id?: string; at?: Date; key?: string; body?: string };

/** An event as Resend posts it, or as somebody else does. */
function post(type: string, more: object = {}, forgery: Forgery = {}): Promise<Response> {
  const { id = `msg_${turn}_${type}`, at = new Date(), key = secret } = forgery;
  const tags = { organization: mail.organization, delivery: mail.delivery };
  const body = JSON.stringify({
    type,
    created_at: at.toISOString(),
    data: { email_id: mail.id, tags, ...more },
  });
  const headers = {
    "svix-id": id,
    "svix-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "svix-signature": new Webhook(key).sign(id, at, body),
  };
  const request = new Request("http://probity.test/api/hooks/resend", {
    method: "POST",
    headers,
    body: forgery.body ?? body,
  });
  return answerResendEvent(request, Date.now());
}

async function status(): Promise<DeliveryStatus | undefined> {
  return (await listDeliveries(owner, noticeId, { limit: 1 })).items[0]?.status;
}

describe("a mail provider's word", () => {
  it("moves a delivery forwards, in whatever order events come", async () => {
    expect((await post("email.delivered")).status).toBe(200);
    expect(await status()).toBe("delivered");
    expect((await post("email.sent")).status).toBe(200);
    expect(await status()).toBe("delivered");
    expect((await post("email.complained")).status).toBe(200);
    expect(await status()).toBe("complained");
  });

  it("decides what nobody knew: an uncertain mail that it delivered was taken", async () => {
    await inTenant(owner, (tx) => tx.sql`update deliveries set status = 'uncertain', sender_id = null`);
    await post("email.delivered");
    const { items } = await listDeliveries(owner, noticeId, { limit: 1 });
    expect(items[0]).toMatchObject({ status: "delivered", senderId: mail.id, failure: null });
  });

  it("quarantines a mailbox that is gone for good, says why, and does not for one that is full", async () => {
    await addSubscribers(owner, 1, Date.now());
    await post("email.bounced", { bounce: { type: "Transient", message: "mailbox full" } });
    expect(await status()).toBe("bounced");
    expect((await listSuppressions(owner, { limit: 10 })).items).toEqual([]);
    await inTenant(owner, (tx) => tx.sql`update deliveries set status = 'sent'`);
    await post(
      "email.bounced",
      { bounce: { type: "Permanent", message: "no such user" } },
      { id: "msg_other" },
    );
    const { items } = await listSuppressions(owner, { limit: 10 });
    expect(items).toMatchObject([{ address, reason: "hard_bounce", detail: "no such user" }]);
    const [reader] = await inTenant(owner, (tx) => tx.sql`select state, quarantine_reason from subscribers`);
    expect(reader).toEqual({
      state: "quarantined",
      quarantineReason: "an earlier mail to this address came back for good: no such user",
    });
  });

  it("is refused when it is forged, changed, old, too large or repeated", async () => {
    const other = `whsec_${Buffer.alloc(24, 6).toString("base64")}`;
    expect((await post("email.bounced", {}, { key: other })).status).toBe(401);
    expect((await post("email.bounced", {}, { body: '{"type":"email.bounced"}' })).status).toBe(401);
    expect((await post("email.bounced", {}, { at: new Date(Date.now() - 6 * minuteMs) })).status).toBe(401);
    expect((await post("email.bounced", {}, { at: new Date(Date.now() + 6 * minuteMs) })).status).toBe(401);
    expect((await post("email.bounced", { pad: "x".repeat(300_000) })).status).toBe(413);
    expect(await status()).toBe("sent");
    expect((await post("email.delivered")).status).toBe(200);
    expect((await post("email.delivered")).status).toBe(409);
  });

  it("cannot reach another tenant's mail, and says nothing of mail that is not ours", async () => {
    const { owner: stranger } = await tenant(`other-${turn}`);
    const tags = { organization: stranger.organizationId, delivery: mail.delivery };
    expect((await post("email.bounced", { tags })).status).toBe(200);
    expect((await post("email.opened")).status).toBe(200);
    expect((await post("email.bounced", { tags: [] }, { id: "msg_x" })).status).toBe(200);
    expect(await status()).toBe("sent");
  });
});

describe("the suppression list", () => {
  it("lets people lift what people forbade, and only the recipient what its mailbox said", async () => {
    const made = await suppressAddress(owner, { address: "stop@example.test" }, Date.now());
    await expect(suppressAddress(owner, { address: "stop@EXAMPLE.test" }, Date.now())).rejects.toThrow(
      "Nothing is sent to stop@EXAMPLE.test already.",
    );
    await liftManualSuppression(owner, made.id, Date.now());
    await post("email.complained");
    const { items } = await listSuppressions(owner, { limit: 10 });
    expect(items).toHaveLength(1);
    await expect(liftManualSuppression(owner, items[0]?.id ?? "", Date.now())).rejects.toThrow(
      "Only the recipient can lift this",
    );
  });
});
