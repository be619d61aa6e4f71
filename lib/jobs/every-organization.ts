import { inEngine } from "@/db/client";
import { listOrganizationIds } from "@/db/queries/organization";
import { engineScope, systemScope } from "@/lib/auth/scope";
import type { TenantScope } from "@/lib/domain/scope";
import { logger } from "@/lib/log";

/**
 * Works for every organization in turn. What fails for one is logged, keeps no other from its turn, and is told at the
 * end, so that the whole is tried again: `work` may be repeated. Without `isTriedAgain` the next turn of the clock does.
 */
export async function forEveryOrganization(
  job: string,
  signal: AbortSignal,
  work: (scope: TenantScope) => Promise<unknown>,
  { isTriedAgain = true } = {},
): Promise<void> {
  const failed: string[] = [];
  for (const organizationId of await inEngine(engineScope(), listOrganizationIds)) {
    if (signal.aborted) return;
    try {
      await work(systemScope(organizationId, job));
    } catch (error) {
      failed.push(organizationId);
      logger(job).error({ err: error, organizationId }, "failed for one organization; going on");
    }
  }
  if (isTriedAgain && failed.length > 0)
    throw new Error(`${job} failed for ${failed.length} organizations; trying again later`);
}
