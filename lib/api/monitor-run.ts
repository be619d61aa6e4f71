import type { StoredOutcome } from "@/lib/domain/monitor";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { builtInProbe } from "@/lib/jobs/probe-run";
import { prepareRun, recordRun } from "@/lib/operations/runs";

let probe: ReturnType<typeof builtInProbe> | undefined;

/**
 * Runs a monitor once from this process and keeps the outcome: an operation, one network step, an operation (law 2).
 * The probe is made at the first run, because most web processes never need one.
 */
export async function runOnceNow(
  scope: TenantScope,
  monitorId: string,
  now: Ms,
  signal: AbortSignal,
): Promise<StoredOutcome> {
  const order = await prepareRun(scope, monitorId, now);
  probe ??= builtInProbe().catch(forget);
  const run = await probe;
  return recordRun(scope, order, await run(order, signal));
}

/** What could not be made now is tried again at the next run. */
function forget(error: unknown): never {
  probe = undefined;
  throw error;
}
