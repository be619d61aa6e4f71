import type { TenantTx } from "@/db/client";
import { liveComponentIds } from "@/db/queries/component";
import { AppError, invalid } from "@/lib/domain/errors";
import type { AffectedComponent, IncidentPatch } from "@/lib/domain/incident";
import { incidentTimesComplaint } from "@/lib/domain/incident-times";
import type { Ms } from "@/lib/domain/time";

/** Throws `invalid` for times that cannot be an incident's. */
export function refuseBadTimes(times: Parameters<typeof incidentTimesComplaint>[0], now: Ms): void {
  const complaint = incidentTimesComplaint(times, now);
  if (complaint) throw invalid(complaint.path, complaint.message);
}

/** What the public reads says something. */
export function refuseNoWords(body: string): void {
  if (body.trim() === "")
    throw invalid("body", "must not be empty: say what happens, to whom, and what is next");
}

/** Every component named is live and ours; otherwise 400 at its place. */
export async function refuseUnknownComponents(
  tx: TenantTx,
  components: readonly AffectedComponent[],
): Promise<void> {
  const live = await liveComponentIds(
    tx,
    components.map(({ id }) => id),
  );
  const errors = components.flatMap(({ id }, index) =>
    live.has(id)
      ? []
      : [{ path: `components.${index}.id`, message: "is not a component of this organization" }],
  );
  if (errors.length > 0)
    throw new AppError("invalid", "Some components do not exist or are archived.", { errors });
}

const draftFields = ["status", "body", "components", "notify", "next_update_at"] as const;

/** What was published changes by updates only. */
export function refuseDraftFields(patch: IncidentPatch): void {
  const named = draftFields.find((name) => patch[name] !== undefined);
  if (named)
    throw invalid(named, "cannot be changed once the incident is published; post an update, or edit one");
}
