import { inTenant, type TenantTx } from "@/db/client";
import { type IncidentChange, updateIncident as updateRow } from "@/db/queries/incident";
import {
  changeUpdate,
  insertEdit,
  insertUpdate,
  listEdits,
  type UpdateRow,
} from "@/db/queries/incident-update";
import { AppError, invalid, notFound } from "@/lib/domain/errors";
import { affectedMax, type IncidentUpdateInput, type IncidentView, updatesMax } from "@/lib/domain/incident";
import { outcomeOf } from "@/lib/domain/incident-thread";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { actOf, draftWord, holdOf, incidentFacts, lockTold, tellOthers, tellPublic } from "./incident-acts";
import { refuseUnknownComponents } from "./incident-checks";
import { recordFact } from "./incident-facts";
import { publicWords, type Told } from "./incident-words";
import { audit, newId } from "./record";
import { closeUnseenAlert } from "./staff-alerts";

/** The incident as it is after a word, and which word that was. */
export type PostedUpdate = { incident: IncidentView; updateId: string };

/**
 * Adds a word to a published incident, or a private note to any. What a public word changes of its components enters
 * the ledger; "resolved" takes back everything the incident said, so that what is measured stands again.
 */
export function postUpdate(
  scope: TenantScope,
  input: { id: string; update: IncidentUpdateInput; ifMatch?: number | undefined },
  now: Ms,
): Promise<PostedUpdate> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockTold(tx, input.id, input.ifMatch);
    const posted = await postTold(tx, scope, before, { ...input.update, endedAt: null }, now);
    if (posted.incident.resolvedAt !== null) await closeUnseenAlert(tx, input.id, now);
    return posted;
  });
}

/** {@link postUpdate} inside the transaction of a verdict; `endedAt` is the measured end of what is resolved. */
export async function postTold(
  tx: TenantTx,
  scope: TenantScope,
  before: Told,
  update: IncidentUpdateInput & { endedAt: Ms | null },
  now: Ms,
): Promise<PostedUpdate> {
  const { id } = before.row;
  refuseTooMany(before, update);
  const word = newWord(scope, before, update, now);
  if (!word.isPrivate) {
    refuseUnsayable(before, word);
    await refuseUnknownComponents(tx, word.components);
  }
  await insertUpdate(tx, word);
  const row = await updateRow(tx, before.row, changeBy(before, word, update.endedAt), now);
  const after = { row, updates: [...before.updates, word] };
  const act = { before: incidentFacts(before.row), after: { ...incidentFacts(row), update: word.id } };
  await audit(tx, scope, { ...actOf(word.isPrivate ? "incident.note" : "incident.post", id), ...act }, now);
  const actor = actorText(scope.actor);
  const updateId = word.id;
  if (word.isPrivate) {
    await recordFact(tx, id, { type: "noted", data: { updateId }, actor }, now);
    return { incident: await tellOthers(tx, row, null, now), updateId };
  }
  const { status, notify } = word;
  await recordFact(tx, id, { type: "posted", data: { updateId, status, notify }, actor }, now);
  const event = status === "resolved" ? "incident.resolved" : "incident.updated";
  return { incident: await tellPublic(tx, scope, { before, after, word, event }, now), updateId };
}

/** Changes the words of one update. The words before stay readable beside it; what was mailed is not unsaid. */
export function editUpdate(
  scope: TenantScope,
  input: { id: string; updateId: string; body: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<PostedUpdate> {
  permit(scope, "write");
  const { id, updateId, body, ifMatch } = input;
  return inTenant(scope, async (tx) => {
    const { row, updates } = await lockTold(tx, id, ifMatch);
    const word = updates.find((update) => update.id === updateId);
    if (!word) throw notFound("update");
    if (word.withdrawnAt !== null)
      throw new AppError("conflict", "This update was withdrawn; post a new one instead.");
    if (word.body === body) return { incident: await tellOthers(tx, row, null, now), updateId };
    const actor = actorText(scope.actor);
    const isDraft = word.publishedAt === null && !word.isPrivate;
    if (!isDraft) {
      const place = (await listEdits(tx, id)).length;
      await insertEdit(tx, { updateId, at: now, place, incidentId: id, actor, body: word.body });
    }
    await changeUpdate(tx, updateId, { body, ...(isDraft ? {} : { editedAt: now }) });
    const after = await updateRow(tx, row, {}, now);
    await recordFact(tx, id, { type: "edited", data: { updateId }, actor }, now);
    const act = { before: { update: updateId, body: word.body }, after: { update: updateId, body } };
    await audit(tx, scope, { ...actOf("incident.edit", id), ...act }, now);
    const event = word.isPrivate ? null : "incident.updated";
    return { incident: await tellOthers(tx, after, event, now), updateId };
  });
}

function newWord(
  scope: TenantScope,
  { row, updates }: Told,
  update: IncidentUpdateInput,
  now: Ms,
): UpdateRow {
  const { status = row.status, body, components, notify, private: isPrivate } = update;
  const last = publicWords(updates).at(-1)?.publishedAt ?? row.startedAt;
  // Two words of one millisecond keep their order.
  const publishedAt = isPrivate ? null : Math.max(now, last + 1);
  const holdMs = holdOf(scope);
  return {
    id: newId("incidentUpdate", now),
    incidentId: row.id,
    status: isPrivate ? row.status : status,
    body,
    components: isPrivate ? [] : components,
    isPrivate,
    notify: notify && !isPrivate,
    createdBy: actorText(scope.actor),
    createdAt: publishedAt ?? now,
    publishedAt,
    nextUpdateAt: isPrivate || status === "resolved" ? null : (update.next_update_at ?? null),
    undoUntil: publishedAt === null || holdMs === 0 ? null : now + holdMs,
    withdrawnAt: null,
    editedAt: null,
  };
}

/** Status and end as the new word leaves them; a note changes nothing but the version. */
function changeBy({ row, updates }: Told, word: UpdateRow, endedAt: Ms | null): IncidentChange {
  if (word.isPrivate || word.publishedAt === null) return {};
  const words = [...publicWords(updates), { ...word, publishedAt: word.publishedAt }];
  return outcomeOf(
    words.map((each) => ({ ...each, at: each.publishedAt })),
    endedAt ?? row.resolvedAt,
  );
}

function refuseUnsayable({ row, updates }: Told, word: UpdateRow): void {
  if (row.publishedAt === null || draftWord(updates) !== null)
    throw new AppError("conflict", "This incident is a draft. Publish it first, then post updates.");
  const index = word.components.findIndex(({ state }) => state !== "operational");
  if (word.status === "resolved" && index >= 0) {
    const message =
      'goes with "resolved" as operational only: a resolved incident says nothing more of its components';
    throw invalid(`components.${index}.state`, message);
  }
}

function refuseTooMany({ updates }: Told, update: IncidentUpdateInput): void {
  if (updates.length >= updatesMax)
    throw new AppError(
      "conflict",
      `This incident has ${updatesMax} updates. Open another one and go on there.`,
    );
  const named = new Set([...updates, update].flatMap(({ components }) => components.map(({ id }) => id)));
  if (named.size > affectedMax)
    throw invalid("components", `must name at most ${affectedMax} components over the whole incident`);
}
