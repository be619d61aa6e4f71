import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { logger } from "@/lib/log";
import { makeCheckpoint } from "@/lib/operations/checkpoint";
import { scrubLedger } from "@/lib/operations/scrub";
import { forEveryOrganization } from "./every-organization";
import type { Handler } from "./handlers";

/** The clock asks again soon enough. */
const next = { isTriedAgain: false };

/** Signs a checkpoint for every organization of which a head moved; by the clock, hourly. */
export const checkpointLedgers: Handler = (_payload, { now, signal }) =>
  forEveryOrganization("checkpoint", signal, (scope) => makeCheckpoint(scope, now), next);

/** Re-verifies every chain of every organization; by the clock, daily. What is bad is logged as an error too. */
export const scrubLedgers: Handler = (_payload, { now, signal }) =>
  forEveryOrganization("scrub", signal, (scope) => scrub(scope, now), next);

async function scrub(scope: TenantScope, now: Ms): Promise<void> {
  const view = await scrubLedger(scope, now);
  if (view.ok) return;
  const bad = view.components.filter((each) => each.finding !== null);
  const findings = { organizationId: scope.organizationId, bad, checkpoint: view.checkpoint };
  logger("scrub").error(findings, "a ledger is not as it was written");
}
