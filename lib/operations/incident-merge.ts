import { inTenant, type TenantTx } from "@/db/client";
import { updateIncident as updateRow } from "@/db/queries/incident";
import { moveOutages } from "@/db/queries/incident-outage";
import { insertUpdate, type UpdateRow } from "@/db/queries/incident-update";
import { AppError, invalid } from "@/lib/domain/errors";
import { type AffectedComponent, affectedMax, type IncidentView } from "@/lib/domain/incident";
import { standingOf } from "@/lib/domain/incident-thread";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { actOf, incidentFacts, lockTold, tellOthers } from "./incident-acts";
import { recordFact } from "./incident-facts";
import { publicWords, type Told, tellLedger, threadOf } from "./incident-words";
import { audit, newId } from "./record";
import { closeMergedAlert } from "./staff-alerts";

/**
 * Merges a duplicate into the incident that tells the story from here on. What the duplicate said so far stays in the
 * ledger; what it still says of components, the other one says from now on. Nobody is mailed. Answers the other one.
 */
export function mergeIncident(
  scope: TenantScope,
  input: { id: string; into: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<IncidentView> {
  permit(scope, "write");
  const { id, into, ifMatch } = input;
  if (id === into) throw invalid("into", "must be another incident");
  return inTenant(scope, async (tx) => {
    const [duplicate, target] = await lockBoth(tx, id, into, ifMatch);
    const word = takenOver(scope, duplicate, target, now);
    if (word) await insertUpdate(tx, word);
    const merged = await updateRow(tx, duplicate.row, { mergedInto: into, mergedAt: now }, now);
    const row = await updateRow(tx, target.row, {}, now);
    await moveOutages(tx, id, into);
    await closeMergedAlert(tx, id, now);
    const afterDuplicate = { ...duplicate, row: merged };
    const afterTarget = { row, updates: word ? [...target.updates, word] : target.updates };
    await tellLedger(
      tx,
      scope,
      [
        { before: duplicate, after: afterDuplicate },
        { before: target, after: afterTarget },
      ],
      now,
    );
    await keep(tx, scope, afterDuplicate, afterTarget, now);
    await tellOthers(tx, merged, "incident.merged", now);
    return tellOthers(tx, row, "incident.updated", now);
  });
}

/** Both rows, locked in ascending id so that two merges never wait for each other. */
async function lockBoth(
  tx: TenantTx,
  id: string,
  into: string,
  ifMatch: number | undefined,
): Promise<[Told, Told]> {
  const told = new Map<string, Told>();
  for (const each of [id, into].sort())
    told.set(each, await lockTold(tx, each, each === id ? ifMatch : undefined));
  const [duplicate, target] = [told.get(id), told.get(into)];
  if (!duplicate || !target) throw new AppError("internal", "Both incidents were locked and one is gone.");
  if (target.row.publishedAt === null && duplicate.row.publishedAt !== null)
    throw new AppError(
      "conflict",
      "A published incident cannot be merged into a draft. Merge the other way round.",
    );
  return [duplicate, target];
}

/** The word by which the target says what only the duplicate said; null when there is nothing to take over. */
function takenOver(scope: TenantScope, duplicate: Told, target: Told, now: Ms): UpdateRow | null {
  const [said, known] = [threadOf(duplicate), threadOf(target)];
  if (said === null || known === null || target.row.resolvedAt !== null) return null;
  const standing = standingOf(known);
  const components = [...standingOf(said)].flatMap(([id, state]): AffectedComponent[] =>
    state === null || state === "operational" || (standing.get(id) ?? "operational") !== "operational"
      ? []
      : [{ id, state }],
  );
  if (components.length === 0) return null;
  if (new Set([...standing.keys(), ...components.map(({ id }) => id)]).size > affectedMax)
    throw new AppError(
      "conflict",
      `Together they name more than ${affectedMax} components; keep them apart.`,
    );
  const last = publicWords(target.updates).at(-1)?.publishedAt ?? now;
  const at = Math.max(now, last + 1);
  return {
    id: newId("incidentUpdate", now),
    incidentId: target.row.id,
    status: target.row.status,
    body: `This incident now also covers “${duplicate.row.title}”.`,
    components,
    ...{ isPrivate: false, notify: false },
    createdBy: actorText(scope.actor),
    ...{
      createdAt: at,
      publishedAt: at,
      nextUpdateAt: null,
      undoUntil: null,
      withdrawnAt: null,
      editedAt: null,
    },
  };
}

async function keep(tx: TenantTx, scope: TenantScope, duplicate: Told, target: Told, now: Ms): Promise<void> {
  const actor = actorText(scope.actor);
  const [from, into] = [duplicate.row, target.row];
  const left = { type: "merged_into" as const, data: { incidentId: into.id, title: into.title }, actor };
  const taken = { type: "merged" as const, data: { incidentId: from.id, title: from.title }, actor };
  await recordFact(tx, from.id, left, now);
  await recordFact(tx, into.id, taken, now);
  await audit(tx, scope, { ...actOf("incident.merge", from.id), after: incidentFacts(from) }, now);
}
