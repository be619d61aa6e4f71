import { setTimeout as pause } from "node:timers/promises";
import { inEngine } from "@/db/client";
import {
  type ClaimedDelivery,
  claimDeliveries,
  type DeliveryUpdate,
  finishDelivery,
} from "@/db/queries/delivery";
import { insertOutboxMessage } from "@/db/queries/outbox";
import { type RenderedMail, renderMail } from "@/emails/render";
import { engineScope } from "@/lib/auth/scope";
import {
  type DeliveryFate,
  decideFate,
  type FilledTemplate,
  type MailMessage,
  mayRepeat,
  type SendResult,
  secretSlots,
} from "@/lib/domain/notice";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { logger } from "@/lib/log";
import { senderFor } from "@/lib/mail/choose";
import { type Sender, sendTimeoutMs } from "@/lib/mail/sender";
import { open } from "@/lib/secret";
import type { Service } from "./services";

const idleMs = 500;
/** Longer than a send may take, so that nobody is told twice because somebody was slow. */
const leaseMs = 2 * sendTimeoutMs;

/** Sends what the outbox holds. Any number of workers may run it; a stop lets what is under way finish. */
export const deliveries: Service = {
  name: "deliveries",
  async run(signal) {
    const sender = senderFor(env());
    while (!signal.aborted) {
      const taken = await deliverBatch(sender);
      if (taken === 0) await pause(idleMs, undefined, { signal }).catch(() => {});
    }
  },
};

export type DeliveryChances = {
  clock: () => Ms;
  /** In [0, 1). */
  jitter: () => number;
};
const realChances: DeliveryChances = { clock: Date.now, jitter: Math.random };

/** Claims one batch, sends it, writes what became of it; how many it took. Two transactions, the network between. */
export async function deliverBatch(sender: Sender, chances: DeliveryChances = realChances): Promise<number> {
  const claimed = await inEngine(engineScope(), (tx) =>
    claimDeliveries(tx, { limit: sender.parallel, leaseMs }, chances.clock()),
  );
  await Promise.all(claimed.map((delivery) => deliver(sender, delivery, chances)));
  return claimed.length;
}

async function deliver(sender: Sender, delivery: ClaimedDelivery, chances: DeliveryChances): Promise<void> {
  const { message, result } = await attempt(sender, delivery, chances.clock());
  const now = chances.clock();
  const fate = decideFate(delivery, result, now, chances.jitter());
  await inEngine(engineScope(), async (tx) => {
    const isOurs = await finishDelivery(tx, delivery, updateOf(delivery, fate, now));
    if (isOurs && message && fate.status === "sent" && sender.kind === "local")
      await insertOutboxMessage(tx, delivery.organizationId, outboxMessage(message, now));
  });
  if (fate.status !== "sent")
    logger("deliveries").warn({ delivery: delivery.id, fate }, "a delivery did not get through");
}

type Attempted = { message: MailMessage | null; result: SendResult };

async function attempt(sender: Sender, delivery: ClaimedDelivery, now: Ms): Promise<Attempted> {
  if (delivery.interrupted && !mayRepeat(delivery, sender.memoryMs, now))
    return { message: null, result: { outcome: "uncertain", failure: "the worker stopped while sending" } };
  try {
    const message = await messageOf(delivery);
    return { message, result: await sender.send(message) };
  } catch (error) {
    const failure = `could not be written: ${error instanceof Error ? error.message : String(error)}`;
    return { message: null, result: { outcome: "refused", failure } };
  }
}

async function messageOf({ id, address, template, slots }: ClaimedDelivery): Promise<MailMessage> {
  const opened = Object.entries(slots).map(([name, value]) => [
    name,
    value !== null && secretSlots[template].includes(name) ? open(value) : value,
  ]);
  // What was stored is what `notify` was given for this template.
  const filled = { template, slots: Object.fromEntries(opened) } as FilledTemplate;
  const { subject, html, text }: RenderedMail = await renderMail(filled);
  return { id, from: env().emailFrom, to: address, subject, html, text, headers: headersOf(id) };
}

/** Tells other machines that nobody wrote this by hand, so that no holiday note comes back. */
function headersOf(id: string): Record<string, string> {
  return { "Auto-Submitted": "auto-generated", "X-Entity-Ref-ID": id };
}

function updateOf({ template, slots }: ClaimedDelivery, fate: DeliveryFate, now: Ms): DeliveryUpdate {
  const kept = Object.entries(slots).filter(([name]) => !secretSlots[template].includes(name));
  const isOver = fate.status !== "queued";
  return {
    status: fate.status,
    dueAt: fate.status === "queued" ? fate.dueAt : null,
    sentAt: fate.status === "sent" ? now : null,
    senderId: fate.status === "sent" ? fate.senderId : null,
    failure: fate.status === "sent" ? null : fate.failure,
    slots: isOver ? Object.fromEntries(kept) : slots,
  };
}

function outboxMessage({ id, to, subject, html, text, headers }: MailMessage, now: Ms) {
  return { id, to, subject, html, text, headers, createdAt: now };
}
