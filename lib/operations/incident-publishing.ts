import { inTenant, type TenantTx } from "@/db/client";
import { updateIncident as updateRow } from "@/db/queries/incident";
import { changeUpdate, insertUpdate, listUpdates, type UpdateRow } from "@/db/queries/incident-update";
import { AppError } from "@/lib/domain/errors";
import type { IncidentPatch, IncidentView } from "@/lib/domain/incident";
import { outcomeOf } from "@/lib/domain/incident-thread";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { type Ms, secondMs } from "@/lib/domain/time";
import { undoMs, withdrawAnnouncement } from "./announcements";
import { actOf, draftWord, holdOf, incidentFacts, lockTold, tellOthers, tellPublic } from "./incident-acts";
import { refuseNoWords } from "./incident-checks";
import { recordFact } from "./incident-facts";
import { publicWords, type Told, tellLedger } from "./incident-words";
import { changeDraft } from "./incidents";
import { audit, newId } from "./record";

/** Makes a draft public, with the last changes to it if there are any: one act of the person who publishes. */
export function publishIncident(
  scope: TenantScope,
  input: { id: string; patch?: IncidentPatch | undefined; ifMatch?: number | undefined },
  now: Ms,
): Promise<IncidentView> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockTold(tx, input.id, input.ifMatch);
    return publishTold(tx, scope, before, input.patch ?? {}, now);
  });
}

/** {@link publishIncident} inside the transaction of a verdict that publishes by itself. */
export async function publishTold(
  tx: TenantTx,
  scope: TenantScope,
  before: Told,
  patch: IncidentPatch,
  now: Ms,
): Promise<IncidentView> {
  const { id } = before.row;
  if (before.row.publishedAt !== null)
    throw new AppError("conflict", "This incident is public already; post an update instead.");
  const change = await changeDraft(tx, scope, before, patch, now);
  const draft = draftWord(await listUpdates(tx, id));
  if (draft === null) throw new AppError("conflict", "This incident has no words to publish.");
  refuseNoWords(draft.body);
  const holdMs = holdOf(scope);
  const published = { publishedAt: now, createdAt: now, undoUntil: holdMs > 0 ? now + holdMs : null };
  await changeUpdate(tx, draft.id, published);
  const word: UpdateRow = { ...draft, ...published };
  const { status } = word;
  const ended = status === "resolved" ? (change.resolvedAt ?? before.row.resolvedAt ?? now) : null;
  const row = await updateRow(
    tx,
    before.row,
    { ...change, status, publishedAt: now, resolvedAt: ended },
    now,
  );
  const actor = actorText(scope.actor);
  const data = { updateId: word.id, status, notify: word.notify };
  await recordFact(tx, id, { type: "published", data, actor }, now);
  const act = { before: incidentFacts(before.row), after: incidentFacts(row) };
  await audit(tx, scope, { ...actOf("incident.publish", id), ...act }, now);
  const after = { row, updates: await listUpdates(tx, id) };
  return tellPublic(tx, scope, { before: null, after, word, event: "incident.created" }, now);
}

/**
 * Takes back the last public word within ten seconds, before any mail has left (RULES R7.4). The first word taken back
 * makes the incident a draft again, with the same words. Both acts stay in the facts.
 */
export function undoPost(
  scope: TenantScope,
  input: { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<IncidentView> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockTold(tx, input.id, input.ifMatch);
    const words = publicWords(before.updates);
    const word = words.at(-1);
    if (!word || word.undoUntil === null || now >= word.undoUntil) throw tooLate();
    const told = await withdrawAnnouncement(
      tx,
      { type: "incident_update", incidentId: input.id, updateId: word.id },
      now,
    );
    await changeUpdate(tx, word.id, { withdrawnAt: now });
    const isFirst = words.length === 1;
    if (isFirst) await insertUpdate(tx, draftOf(word, now));
    const left = words.slice(0, -1).map((each) => ({ ...each, at: each.publishedAt }));
    const change = isFirst ? { publishedAt: null, resolvedAt: null } : outcomeOf(left, before.row.resolvedAt);
    const row = await updateRow(tx, before.row, change, now);
    const after = { row, updates: await listUpdates(tx, input.id) };
    await tellLedger(tx, scope, [{ before, after }], now);
    const actor = actorText(scope.actor);
    await recordFact(tx, row.id, { type: "withdrawn", data: { updateId: word.id, told }, actor }, now);
    const act = { before: incidentFacts(before.row), after: { ...incidentFacts(row), withdrawn: word.id } };
    await audit(tx, scope, { ...actOf("incident.undo", row.id), ...act }, now);
    return tellOthers(tx, row, isFirst ? "incident.withdrawn" : "incident.updated", now);
  });
}

/** The same words as a new draft: a fact once withdrawn is never told again under its old name. */
function draftOf(word: UpdateRow, now: Ms): UpdateRow {
  const unsaid = { publishedAt: null, undoUntil: null, withdrawnAt: null, editedAt: null };
  return { ...word, ...unsaid, id: newId("incidentUpdate", now), createdAt: now };
}

function tooLate(): AppError {
  const message = `There is nothing to undo: a post can be taken back for ${undoMs / secondMs} seconds. Post an update or edit it instead.`;
  return new AppError("conflict", message);
}
