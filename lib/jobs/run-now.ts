import type { StoredOutcome } from "@/lib/domain/monitor";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { prepareRun, recordRun } from "@/lib/operations/runs";
import { builtInProbe } from "./probe-run";

/** Made at the first run, because most web processes never need one. */
let probe: ReturnType<typeof builtInProbe> | undefined;

/**
 * Runs a monitor once from here and keeps the outcome, which counts for no verdict: read, probe, write, so that no
 * transaction waits for the network. Throws `not_found`, or `conflict` for a heartbeat and an archived monitor.
 */
export async function runMonitorNow(
  scope: TenantScope,
  monitorId: string,
  now: Ms,
  signal: AbortSignal = new AbortController().signal,
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
