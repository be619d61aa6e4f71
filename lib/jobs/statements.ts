import { inEngine } from "@/db/client";
import { listOrganizationIds } from "@/db/queries/scrub";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { type Ms, minuteMs } from "@/lib/domain/time";
import { advanceStatements, chainAllOutcomes, restate } from "@/lib/operations/statement-work";
import type { Handler } from "./handlers";

/** Outcomes may come in this late. */
const lateMs = 5 * minuteMs;

/** Job "statements" {organizationId?}: statements of periods that have begun; by the clock for every organization. */
export const statements: Handler = async ({ organizationId }, { now, signal }) => {
  const ids =
    typeof organizationId === "string"
      ? [organizationId]
      : await inEngine(engineScope(), listOrganizationIds);
  for (const id of ids) {
    if (signal.aborted) return;
    await advanceStatements(systemScope(id, "statements"), now);
  }
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
  for (const id of await inEngine(engineScope(), listOrganizationIds)) {
    if (signal.aborted) return;
    await chainAllOutcomes(systemScope(id, "counts"), to, now);
  }
}
