import { inTenant } from "@/db/client";
import { lockMaintenance, type MaintenanceChange, updateMaintenance } from "@/db/queries/maintenance";
import { AppError, invalid, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { MaintenanceView } from "@/lib/domain/maintenance";
import type {
  MaintenanceExtendInput,
  MaintenancePatch,
  MaintenanceSkipInput,
  MaintenanceTurnInput,
  MaintenanceUpdateInput,
} from "@/lib/domain/maintenance-act";
import { currentOf, isRunning, requireCurrent } from "@/lib/domain/maintenance-view";
import { permit } from "@/lib/domain/permission";
import { planComplaint } from "@/lib/domain/recurrence";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";
import { undoMs } from "./announcements";
import { announceEnd, announcePlan, auditMaintenance, replan, tellPlan } from "./maintenance-plan";
import {
  changeOccurrence,
  endOccurrence,
  finish,
  openWork,
  post,
  settle,
  startOccurrence,
  tell,
  type Work,
} from "./maintenance-work";
import { refusePast, requireComponents } from "./maintenances";

type Target = { id: string; ifMatch?: number | undefined };

/** One act on a maintenance that is not over, after whatever the clock made due before it. */
function act(
  scope: TenantScope,
  { id, ifMatch }: Target,
  now: Ms,
  work: (work: Work) => Promise<void>,
): Promise<MaintenanceView> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const row = await lockMaintenance(tx, id);
    if (!row) throw notFound("maintenance");
    refuseOtherVersion("maintenance", row.version, ifMatch);
    const opened = await openWork(tx, scope, row, now);
    await settle(opened);
    const { status } = requireCurrent(opened.occurrences);
    if (row.cancelledAt !== null || status === "completed" || status === "cancelled")
      throw new AppError("conflict", "This maintenance is over and stays as it is.");
    await work(opened);
    await settle(opened);
    if (opened.events.size > 0 && opened.row.version === row.version)
      opened.row = await updateMaintenance(tx, row, {}, now);
    return finish(opened);
  });
}

/**
 * Changes what the patch names. A change of plan is announced anew as far as it is one; what runs keeps its start, and
 * of a recurring maintenance only occurrences that have not begun follow the new plan.
 */
export function updateMaintenancePlan(
  scope: TenantScope,
  input: Target & { patch: MaintenancePatch },
  now: Ms,
): Promise<MaintenanceView> {
  return act(scope, input, now, async (work) => {
    const before = work.row;
    const change = changeOf(work, input.patch);
    if (Object.keys(change).length === 0) return;
    work.row = await updateMaintenance(work.tx, before, change, now);
    const isPlan = ["from", "to", "timezone", "rrule", "componentIds"].some((name) => name in change);
    if (isPlan) await changePlan(work);
    await auditMaintenance(work, "maintenance.update", before);
    work.events.add("maintenance.updated");
  });
}

async function changePlan(work: Work): Promise<void> {
  const complaint = planComplaint(work.row);
  if (complaint) throw invalid(complaint.path, complaint.message);
  await requireComponents(work.tx, work.row.componentIds);
  await announcePlan(work);
  await replan(work);
  if (!currentOf(work.occurrences)) throw invalid("rrule", "Nothing of this plan is still to come.");
  await tellPlan(work, "changed");
}

/** What really differs, as far as it may. */
function changeOf({ row, occurrences, now }: Work, patch: MaintenancePatch): MaintenanceChange {
  const { components, notify_before_minutes, complete_automatically, ...rest } = patch;
  const wanted = {
    ...rest,
    componentIds: components,
    notifyBeforeMinutes: notify_before_minutes,
    completeAutomatically: complete_automatically,
  };
  const known: Record<string, unknown> = row;
  const change: MaintenanceChange = Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) => value !== undefined && String(value) !== String(known[name]),
    ),
  );
  if (change.rrule !== undefined && (change.rrule === null) !== (row.rrule === null))
    throw invalid("rrule", "What happens once stays so. Cancel it and plan it anew.");
  if (isRunning(requireCurrent(occurrences))) refuseWhileRunning(row.rrule !== null, change);
  if (change.from !== undefined || (change.to !== undefined && row.rrule === null))
    refusePast({ from: change.from ?? now, to: change.to ?? row.to }, now);
  return change;
}

function refuseWhileRunning(isRecurring: boolean, change: MaintenanceChange): void {
  if (change.componentIds !== undefined)
    throw invalid("components", "It has begun; its components can change when it is over.");
  if (!isRecurring && change.from !== undefined)
    throw invalid("from", "It has begun; only its end can change.");
}

