import type { IncidentStatus } from "./incident";
import { dayMs, type Ms } from "./time";

/** How far back an incident may begin; older history is imported into the ledger. */
const backMaxDays = 400;

type Times = { status: IncidentStatus; startedAt: Ms; resolvedAt: Ms | null };

/** Why these times cannot be an incident's, or null. */
export function incidentTimesComplaint({ status, startedAt, resolvedAt }: Times, now: Ms) {
  if (startedAt > now) return { path: "started_at", message: "must not lie in the future" };
  if (startedAt < now - backMaxDays * dayMs) {
    const message = `must lie within the last ${backMaxDays} days; import older history into the ledger`;
    return { path: "started_at", message };
  }
  if (resolvedAt === null) return null;
  if (status !== "resolved") return { path: "resolved_at", message: 'goes with the status "resolved" only' };
  if (resolvedAt > now) return { path: "resolved_at", message: "must not lie in the future" };
  if (resolvedAt <= startedAt) return { path: "resolved_at", message: "must be after the start" };
  return null;
}
