import type { TenantTx } from "@/db/client";
import { insertFact } from "@/db/queries/incident-update";
import type { NewFact } from "@/lib/domain/incident-fact";
import type { Ms } from "@/lib/domain/time";
import { newId } from "./record";

/** Adds a fact to an incident's own timeline, in the transaction of what happened. Facts are never changed. */
export function recordFact(tx: TenantTx, incidentId: string, fact: NewFact, now: Ms): Promise<void> {
  const { type, data, at = now, actor = null } = fact;
  const id = newId("incidentFact", now);
  return insertFact(tx, { id, incidentId, at, recordedAt: now, type, actor, data });
}