/** Moves the end of the running or the next occurrence, later or sooner; the part that is new is announced now. */
export function extendMaintenance(
  scope: TenantScope,
  input: Target & MaintenanceExtendInput,
  now: Ms,
): Promise<MaintenanceView> {
  return act(scope, input, now, async (work) => {
    const { from, key, to: planned } = requireCurrent(work.occurrences);
    if (input.to <= Math.max(now, from)) throw invalid("to", "The end must lie ahead, and after the start.");
    if (input.to > from + 30 * dayMs) throw invalid("to", "A maintenance lasts at most 30 days.");
    if (input.to === planned) return;
    const before = work.row;
    if (before.rrule === null) work.row = await updateMaintenance(work.tx, before, { to: input.to }, now);
    await announceEnd(work, input.to);
    await tellPlan(work, "changed");
    await auditMaintenance(work, "maintenance.extend", before, { occurrence: key, end: input.to });
    work.events.add("maintenance.updated");
  });
}

/** Begins the next occurrence now, before its planned start. */
export function startMaintenance(
  scope: TenantScope,
  input: Target & MaintenanceTurnInput,
  now: Ms,
): Promise<MaintenanceView> {
  return act(scope, input, now, (work) => begin(work, input.body));
}

async function begin(work: Work, body: string): Promise<void> {
  const current = requireCurrent(work.occurrences);
  if (current.status !== "scheduled") throw new AppError("conflict", "It is in progress already.");
  await startOccurrence(work, current, work.now, body);
  await auditMaintenance(work, "maintenance.start", work.row, { occurrence: current.key });
}

/** Ends what is running, now. */
export function completeMaintenance(
  scope: TenantScope,
  input: Target & MaintenanceTurnInput,
  now: Ms,
): Promise<MaintenanceView> {
  return act(scope, input, now, (work) => complete(work, input.body));
}

async function complete(work: Work, body: string): Promise<void> {
  const current = requireCurrent(work.occurrences);
  if (!isRunning(current))
    throw new AppError("conflict", "It has not begun. Cancel it, or leave this occurrence out.");
  await endOccurrence(work, current, work.now, body);
  await auditMaintenance(work, "maintenance.complete", work.row, { occurrence: current.key });
}

/** A line of the thread; with a status it is also a turn. */
export function postMaintenanceUpdate(
  scope: TenantScope,
  input: Target & MaintenanceUpdateInput,
  now: Ms,
): Promise<MaintenanceView> {
  return act(scope, input, now, async (work) => {
    const current = requireCurrent(work.occurrences);
    const { body, status = current.status } = input;
    if (status === "completed") return complete(work, body);
    if (status !== "scheduled" && current.status === "scheduled") return begin(work, body);
    if (status === "scheduled" && current.status !== "scheduled")
      throw new AppError("conflict", "It has begun and cannot be scheduled again.");
    const said = await changeOccurrence(work, current, { status });
    const updateId = await post(work, said, { status, body, at: now });
    await tell(work, said, { event: "updated", updateId, holdMs: undoMs });
    await auditMaintenance(work, "maintenance.say", work.row, { update: updateId, status });
    work.events.add("maintenance.updated");
  });
}

/** Leaves one occurrence out; the others stay. */
export function skipOccurrence(
  scope: TenantScope,
  input: Target & MaintenanceSkipInput,
  now: Ms,
): Promise<MaintenanceView> {
  return act(scope, input, now, async (work) => {
    if (work.row.rrule === null)
      throw new AppError("conflict", "This maintenance happens once. Cancel it instead.");
    const waiting = work.occurrences.filter((each) => each.status === "scheduled");
    const skipped = waiting.find((each) => input.occurrence === undefined || each.key === input.occurrence);
    if (!skipped) throw invalid("occurrence", "No occurrence that is still to come begins then.");
    await changeOccurrence(work, skipped, { status: "cancelled", endedAt: now });
    await post(work, skipped, { status: "cancelled", body: "", at: now });
    await tell(work, skipped, { event: "cancelled", holdMs: undoMs });
    await auditMaintenance(work, "maintenance.skip", work.row, { occurrence: skipped.key });
    work.events.add("maintenance.updated");
  });
}

/** Calls off all that has not begun. What is running has to be completed first. */
export function cancelMaintenance(scope: TenantScope, input: Target, now: Ms): Promise<MaintenanceView> {
  return act(scope, input, now, async (work) => {
    const current = requireCurrent(work.occurrences);
    if (isRunning(current)) throw new AppError("conflict", "It is in progress. Complete it first.");
    const before = work.row;
    work.row = await updateMaintenance(work.tx, before, { cancelledAt: now }, now);
    for (const each of work.occurrences.filter(({ status }) => status === "scheduled"))
      await changeOccurrence(work, each, { status: "cancelled", endedAt: now });
    await post(work, current, { status: "cancelled", body: "", at: now });
    await tell(work, current, { event: "cancelled", holdMs: undoMs });
    await auditMaintenance(work, "maintenance.cancel", before);
    work.events.add("maintenance.cancelled");
  });
}
