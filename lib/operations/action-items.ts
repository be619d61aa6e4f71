import { inTenant, type TenantTx } from "@/db/client";
import {
  type ActionRow,
  countActions,
  dueKey,
  findAction,
  insertAction,
  listActionsOf,
  listOverdue,
  listActions as listRows,
  lockAction,
  markReminded,
  updateAction as updateRow,
} from "@/db/queries/action-item";
import { findIncident } from "@/db/queries/incident";
import { findMember } from "@/db/queries/membership";
import { ownOrganization } from "@/db/queries/organization";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, assert, invalid, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import {
  type ActionInput,
  type ActionListInput,
  type ActionPatch,
  type ActionView,
  actionsMax,
} from "@/lib/domain/postmortem";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms, utcDate } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { recordFact } from "./incident-facts";
import { notify } from "./notices";
import { audit, newId } from "./record";

/** An owner is reminded of an overdue action this often. */
const remindEveryMs = 7 * dayMs;
const remindersMax = 500;

/** What is to change so that it does not happen again; visible until it is done. */
export function createAction(
  scope: TenantScope,
  input: ActionInput & { incidentId: string },
  now: Ms,
): Promise<ActionView> {
  permit(scope, "write");
  const { incidentId, title, owner_id: ownerId, due_on: dueOn } = input;
  return inTenant(scope, async (tx) => {
    if (!(await findIncident(tx, incidentId))) throw notFound("incident");
    await refuseStranger(tx, ownerId);
    if ((await countActions(tx, incidentId)) >= actionsMax)
      throw new AppError(
        "conflict",
        `This incident has ${actionsMax} actions already. Finish or remove some first.`,
      );
    const row = newRow({ incidentId, title, ownerId, dueOn }, now);
    await insertAction(tx, row);
    const actor = actorText(scope.actor);
    const data = { actionId: row.id, title };
    await recordFact(tx, incidentId, { type: "action_added", data, actor }, now);
    await audit(tx, scope, { ...actOf("action.create", row.id), after: facts(row) }, now);
    return seen(tx, row.id);
  });
}

/** The board: open actions of all incidents, soonest due first. */
export function listActions(scope: TenantScope, input: ActionListInput, now: Ms): Promise<Page<ActionView>> {
  permit(scope, "read");
  const key = input.cursor === undefined ? null : decodeCursor(input.cursor, ["string", "string"]);
  const after = key && ([String(key[0]), String(key[1])] as const);
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, after }, input, utcDate(now));
    return pageOf(rows, input.limit, dueKey);
  });
}

/** One incident's actions, done ones last. */
export function listIncidentActions(scope: TenantScope, incidentId: string): Promise<ActionView[]> {
  permit(scope, "read");
  return inTenant(scope, (tx) => listActionsOf(tx, incidentId));
}

/** Changes what the patch names; `done` finishes the action or opens it again. */
export function updateAction(
  scope: TenantScope,
  input: { id: string; patch: ActionPatch; ifMatch?: number | undefined },
  now: Ms,
): Promise<ActionView> {
  permit(scope, "write");
  const { title, owner_id: ownerId, due_on: dueOn, done } = input.patch;
  return inTenant(scope, async (tx) => {
    const before = await lockLive(tx, input.id, input.ifMatch);
    if (ownerId !== undefined) await refuseStranger(tx, ownerId);
    const doneAt = done === undefined ? undefined : done ? (before.doneAt ?? now) : null;
    const moved = dueOn !== undefined || ownerId !== undefined;
    const wanted = { title, ownerId, dueOn, doneAt, remindedAt: moved ? null : undefined };
    const change = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    await updateRow(tx, before, change, now);
    const after: ActionRow = { ...before, ...change };
    if (before.doneAt === null && after.doneAt !== null) {
      const actor = actorText(scope.actor);
      const data = { actionId: after.id, title: after.title };
      await recordFact(tx, after.incidentId, { type: "action_done", data, actor }, now);
    }
    const act = { before: facts(before), after: facts(after) };
    await audit(tx, scope, { ...actOf("action.update", after.id), ...act }, now);
    return seen(tx, after.id);
  });
}

/** Takes an action off the board. A second time changes nothing. */
export function archiveAction(
  scope: TenantScope,
  input: { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockAction(tx, input.id);
    if (!before) throw notFound("action");
    refuseOtherVersion("action", before.version, input.ifMatch);
    if (before.archivedAt !== null) return;
    await updateRow(tx, before, { archivedAt: now }, now);
    await audit(tx, scope, { ...actOf("action.archive", before.id), before: facts(before) }, now);
  });
}

/** Tells the owners of overdue actions, each of each action once a week. */
export function remindOwners(scope: TenantScope, now: Ms): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const overdue = await listOverdue(tx, utcDate(now), now - remindEveryMs, remindersMax);
    if (overdue.length === 0) return;
    const organization = await ownOrganization(tx);
    assert(organization, "the scope's organization exists");
    for (const { id, title, incidentId, incident, email, dueOn } of overdue) {
      const slots = {
        organization: organization.name,
        action: title,
        incident,
        dueAt: Date.parse(`${dueOn}T00:00:00Z`),
        url: `${env().publicUrl}/${organization.slug}/incidents/${incidentId}`,
      };
      const factId = `action_reminder:${id}:${utcDate(now)}`;
      await notify(
        tx,
        { factId, template: "action_reminder", slots, recipients: [{ address: email, slots: {} }] },
        now,
      );
    }
    await markReminded(
      tx,
      overdue.map(({ id }) => id),
      now,
    );
  });
}

async function lockLive(tx: TenantTx, id: string, ifMatch: number | undefined): Promise<ActionRow> {
  const row = await lockAction(tx, id);
  if (!row) throw notFound("action");
  refuseOtherVersion("action", row.version, ifMatch);
  if (row.archivedAt !== null) throw new AppError("conflict", "This action was removed and stays as it is.");
  return row;
}

async function refuseStranger(tx: TenantTx, ownerId: string | null): Promise<void> {
  if (ownerId !== null && !(await findMember(tx, ownerId)))
    throw invalid("owner_id", "must be a member of this organization");
}

async function seen(tx: TenantTx, id: string): Promise<ActionView> {
  const view = await findAction(tx, id);
  if (!view) throw notFound("action");
  return view;
}

function newRow(action: Pick<ActionRow, "incidentId" | "title" | "ownerId" | "dueOn">, now: Ms): ActionRow {
  const none = { doneAt: null, remindedAt: null, archivedAt: null };
  return { ...action, ...none, id: newId("actionItem", now), createdAt: now, updatedAt: now, version: 1 };
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "action", objectId };
}

function facts({ title, ownerId, dueOn, doneAt }: ActionRow): Record<string, unknown> {
  return { title, owner_id: ownerId, due_on: dueOn, done_at: doneAt };
}
