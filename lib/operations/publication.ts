import type { TenantTx } from "@/db/client";
import type { Ms } from "@/lib/domain/time";
import { enqueue } from "@/lib/jobs/queue";

/**
 * Asks for new publications of all the organization's pages, in the transaction of the fact that changes them.
 * Many requests before the worker comes to it are one publication.
 */
export async function requestPublication(tx: TenantTx, now: Ms): Promise<void> {
  const { organizationId } = tx;
  await enqueue(tx, "publish", { organizationId }, { now, jobKey: `publish:${organizationId}` });
}
