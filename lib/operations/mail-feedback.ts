import { inEngine, inTenant } from "@/db/client";
import {
  applyFeedback,
  deleteProviderEventsBefore,
  insertProviderEvent,
  lockDelivery,
} from "@/db/queries/feedback";
import { systemScope } from "@/lib/auth/scope";
import { AppError } from "@/lib/domain/errors";
import { decideFeedback, type Feedback } from "@/lib/domain/feedback";
import type { EngineScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";
import { suppress } from "./suppressions";

/**
 * Takes what a mail provider tells us of one mail; whoever calls has verified that it was the provider. An event that
 * came before is refused; one of a mail that is not ours any more changes nothing.
 */
export async function takeFeedback(eventId: string, feedback: Feedback, now: Ms): Promise<void> {
  await inTenant(systemScope(feedback.organizationId, "mail-feedback"), async (tx) => {
    const delivery = await lockDelivery(tx, feedback.deliveryId);
    if (!delivery) return;
    const event = { id: eventId.slice(0, 200), type: feedback.type, receivedAt: now };
    if (!(await insertProviderEvent(tx, event)))
      throw new AppError("conflict", "This event was taken already.");
    const effect = decideFeedback(delivery.status, feedback);
    if (!effect) return;
    const { senderId, detail } = feedback;
    const isBad = effect.status !== "sent" && effect.status !== "delivered";
    const failure = isBad ? (detail ?? effect.status) : null;
    await applyFeedback(tx, delivery.id, { status: effect.status, senderId, failure }, now);
    if (effect.suppress === null) return;
    const { address, id: deliveryId } = delivery;
    await suppress(tx, { address, reason: effect.suppress, detail, deliveryId }, now);
  });
}

/** Forgets events that are too old to be believed a second time anyway. */
export function forgetFeedback(scope: EngineScope, now: Ms): Promise<void> {
  return inEngine(scope, (tx) => deleteProviderEventsBefore(tx, now - dayMs));
}
