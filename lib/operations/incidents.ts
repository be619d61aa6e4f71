import { inTenant, type TenantTx } from "@/db/client";
import {
  findIncident,
  type IncidentChange,
  type IncidentRow,
  insertIncident,
  listIncidents as listRows,
  lockIncident,
  updateIncident as updateRow,
} from "@/db/queries/incident";
import { changeUpdate, insertUpdate, listUpdates, type UpdateRow } from "@/db/queries/incident-update";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type {
  IncidentInput,
  IncidentListInput,
  IncidentPatch,
  IncidentSummary,
  IncidentView,
} from "@/lib/domain/incident";
import { impactOfComponents } from "@/lib/domain/incident-thread";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { actOf, draftWord, holdOf, incidentFacts, lockTold, tellOthers, tellPublic } from "./incident-acts";
import { refuseBadTimes, refuseDraftFields, refuseNoWords, refuseUnknownComponents } from "./incident-checks";
import { recordFact } from "./incident-facts";
import { summarise, viewIncident } from "./incident-view";
import { type Told, tellLedger } from "./incident-words";
import { audit, newId } from "./record";
import { closeUnseenAlert } from "./staff-alerts";

/** Published at once unless `draft`: pages show it in a moment, mails leave ten seconds later (RULES R7.4). */
export function createIncident(scope: TenantScope, input: IncidentInput, now: Ms): Promise<IncidentView> {
  permit(scope, "write");
  refuseBadTimes(timesOf(input, now), now);
  if (!input.draft) refuseNoWords(input.body);
  return inTenant(scope, async (tx) => {
    await refuseUnknownComponents(tx, input.components);
    const row = newRow(scope, input, now);
    const word = firstWord(scope, row, input, now);
    await insertIncident(tx, row);
    await insertUpdate(tx, word);
    await audit(tx, scope, { ...actOf("incident.create", row.id), after: incidentFacts(row) }, now);
    const actor = actorText(scope.actor);
    const after = { row, updates: [word] };
    await recordFact(
      tx,
      row.id,
      { type: "opened", data: { title: row.title, origin: row.origin }, actor },
      now,
    );
    if (row.publishedAt === null) {
      await tellLedger(tx, scope, [{ before: null, after }], now);
      return viewIncident(tx, row);
    }
    const { status, notify } = word;
    await recordFact(
      tx,
      row.id,
      { type: "published", data: { updateId: word.id, status, notify }, actor },
      now,
    );
    return tellPublic(tx, scope, { before: null, after, word, event: "incident.created" }, now);
  });
}

/** Throws `not_found` for another tenant's incident as for none at all; an archived one can still be read. */
export function getIncident(scope: TenantScope, id: string): Promise<IncidentView> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const row = await findIncident(tx, id);
    if (!row) throw notFound("incident");
    return viewIncident(tx, row);
  });
}

/** Newest start first. */
export function listIncidents(scope: TenantScope, input: IncidentListInput): Promise<Page<IncidentSummary>> {
  permit(scope, "read");
  const before = input.cursor === undefined ? null : decodeCursor(input.cursor, ["number", "string"]);
  return inTenant(scope, async (tx) => {
    const place = before && ([Number(before[0]), String(before[1])] as const);
    const rows = await listRows(tx, { limit: input.limit, before: place }, input);
    const page = pageOf(rows, input.limit, (row) => [row.startedAt, row.id]);
    return { ...page, items: await summarise(tx, page.items) };
  });
}

/**
 * Changes what the patch names. An edited start or end of a published incident becomes a bounded word of the ledger
 * (RULES R1.2); what was mailed is not unsaid. `ifMatch` is the version the caller saw; another one is 412.
 */
export function updateIncident(
  scope: TenantScope,
  input: { id: string; patch: IncidentPatch; ifMatch?: number | undefined },
  now: Ms,
): Promise<IncidentView> {
  permit(scope, "write");
  const { id, patch, ifMatch } = input;
  return inTenant(scope, async (tx) => {
    const before = await lockTold(tx, id, ifMatch);
    const isDraft = before.row.publishedAt === null;
    const change = isDraft
      ? await changeDraft(tx, scope, before, patch, now)
      : changeOf(before.row, patch, now);
    const row = await updateRow(tx, before.row, change, now);
    const after = { row, updates: await listUpdates(tx, id) };
    await tellLedger(tx, scope, [{ before, after }], now);
    await keepMoves(tx, scope, before.row, row, now);
    const act = { before: incidentFacts(before.row), after: incidentFacts(row) };
    await audit(tx, scope, { ...actOf("incident.update", id), ...act }, now);
    return tellOthers(tx, row, "incident.updated", now);
  });
}

/**
 * Archives the incident: it leaves pages and says nothing of its components from now on. What it said before stays in
 * the ledger. A draft archived is dismissed: its outages open no other. A second time changes nothing.
 */
