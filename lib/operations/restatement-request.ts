import type { TenantTx } from "@/db/client";
import { reachesClosed } from "@/db/queries/statement";
import type { Interval, Ms } from "@/lib/domain/time";
import { enqueue } from "@/lib/jobs/queue";

/**
 * Asks for restatements after something was written about [from, to) of these components, in the same transaction:
 * one indexed look, and a job only when a closed statement may rest on that time (RULES R4.4).
 */
export async function requestRestatements(
  tx: TenantTx,
  componentIds: readonly string[],
  touched: Interval,
  now: Ms,
): Promise<void> {
  if (!(await reachesClosed(tx, touched))) return;
  const { organizationId } = tx;
  const components = componentIds.join(" ");
  await enqueue(tx, "restate", { organizationId, components, ...touched }, { now });
}
