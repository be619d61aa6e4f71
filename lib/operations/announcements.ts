import type { TenantTx } from "@/db/client";
import type { PublicFact } from "@/lib/domain/public-fact";
import type { Ms } from "@/lib/domain/time";

/** How long an announcement is held back, so that it can still be withdrawn (RULES R7.4). */
export const undoMs = 10_000;

/**
 * Tells a fact to everybody who asked to hear it: notice and recipients are written in the transaction of the fact
 * itself and leave `holdMs` later. `notify: false` tells nobody but integrators' webhooks.
 */
export async function announce(
  _tx: TenantTx,
  _fact: PublicFact,
  _options: { notify: boolean; holdMs: number },
  _now: Ms,
): Promise<void> {}

/** Cancels what has not left yet. Returns whether anybody had been told already. */
export async function withdrawAnnouncement(_tx: TenantTx, _fact: PublicFact, _now: Ms): Promise<boolean> {
  return false;
}
