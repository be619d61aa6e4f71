import type { StoredOutcome } from "@/lib/domain/monitor";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { prepareRun, recordRun } from "@/lib/operations/runs";
import { builtInProbe } from "./probe-run";

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
  probe ??= builtInProbe();
  const run = await probe.catch((error: unknown) => {
    probe = undefined;
    throw error;
  });
  return recordRun(scope, order, await run(order, signal));
}
