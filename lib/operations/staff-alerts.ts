import { inTenant, type TenantTx } from "@/db/client";
import {
  type AlertRow,
  insertAlert,
  listAlertRoutes,
  lockAlert,
  lockOpenAlert,
  readAlertFacts,
  updateAlert,
} from "@/db/queries/alert";
import { alertTitle, routeFor, stepPlan } from "@/lib/domain/alert-plan";
import type { OutageGroup } from "@/lib/domain/outage-group";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { enqueue } from "@/lib/jobs/queue";
import { sayAlert } from "./alert-messages";
import { newId } from "./record";

/** Alerts the organization's own people: one message for one cause, however many checks fail of it. */
export async function alertStaff(tx: TenantTx, groups: readonly OutageGroup[], now: Ms): Promise<void> {
  for (const group of groups) await alertGroup(tx, group, now);
}

/** What every message about one cause carries, so that its receiver sees one alert. */
function dedupKeyOf({ gatheredBy, incidentId, cause }: OutageGroup): string {
  return gatheredBy ?? incidentId ?? `${cause.type}:${cause.id}`;
}

async function alertGroup(tx: TenantTx, group: OutageGroup, now: Ms): Promise<void> {
  const known = await lockOpenAlert(tx, dedupKeyOf(group));
  if (group.phase === "ended") {
    if (known) await resolveAlert(tx, known, Math.max(1, known.outages), now);
    return;
  }
  if (group.phase === "unseen") {
    if (known) await loseSight(tx, known, now);
    return;
  }
  const facts = await factsOf(tx, group);
  if (!known) return openAlert(tx, group, facts, now);
  const grown = await updateAlert(tx, known.id, facts);
  if (grown && known.toldAt !== null) await sayAlert(tx, grown, { kind: "update" }, now);
  if (grown) await takeSteps(tx, grown, now);
}

/** Title, severity and size of the group as it is now. */
async function factsOf(tx: TenantTx, { outages, cause }: OutageGroup) {
  const open = outages.filter((outage) => outage.endedAt === null);
  const componentIds = [...new Set(open.map((outage) => outage.componentId))].sort();
  const monitorIds = open.map((outage) => outage.monitorId);
  const { isMajor, names } = await readAlertFacts(tx, monitorIds, componentIds);
  const severity = isMajor ? ("major_outage" as const) : ("partial_outage" as const);
  const shown = componentIds.map((id) => names.get(id) ?? id);
  return { title: alertTitle(cause, shown), severity, componentIds, outages: open.length };
}

async function openAlert(
  tx: TenantTx,
  group: OutageGroup,
  facts: Awaited<ReturnType<typeof factsOf>>,
  now: Ms,
): Promise<void> {
  const row: AlertRow = {
    ...{ id: newId("alert", now), dedupKey: dedupKeyOf(group), ...facts, status: "open" },
    ...{ incidentId: group.incidentId, startedAt: group.outages[0]?.startedAt ?? now, openedAt: now },
    ...{ acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null },
    route: routeFor(await listAlertRoutes(tx), facts),
    ...{ stepsTaken: 0, toldAt: null, nextAt: null },
  };
  await insertAlert(tx, row);
  await takeSteps(tx, row, now);
}

async function resolveAlert(tx: TenantTx, alert: AlertRow, outages: number, now: Ms): Promise<void> {
  const change = { status: "resolved" as const, resolvedAt: now, nextAt: null, outages };
  const row = await updateAlert(tx, alert.id, change);
  if (row && row.toldAt !== null) await sayAlert(tx, row, { kind: "resolve" }, now);
}

/** A person closed the incident of what our checks lost sight of: nothing else may ever end its alert. */
export async function closeUnseenAlert(tx: TenantTx, incidentId: string, now: Ms): Promise<void> {
  const known = await lockOpenAlert(tx, incidentId);
  if (known?.outages === 0) await resolveAlert(tx, known, 0, now);
}

/** Its outages are another incident's from now on, and so is what there is to tell of them. */
export async function closeMergedAlert(tx: TenantTx, incidentId: string, now: Ms): Promise<void> {
  const known = await lockOpenAlert(tx, incidentId);
  if (known) await resolveAlert(tx, known, 0, now);
}

/** No check fails any more, and none passes: the alert stays open and says so. */
async function loseSight(tx: TenantTx, alert: AlertRow, now: Ms): Promise<void> {
  const row = await updateAlert(tx, alert.id, { outages: 0 });
  if (row && row.toldAt !== null) await sayAlert(tx, row, { kind: "update" }, now);
}

/** Tells whom the route wants told by now, and sets the clock for whom it wants told next. */
async function takeSteps(tx: TenantTx, alert: AlertRow, now: Ms): Promise<void> {
  if (alert.route === null) return;
  const { channelIds, stepsTaken, nextAt } = stepPlan(alert.route, alert, now);
  const toldAt = alert.toldAt ?? (stepsTaken > 0 ? now : null);
  const row = await updateAlert(tx, alert.id, { stepsTaken, toldAt, nextAt });
  if (row && channelIds.length > 0) await sayAlert(tx, row, { kind: "trigger", channelIds }, now);
  if (nextAt === null) return;
  const payload = { organizationId: tx.organizationId, alertId: alert.id };
  await enqueue(tx, "alert", payload, { now, runAt: nextAt, jobKey: `alert:${alert.id}` });
}

/** Job: the quiet hours are over, or nobody acknowledged the alert in time. Doing it twice changes nothing. */
export function advanceAlert(scope: TenantScope, id: string, now: Ms): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const alert = await lockAlert(tx, id);
    if (alert?.status === "open" && alert.nextAt !== null && alert.nextAt <= now)
      await takeSteps(tx, alert, now);
  });
}
