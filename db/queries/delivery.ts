import { and, eq } from "drizzle-orm";
import type { EngineTx } from "@/db/client";
import { deliveries } from "@/db/schema/notice";
import type { DeliveryStatus, NoticeTemplate } from "@/lib/domain/notice";
import type { Ms } from "@/lib/domain/time";

/** A delivery in one worker's hands until `claimedUntil`, which also proves that it still is. */
export type ClaimedDelivery = {
  organizationId: string;
  id: string;
  address: string;
  template: NoticeTemplate;
  slots: Record<string, string | null>;
  /** This attempt included. */
  attempts: number;
  firstAttemptAt: Ms;
  claimedUntil: Ms;
  /** Its last worker vanished between asking the sender and hearing the answer. */
  interrupted: boolean;
};

/**
 * Takes up to `limit` due deliveries into one worker's hands, oldest first; no two workers get the same. From here
 * on they count as being sent: whoever finds them so after `claimedUntil` knows that the answer was lost.
 */
export async function claimDeliveries(
  tx: EngineTx,
  claim: { limit: number; leaseMs: number },
  now: Ms,
): Promise<ClaimedDelivery[]> {
  const claimedUntil = now + claim.leaseMs;
  return await tx.sql<ClaimedDelivery[]>`
    with due as (
      select organization_id, id, status from deliveries
      where due_at <= ${now} order by due_at limit ${claim.limit} for update skip locked
    )
    update deliveries as d
    set status = 'sending', attempts = d.attempts + 1, due_at = ${claimedUntil}, claimed_until = ${claimedUntil},
      first_attempt_at = coalesce(d.first_attempt_at, ${now})
    from due
    where d.organization_id = due.organization_id and d.id = due.id
    returning d.organization_id, d.id, d.address, d.template, d.slots, d.attempts, d.first_attempt_at,
      d.claimed_until, due.status = 'sending' as interrupted`;
}

export type DeliveryUpdate = {
  status: DeliveryStatus;
  dueAt: Ms | null;
  sentAt: Ms | null;
  senderId: string | null;
  failure: string | null;
  slots: Record<string, string | null>;
};

/** Writes what became of a claimed delivery; false when it had slipped out of this worker's hands. */
export async function finishDelivery(
  tx: EngineTx,
  claimed: ClaimedDelivery,
  update: DeliveryUpdate,
): Promise<boolean> {
  const rows = await tx.orm
    .update(deliveries)
    .set({ ...update, claimedUntil: null })
    .where(
      and(
        eq(deliveries.organizationId, claimed.organizationId),
        eq(deliveries.id, claimed.id),
        eq(deliveries.status, "sending"),
        eq(deliveries.claimedUntil, claimed.claimedUntil),
      ),
    )
    .returning({ id: deliveries.id });
  return rows.length > 0;
}
