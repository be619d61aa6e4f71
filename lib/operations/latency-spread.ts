import { inTenant, type TenantTx } from "@/db/client";
import { listHourSpreads, pointsFromOutcomes, totalsFromOutcomes } from "@/db/queries/latency-spread";
import { findMonitor } from "@/db/queries/monitor";
import { invalid, notFound } from "@/lib/domain/errors";
import { type LatencySpread, type LatencySpreadInput, spreadOfHours } from "@/lib/domain/latency-spread";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, hourMs, type Ms, secondMs } from "@/lib/domain/time";

/** A chart has about this many points. */
const pointsWanted = 96;
const longestWindowMs = 400 * dayMs;

/**
 * Quantiles of the runs that succeeded: from the outcomes up to a day, beyond that from hourly sums. The last 24 hours
 * when no window is given; at most 400 days.
 */
export async function latencySpread(
  scope: TenantScope,
  monitorId: string,
  input: LatencySpreadInput,
  now: Ms,
): Promise<LatencySpread> {
  permit(scope, "read");
  const to = input.to ?? now;
  const from = input.from ?? to - dayMs;
  if (from >= to) throw invalid("from", "must lie before to");
  if (to - from > longestWindowMs) throw invalid("from", "must lie at most 400 days before to");
  const { phase, region } = input;
  return inTenant(scope, async (tx) => {
    if (!(await findMonitor(tx, monitorId))) throw notFound("monitor");
    const window = { monitorId, from, to, region };
    return to - from <= dayMs ? fromOutcomes(tx, window, phase) : fromRollups(tx, window, phase);
  });
}

type Window = { monitorId: string; from: Ms; to: Ms; region: string | undefined };

async function fromOutcomes(
  tx: TenantTx,
  window: Window,
  phase: LatencySpread["phase"],
): Promise<LatencySpread> {
  const { from, to } = window;
  const stepMs = Math.max(secondMs, Math.ceil((to - from) / pointsWanted / secondMs) * secondMs);
  const points = await pointsFromOutcomes(tx, window, { phase, stepMs });
  const totals = await totalsFromOutcomes(tx, window, phase);
  return { from, to, stepMs, source: "outcomes", phase, points, ...totals };
}

async function fromRollups(
  tx: TenantTx,
  window: Window,
  phase: LatencySpread["phase"],
): Promise<LatencySpread> {
  const { from, to } = window;
  const stepMs = Math.max(1, Math.ceil((to - from) / pointsWanted / hourMs)) * hourMs;
  const firstHour = Math.floor(from / hourMs) * hourMs;
  const hours = await listHourSpreads(tx, { ...window, from: firstHour });
  const found = spreadOfHours(hours, { from: firstHour, stepMs, phase });
  return { from, to, stepMs, source: "rollups", phase, ...found };
}
