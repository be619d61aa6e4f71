import { lt, max } from "drizzle-orm";
import type { EngineTx } from "@/db/client";
import { workerHeartbeats } from "@/db/schema/audit";
import { dayMs, type Ms } from "@/lib/domain/time";

/** A worker lives; those not seen for a day are forgotten. */
export async function recordHeartbeat(tx: EngineTx, workerId: string, now: Ms): Promise<void> {
  await tx.orm
    .insert(workerHeartbeats)
    .values({ workerId, seenAt: now })
    .onConflictDoUpdate({ target: workerHeartbeats.workerId, set: { seenAt: now } });
  await tx.orm.delete(workerHeartbeats).where(lt(workerHeartbeats.seenAt, now - dayMs));
}

/** When any worker was last seen, or null if none ever was. */
export async function lastHeartbeat(tx: EngineTx): Promise<Ms | null> {
  const [row] = await tx.orm.select({ seenAt: max(workerHeartbeats.seenAt) }).from(workerHeartbeats);
  return row?.seenAt ?? null;
}
