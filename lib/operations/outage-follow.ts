import { inTenant, type TenantTx } from "@/db/client";
import { listCompositions } from "@/db/queries/component";
import {
  type EndedOutage,
  listOpenOutages,
  listOutagesOf,
  listStandings,
  listTelling,
  listUntoldEnds,
  lockFollowing,
  noteEnds,
} from "@/db/queries/incident-outage";
import { type Cause, groupByCause } from "@/lib/domain/cause-group";
import { type MembersOf, membersById, withParents } from "@/lib/domain/composition";
import type { NewFact } from "@/lib/domain/incident-fact";
import type { OutageGroup } from "@/lib/domain/outage-group";
import { type FollowedOutage, planOutages, type Step } from "@/lib/domain/outage-plan";
import { isOver } from "@/lib/domain/outage-sight";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { warnCustomers } from "./customer-warnings";
import { recordFacts } from "./incident-facts";
import { joinIncident, openIncident, settleIncident } from "./outage-drafts";
import { providerCauses } from "./provider-causes";
import { alertStaff } from "./staff-alerts";

/** Groups told in one run; what is left is told by the next, which every run asks for that found something. */
const stepsMax = 200;

/**
 * Follows the outages that verdicts opened and ended: one draft incident for one cause, one alert, one message per
 * customer. Each group in a transaction of its own, so that the chains of one incident are locked at a time. May be
 * repeated at any time: it goes by what is stored alone.
 */
export async function followOutages(scope: TenantScope, now: Ms): Promise<void> {
  permit(scope, "write");
  for (let count = 0; count < stepsMax; count += 1) {
    const isDone = await inTenant(scope, async (tx) => {
      await lockFollowing(tx);
      const group = (await tellEnd(tx, scope, now)) ?? (await tellStart(tx, scope, now));
      if (group === null) return true;
      if (group.outages.length === 0) return false;
      await warnCustomers(tx, [group], now);
      await alertStaff(tx, [group], now);
      return false;
    });
    if (isDone) return;
  }
}

/** Tells one group of outages that no incident tells yet; null when there is none. */
async function tellStart(tx: TenantTx, scope: TenantScope, now: Ms): Promise<OutageGroup | null> {
  const open = await listOpenOutages(tx);
  if (open.every(({ incidentId }) => incidentId !== null)) return null;
  const circumstances = await circumstancesOf(tx, open);
  const incidentOf = new Map(open.flatMap(({ id, incidentId }) => (incidentId ? [[id, incidentId]] : [])));
  const incidents = await listTelling(
    tx,
    [...new Set(incidentOf.values())],
    [...new Set(open.map(({ componentId }) => componentId))],
  );
  const groups = groupByCause(open, circumstances);
  const [step] = planOutages(groups, incidentOf, incidents, now);
  return step ? take(tx, scope, { step, open, membersOf: circumstances.membersOf }, now) : null;
}

type Taking = {
  step: Step;
  open: readonly FollowedOutage[];
  membersOf: MembersOf;
};

async function take(
  tx: TenantTx,
  scope: TenantScope,
  { step, open, membersOf }: Taking,
  now: Ms,
): Promise<OutageGroup> {
  const { cause } = step.group;
  const ids = new Set(step.fresh.map(({ id }) => id));
  const fresh = open.filter(({ id }) => ids.has(id));
  const reached = withParents(
    fresh.map(({ componentId }) => componentId),
    membersOf,
  );
  const incidentId =
    step.incidentId === null
      ? await openIncident(tx, scope, { fresh, cause, reached }, now)
      : await joinIncident(tx, scope, { ...step, incidentId: step.incidentId, fresh, cause }, now);
  const outages = await listOutagesOf(tx, [incidentId]);
  const phase = step.incidentId === null ? "opened" : "grown";
  return { incidentId: step.isDismissed ? null : incidentId, gatheredBy: incidentId, phase, cause, outages };
}

async function circumstancesOf(tx: TenantTx, open: readonly FollowedOutage[]) {
  const [compositions, standings, providerOf] = await Promise.all([
    listCompositions(tx),
    listStandings(tx),
    providerCauses(tx),
  ]);
  const failing = new Set(open.map(({ componentId }) => componentId));
  return {
    membersOf: membersById(compositions),
    well: new Set(standings.filter(({ id, isWell }) => isWell && !failing.has(id)).map(({ id }) => id)),
    providerOf,
    nameOf: new Map(standings.map(({ id, name }) => [id, name])),
  };
}

/**
 * Tells the facts of one incident that some of its outages are over or out of sight. It ends when all were seen to
 * recover; one that sight was lost of keeps it open. null: no news.
 */
async function tellEnd(tx: TenantTx, scope: TenantScope, now: Ms): Promise<OutageGroup | null> {
  const untold = await listUntoldEnds(tx);
  const incidentId = untold[0]?.incidentId;
  if (incidentId === undefined) return null;
  const ended = untold.filter((each) => each.incidentId === incidentId);
  await recordFacts(tx, incidentId, ended.map(endFact), now);
  await noteEnds(tx, ended, now);
  const outages = await listOutagesOf(tx, [incidentId]);
  const unheard: Cause = { type: "component", id: "", title: "" };
  if (outages.some(({ endedAt }) => endedAt === null))
    return { incidentId, phase: "ended", cause: unheard, outages: [] };
  const { cause, isDismissed } = await settleIncident(tx, scope, { incidentId, outages }, now);
  const phase = outages.every(isOver) ? "ended" : "unseen";
  return { incidentId: isDismissed ? null : incidentId, gatheredBy: incidentId, phase, cause, outages };
}

function endFact(ended: EndedOutage): NewFact {
  const { outageId, monitorId, componentId, startedAt, endedAt, recoveredAt } = ended;
  if (monitorId === null || componentId === null || startedAt === null || endedAt === null)
    return { type: "outage_unsaid", data: { outageId } };
  const data = { outageId, monitorId, componentId, durationMs: endedAt - startedAt };
  if (recoveredAt === null) return { type: "outage_unseen", at: endedAt, data };
  if (recoveredAt === endedAt) return { type: "outage_ended", at: endedAt, data };
  return { type: "outage_ended", at: recoveredAt, data: { ...data, unseen: true } };
}