export function archiveIncident(
  scope: TenantScope,
  input: { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const row = await lockIncident(tx, input.id);
    if (!row) throw notFound("incident");
    refuseOtherVersion("incident", row.version, input.ifMatch);
    if (row.archivedAt !== null) return;
    const updates = await listUpdates(tx, row.id);
    const archived = await updateRow(tx, row, { archivedAt: now }, now);
    const [before, after] = [
      { row, updates },
      { row: archived, updates },
    ];
    await tellLedger(tx, scope, [{ before, after }], now);
    const actor = actorText(scope.actor);
    await recordFact(tx, row.id, { type: "archived", data: { title: row.title }, actor }, now);
    const act = { before: incidentFacts(row), after: incidentFacts(archived) };
    await audit(tx, scope, { ...actOf("incident.archive", row.id), ...act }, now);
    await tellOthers(tx, archived, "incident.archived", now);
    await closeUnseenAlert(tx, row.id, now);
  });
}

function newRow(scope: TenantScope, input: IncidentInput, now: Ms): IncidentRow {
  const { title, status, draft, components } = input;
  return {
    id: newId("incident", now),
    ...{ title, status },
    impact: input.impact ?? impactOfComponents(components),
    startedAt: input.started_at ?? now,
    detectedAt: null,
    publishedAt: draft ? null : now,
    resolvedAt: status === "resolved" && !draft ? (input.resolved_at ?? now) : (input.resolved_at ?? null),
    mergedInto: null,
    mergedAt: null,
    origin: "person",
    cause: null,
    postmortem: null,
    publicPostmortem: null,
    postmortemPublishedAt: null,
    createdBy: actorText(scope.actor),
    createdAt: now,
    updatedAt: now,
    archivedAt: null,
    version: 1,
  };
}

/** The word an incident begins with; public exactly when the incident is. */
export function firstWord(
  scope: TenantScope,
  row: IncidentRow,
  input: Pick<UpdateRow, "status" | "body" | "components" | "notify"> & {
    next_update_at?: Ms | null | undefined;
  },
  now: Ms,
): UpdateRow {
  const { status, body, components, notify } = input;
  const isPublic = row.publishedAt !== null;
  return {
    id: newId("incidentUpdate", now),
    incidentId: row.id,
    ...{ status, body, components, notify },
    isPrivate: false,
    createdBy: row.createdBy,
    createdAt: now,
    publishedAt: row.publishedAt,
    nextUpdateAt: input.next_update_at ?? null,
    undoUntil: isPublic && holdOf(scope) > 0 ? now + holdOf(scope) : null,
    withdrawnAt: null,
    editedAt: null,
  };
}

/** What a patch changes of the row itself, after its times were checked. */
function changeOf(row: IncidentRow, patch: IncidentPatch, now: Ms): IncidentChange {
  const isDraft = row.publishedAt === null;
  if (!isDraft) refuseDraftFields(patch);
  const { title, impact, status, started_at: startedAt, resolved_at: resolvedAt } = patch;
  const wanted = { title, impact, startedAt, resolvedAt, status: isDraft ? status : undefined };
  const change = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  refuseBadTimes({ ...row, ...change }, now);
  return change;
}

/** Changes a draft's word as the patch says, and answers what changes of its row. */
export async function changeDraft(
  tx: TenantTx,
  scope: TenantScope,
  { row, updates }: Told,
  patch: IncidentPatch,
  now: Ms,
): Promise<IncidentChange> {
  const change = changeOf(row, patch, now);
  const word = draftWord(updates);
  if (word === null) return change;
  const {
    status = word.status,
    body = word.body,
    components = word.components,
    notify = word.notify,
  } = patch;
  if (patch.components) await refuseUnknownComponents(tx, components);
  const { next_update_at: nextUpdateAt = word.nextUpdateAt } = patch;
  const createdBy = actorText(scope.actor);
  await changeUpdate(tx, word.id, { status, body, components, notify, nextUpdateAt, createdBy });
  return change;
}

/** Start and end are moved for good reasons and with traces. */
async function keepMoves(
  tx: TenantTx,
  scope: TenantScope,
  before: IncidentRow,
  after: IncidentRow,
  now: Ms,
): Promise<void> {
  const actor = actorText(scope.actor);
  const fields = (["title", "impact", "status"] as const).filter((name) => before[name] !== after[name]);
  if (fields.length > 0) await recordFact(tx, after.id, { type: "changed", data: { fields }, actor }, now);
  if (before.startedAt !== after.startedAt) {
    const data = { from: before.startedAt, to: after.startedAt };
    await recordFact(tx, after.id, { type: "start_moved", data, actor }, now);
  }
  if (before.resolvedAt !== null && after.resolvedAt !== null && before.resolvedAt !== after.resolvedAt) {
    const data = { from: before.resolvedAt, to: after.resolvedAt };
    await recordFact(tx, after.id, { type: "end_moved", data, actor }, now);
  }
}

function timesOf(input: IncidentInput, now: Ms) {
  const { status, started_at: startedAt = now, resolved_at: resolvedAt = null } = input;
  return { status, startedAt, resolvedAt };
}
