import type { TenantTx } from "@/db/client";
import { insertCalls } from "@/db/queries/outbound";
import { insertEvents, webhooksListening } from "@/db/queries/webhook";
import { assert } from "@/lib/domain/errors";
import { isEventType } from "@/lib/domain/event-catalogue";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { newId } from "./record";

/** One event for integrators: `type` as in the catalogue (`incident.created`), `data` as REST shows the object. */
export type NewEvent = { type: string; data: Record<string, unknown> };

/** Writes an event for every webhook that listens to it, in the transaction of the fact itself. */
export async function emitEvent(tx: TenantTx, event: NewEvent, now: Ms): Promise<void> {
  assert(isEventType(event.type), `${event.type} is in the event catalogue`);
  const listening = await webhooksListening(tx, event.type);
  if (listening.length > 0) await sendEvent(tx, event, listening, now);
}

/** The same to webhooks by name. Returns the event's identifier. */
export async function sendEvent(
  tx: TenantTx,
  event: NewEvent,
  webhookIds: readonly string[],
  now: Ms,
): Promise<string> {
  const [id] = await sendEvents(tx, [event], webhookIds, now);
  assert(id !== undefined, "an event sent has an identifier");
  return id;
}

/** Many at once, each to all of these webhooks. Returns the events' identifiers. */
export async function sendEvents(
  tx: TenantTx,
  events: readonly NewEvent[],
  webhookIds: readonly string[],
  now: Ms,
): Promise<string[]> {
  const rows = events.map(({ type, data }) => {
    const body = JSON.stringify({ type, timestamp: formatInstant(now), data });
    return { id: newId("event", now), type, body, createdAt: now };
  });
  const messageIds = rows.map(({ id }) => id);
  await insertEvents(tx, rows);
  await insertCalls(tx, { kind: "webhook", targetIds: webhookIds, messageIds, dueAt: now }, now);
  return messageIds;
}
