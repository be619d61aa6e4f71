import { lt } from "drizzle-orm";
import type { EngineTx, TenantTx } from "@/db/client";
import { providerEvents } from "@/db/schema/notice";
import type { Channel, DeliveryStatus } from "@/lib/domain/delivery";
import type { Ms } from "@/lib/domain/time";

/** Remembers an event; false when it had come before. */
export async function insertProviderEvent(
  tx: TenantTx,
  event: { id: string; type: string; receivedAt: Ms },
): Promise<boolean> {
  const made = await tx.orm
    .insert(providerEvents)
    .values({ ...event, organizationId: tx.organizationId })
    .onConflictDoNothing()
    .returning({ id: providerEvents.id });
  return made.length > 0;
}

/** An event is refused by its age long before it is forgotten here. */
export async function deleteProviderEventsBefore(tx: EngineTx, before: Ms): Promise<void> {
  await tx.orm.delete(providerEvents).where(lt(providerEvents.receivedAt, before));
}

export type LockedDelivery = {
  id: string;
  channel: Channel;
  status: DeliveryStatus;
  address: string;
  addressKey: string;
  recipientId: string | null;
};

export async function lockDelivery(tx: TenantTx, id: string): Promise<LockedDelivery | null> {
  const [row] = await tx.sql<LockedDelivery[]>`
    select id, channel, status, address, address_key, recipient_id from deliveries
    where organization_id = ${tx.organizationId} and id = ${id} for update`;
  return row ?? null;
}

/** What a provider's word makes of a delivery; it leaves the queue if it was still in it. */
export async function applyFeedback(
  tx: TenantTx,
  id: string,
  word: { status: DeliveryStatus; senderId: string | null; failure: string | null },
  now: Ms,
): Promise<void> {
  const { status, senderId, failure } = word;
  const isTaken = status !== "failed" && status !== "suppressed";
  await tx.sql`
    update deliveries set status = ${status}, due_at = null, claimed_until = null,
      sender_id = coalesce(sender_id, ${senderId}), failure = ${failure},
      sent_at = case when ${isTaken} then coalesce(sent_at, ${now}::bigint) else sent_at end,
      delivered_at = case when ${status === "delivered"} then ${now}::bigint else delivered_at end
    where organization_id = ${tx.organizationId} and id = ${id}`;
}
