import type { TenantTx } from "@/db/client";
import { insertFacts } from "@/db/queries/incident-update";
import type { NewFact } from "@/lib/domain/incident-fact";
import type { Ms } from "@/lib/domain/time";
import { newId } from "./record";

/** Adds a fact to an incident's own timeline, in the transaction of what happened. Facts are never changed. */
export function recordFact(tx: TenantTx, incidentId: string, fact: NewFact, now: Ms): Promise<void> {
  return recordFacts(tx, incidentId, [fact], now);
}

/** Several facts at once, in their order. */
export async function recordFacts(
  tx: TenantTx,
  incidentId: string,
  facts: readonly NewFact[],
  now: Ms,
): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map(({ type, data, at = now, actor = null }) => {
    return { id: newId("incidentFact", now), at, recordedAt: now, type, actor, data };
  });
  await insertFacts(tx, incidentId, rows);
}
