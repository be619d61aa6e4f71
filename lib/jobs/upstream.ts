import { systemScope } from "@/lib/auth/scope";
import { advanceUpstream } from "@/lib/operations/upstream-assessment";
import { forEveryOrganization } from "./every-organization";
import type { Handler } from "./handlers";

/** Job "upstreamClaims" {organizationId?}: what providers owe for periods that are over; hourly for every organization. */
export const upstreamClaims: Handler = async ({ organizationId }, { now, signal }) => {
  if (typeof organizationId === "string")
    return await advanceUpstream(systemScope(organizationId, "upstream"), now);
  await forEveryOrganization("upstream", signal, (scope) => advanceUpstream(scope, now), {
    isTriedAgain: false,
  });
};
