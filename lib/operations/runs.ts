import { inTenant } from "@/db/client";
import { findMonitor } from "@/db/queries/monitor";
import { insertOutcomes } from "@/db/queries/outcome";
import { type ClaimedRun, listTurns } from "@/db/queries/schedule";
import type { Outcome } from "@/lib/domain/check";
import { probeTypes } from "@/lib/domain/check-settings";
import { AppError, notFound } from "@/lib/domain/errors";
import type { StoredOutcome } from "@/lib/domain/monitor";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { schedulesOf } from "./monitor-row";
import { audit } from "./record";

/** What a run needs, as a schedule gives it out. */
export type RunOrder = Omit<ClaimedRun, "standing" | "skipped">;

/** The order for one run of a monitor right now. A heartbeat is awaited, an archived monitor at rest: conflict. */
export function prepareRun(scope: TenantScope, monitorId: string, now: Ms): Promise<RunOrder> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const row = await findMonitor(tx, monitorId);
    if (!row) throw notFound("monitor");
    if (row.archivedAt !== null) throw new AppError("conflict", "This monitor is archived and runs no more.");
    const turns = await listTurns(tx, row.id);
    const local = new Map([["local", turns.get("local") ?? now]]);
    const [schedule] = schedulesOf({ ...row, regions: ["local"] }, local, now);
    const type = probeTypes.find((each) => each === row.type);
    if (!schedule || type === undefined)
      throw new AppError("conflict", "A heartbeat cannot be run; it waits for the job to report itself.");
    const act = { action: "monitor.run", objectType: "monitor", objectId: row.id };
    await audit(tx, scope, act, now);
    const { dueAt, ...order } = schedule;
    return {
      ...order,
      type,
      region: "local",
      organizationId: tx.organizationId,
      scheduledFor: dueAt,
    };
  });
}

/** Keeps the outcome of a run-now; it counts for no verdict. */
export function recordRun(scope: TenantScope, order: RunOrder, outcome: Outcome): Promise<StoredOutcome> {
  permit(scope, "write");
  const { monitorId, monitorVersion, region } = order;
  const { organizationId } = scope;
  // Never a turn of the schedule, whose own outcome would then count as a repetition of this one.
  const onTurn = (outcome.startedAt - order.scheduledFor) % order.intervalMs === 0;
  const scheduledFor = outcome.startedAt + (onTurn ? 1 : 0);
  return inTenant(scope, async (tx) => {
    const row = { organizationId, monitorId, monitorVersion, region, scheduledFor, runNow: true, outcome };
    await insertOutcomes(tx, [row]);
    return { ...outcome, findings: outcome.findings ?? null, scheduledFor, region, runNow: true };
  });
}
