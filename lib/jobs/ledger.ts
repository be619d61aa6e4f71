import { inEngine } from "@/db/client";
import { listOrganizationIds } from "@/db/queries/scrub";
import { engineScope, systemScope } from "@/lib/auth/scope";
import type { TenantScope } from "@/lib/domain/scope";
import { logger } from "@/lib/log";
import { makeCheckpoint } from "@/lib/operations/checkpoint";
import { scrubLedger } from "@/lib/operations/scrub";
import type { Handler } from "./handlers";

/** Signs a checkpoint for every organization of which a head moved; by the clock, hourly. */
export const checkpointLedgers: Handler = (_payload, { now, signal }) =>
  forEachOrganization("checkpoint", signal, async (scope) => {
    await makeCheckpoint(scope, now);
  });

/** Re-verifies every chain of every organization; by the clock, daily. What is bad is logged as an error too. */
export const scrubLedgers: Handler = (_payload, { now, signal }) =>
  forEachOrganization("scrub", signal, async (scope) => {
    const view = await scrubLedger(scope, now);
    if (view.ok) return;
    const bad = view.components.filter((each) => each.finding !== null);
    const findings = { organizationId: scope.organizationId, bad, checkpoint: view.checkpoint };
    logger("scrub").error(findings, "a ledger is not as it was written");
  });

/** One tenant's failure is logged and does not keep the others from their turn. */
async function forEachOrganization(
  job: string,
  signal: AbortSignal,
  work: (scope: TenantScope) => Promise<void>,
): Promise<void> {
  for (const organizationId of await inEngine(engineScope(), listOrganizationIds)) {
    if (signal.aborted) return;
    try {
      await work(systemScope(organizationId, job));
    } catch (error) {
      logger(job).error({ err: error, organizationId }, "failed for one organization; going on");
    }
  }
}
