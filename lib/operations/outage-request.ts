import type { TenantTx } from "@/db/client";
import { type Ms, secondMs } from "@/lib/domain/time";
import { enqueue } from "@/lib/jobs/queue";

/** A storm's outages are confirmed within moments of each other; they are looked at together. */
const gatherMs = 2 * secondMs;

/**
 * Asks for outages that opened or ended to be followed, in the transaction of their verdicts. One job for each two
 * seconds, however many verdicts ask; never put off by those that come later.
 */
export async function requestFollowing(tx: TenantTx, now: Ms): Promise<void> {
  const { organizationId } = tx;
  const runAt = (Math.floor(now / gatherMs) + 1) * gatherMs;
  await enqueue(
    tx,
    "followOutages",
    { organizationId },
    { now, runAt, jobKey: `outages:${organizationId}:${runAt}` },
  );
}
