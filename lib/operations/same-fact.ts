import type { TenantTx } from "@/db/client";
import { findPublicIncident } from "@/db/queries/incident";
import { factIdOf } from "@/lib/domain/public-fact";
import type { WarningCause } from "@/lib/domain/warning";

/** The public word that tells the same: the incident's first, or the last that says it is over. */
export async function sameFact(
  tx: TenantTx,
  { incidentId, phase }: WarningCause,
): Promise<{ factId: string; template: string } | null> {
  const incident = incidentId === null ? null : await findPublicIncident(tx, incidentId);
  if (!incident) return null;
  const [first, last] = [incident.updates[0], incident.updates.at(-1)];
  const update = phase === "opened" ? first : last?.status === "resolved" ? last : undefined;
  if (!update) return null;
  const template = phase === "opened" ? "incident_opened" : "incident_resolved";
  return {
    factId: factIdOf({ type: "incident_update", incidentId: incident.id, updateId: update.id }),
    template,
  };
}
