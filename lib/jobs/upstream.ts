import { inEngine } from "@/db/client";
import { listOrganizationIds } from "@/db/queries/scrub";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { advanceUpstream } from "@/lib/operations/upstream-assessment";
import type { Handler } from "./handlers";

/** Job "upstreamClaims" {organizationId?}: what providers owe for periods that are over; hourly for every organization. */
export const upstreamClaims: Handler = async ({ organizationId }, { now, signal }) => {
  const ids =
    typeof organizationId === "string"
      ? [organizationId]
      : await inEngine(engineScope(), listOrganizationIds);
  for (const id of ids) {
    if (signal.aborted) return;
    await advanceUpstream(systemScope(id, "upstream"), now);
  }
};
