import { setTimeout as pause } from "node:timers/promises";
import { inEngine } from "@/db/client";
import { type ClaimedDelivery, type DeliveryUpdate, finishDelivery } from "@/db/queries/delivery";
import type { SendableNotice } from "@/db/queries/notice";
import { insertOutboxMessage } from "@/db/queries/outbox";
import { engineScope } from "@/lib/auth/scope";
import {
  type DeliveryFate,
  decideFate,
  lanes,
  type MailMessage,
  mayRepeat,
  type SendResult,
} from "@/lib/domain/delivery";
import { templateRules } from "@/lib/domain/notice";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { logger } from "@/lib/log";
import { senderFor } from "@/lib/mail/choose";
import type { Sender } from "@/lib/mail/sender";
import { sendBatches } from "./batches";
import { claim, type DeliveryChances, realChances } from "./claims";
import { compose, messageOf } from "./compose";
import type { Service } from "./services";

const idleMs = 500;
const mailLanes = [lanes.urgent, lanes.mail];

/** Sends what the outbox holds. Any number of workers may run it; a stop lets what is under way finish. */
export const deliveries: Service = {
  name: "deliveries",
  async run(signal) {
    const sender = senderFor(env());
    if (sender.kind === "resend") return await sendBatches(sender, signal);
    try {
      while (!signal.aborted) {
        const taken = await deliverBatch(sender);
        if (taken === 0) await pause(idleMs, undefined, { signal }).catch(() => {});
      }
    } finally {
      sender.close();
    }
  },
};

/** Claims some mails, sends each by itself, writes what became of it; how many it took. The network between two transactions. */
export async function deliverBatch(sender: Sender, chances: DeliveryChances = realChances): Promise<number> {
  const { claimed, suppressed, notices } = await claim(mailLanes, sender.parallel, chances.clock());
  await Promise.all(
    claimed.map((delivery) => deliver(sender, delivery, notices.get(delivery.noticeId), chances)),
  );
  return claimed.length + suppressed;
}

async function deliver(
  sender: Sender,
  delivery: ClaimedDelivery,
  notice: SendableNotice | undefined,
  chances: DeliveryChances,
): Promise<void> {
  const { message, result } = await attempt(sender, delivery, notice, chances.clock());
  const now = chances.clock();
  const fate = decideFate(delivery, result, now, chances.jitter());
  await inEngine(engineScope(), async (tx) => {
    const isOurs = await finishDelivery(tx, delivery, updateOf(delivery, fate, now), now);
    if (isOurs && message && fate.status === "sent" && sender.kind === "local")
      await insertOutboxMessage(tx, outboxMessage(message, now));
  });
  if (fate.status !== "sent")
    logger("deliveries").warn({ delivery: delivery.id, fate }, "a delivery did not get through");
}

type Attempted = { message: MailMessage | null; result: SendResult };

async function attempt(
  sender: Sender,
  delivery: ClaimedDelivery,
  notice: SendableNotice | undefined,
  now: Ms,
): Promise<Attempted> {
  if (delivery.interrupted && !mayRepeat(delivery, sender.memoryMs, now))
    return { message: null, result: { outcome: "uncertain", failure: "the worker stopped while sending" } };
  try {
    if (notice === undefined) throw new Error("its notice is gone");
    const message = messageOf(await compose(delivery, notice));
    return { message, result: await sender.send(message) };
  } catch (error) {
    const failure = `could not be written: ${error instanceof Error ? error.message : String(error)}`;
    return { message: null, result: { outcome: "refused", failure } };
  }
}

export function updateOf({ template }: ClaimedDelivery, fate: DeliveryFate, now: Ms): DeliveryUpdate {
  const isOver = fate.status !== "queued";
  return {
    status: fate.status,
    dueAt: fate.status === "queued" ? fate.dueAt : null,
    sentAt: fate.status === "sent" ? now : null,
    senderId: fate.status === "sent" ? fate.senderId : null,
    failure: fate.status === "sent" ? null : fate.failure,
    erased: isOver ? templateRules[template].secrets : [],
  };
}

function outboxMessage(
  { id, organizationId, to, subject, html, text, headers, from, replyTo }: MailMessage,
  now: Ms,
) {
  const shown = { From: from, ...(replyTo === null ? {} : { "Reply-To": replyTo }), ...headers };
  return { id, organizationId, to, subject, html, text, headers: shown, createdAt: now };
}
