import { systemScope } from "@/lib/auth/scope";
import { type Ms, minuteMs } from "@/lib/domain/time";
import { advanceStatements, chainAllOutcomes, restate } from "@/lib/operations/statement-work";
import { forEveryOrganization } from "./every-organization";
import type { Handler } from "./handlers";

/** Outcomes may come in this late. */
const lateMs = 5 * minuteMs;

/** Job "statements" {organizationId?}: statements of periods that have begun; by the clock for every organization. */
export const statements: Handler = async ({ organizationId }, { now, signal }) => {
  if (typeof organizationId === "string")
    return await advanceStatements(systemScope(organizationId, "statements"), now);
  await forEveryOrganization("statements", signal, (scope) => advanceStatements(scope, now), {
    isTriedAgain: false,
  });
};

/** Job "restate" {organizationId, components, from, to}: restatements of what was closed over that time. */
export const restateClosed: Handler = async ({ organizationId, components, from, to }) => {
  const scope = systemScope(String(organizationId), "restate");
  await restate(scope, { componentIds: String(components).split(" "), from: Number(from), to: Number(to) });
};

/** Job "chainCounts", hourly: what our checks counted enters the chains of counts. */
export const chainCounts: Handler = async (_payload, { now, signal }) => {
  await chainCountsTo(now - lateMs, now, signal);
};

/** Chains what every organization's checks counted before `to`; throws when one could not be. */
export async function chainCountsTo(to: Ms, now: Ms, signal: AbortSignal): Promise<void> {
  await forEveryOrganization("counts", signal, (scope) => chainAllOutcomes(scope, to, now));
}
