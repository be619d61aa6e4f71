import { systemScope } from "@/lib/auth/scope";
import { followOutages as follow } from "@/lib/operations/outage-follow";
import type { Handler } from "./handlers";

/** Job "followOutages" {organizationId}: outages that opened or ended become drafts, alerts and warnings. */
export const followOutages: Handler = async ({ organizationId }, { now }) => {
  await follow(systemScope(String(organizationId), "incidents"), now);
};
