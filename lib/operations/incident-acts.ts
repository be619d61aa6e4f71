import type { TenantTx } from "@/db/client";
import { type IncidentRow, lockIncident } from "@/db/queries/incident";
import { listUpdates, type UpdateRow } from "@/db/queries/incident-update";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { IncidentView } from "@/lib/domain/incident";
import { publicIncidentData } from "@/lib/domain/incident-data";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { speaksOfDown } from "@/lib/domain/warning";
import { announce, undoMs } from "./announcements";
import { warnOfDeclared } from "./customer-warnings";
import { emitEvent } from "./events";
import { viewIncident } from "./incident-view";
import { type Told, tellLedger } from "./incident-words";
import { requestPublication } from "./publication";

/** The incident and its thread, locked; archived and merged ones stay as they are (409). */
export async function lockTold(tx: TenantTx, id: string, ifMatch: number | undefined): Promise<Told> {
  const row = await lockIncident(tx, id);
  if (!row) throw notFound("incident");
  refuseOtherVersion("incident", row.version, ifMatch);
  if (row.archivedAt !== null)
    throw new AppError("conflict", "This incident is archived and stays as it is.");
  if (row.mergedInto !== null)
    throw new AppError("conflict", "This incident was merged into another; continue there.");
  return { row, updates: await listUpdates(tx, id) };
}

/** The word a draft will be published with; null once it is public. */
export function draftWord(updates: readonly UpdateRow[]): UpdateRow | null {
  const isDraft = (update: UpdateRow) =>
    update.publishedAt === null && update.withdrawnAt === null && !update.isPrivate;
  return updates.findLast(isDraft) ?? null;
}

/** How long a word can be taken back: a person's ten seconds, nothing for our own jobs. */
export function holdOf(scope: TenantScope): Ms {
  return scope.actor.type === "system" ? 0 : undoMs;
}

/**
 * Everything that follows when the public hears a word: the ledger, those who asked to be told, integrators, pages.
 * All in the word's own transaction.
 */
export async function tellPublic(
  tx: TenantTx,
  scope: TenantScope,
  told: { before: Told | null; after: Told; word: UpdateRow; event: string },
  now: Ms,
): Promise<IncidentView> {
  const { before, after, word, event } = told;
  await tellLedger(tx, scope, [{ before, after }], now);
  const fact = { type: "incident_update", incidentId: after.row.id, updateId: word.id } as const;
  const holdMs = holdOf(scope);
  await announce(tx, fact, { notify: word.notify, holdMs }, now);
  const isNews = before === null || speaksOfDown(word);
  if (word.notify && isNews) await warnOfDeclared(tx, after.row.id, { holdMs }, now);
  return tellOthers(tx, after.row, event, now);
}

/** Pages and integrators learn of a change that nobody is mailed about; null: a change that is nobody's but the team's. */
export async function tellOthers(
  tx: TenantTx,
  row: IncidentRow,
  event: string | null,
  now: Ms,
): Promise<IncidentView> {
  const view = await viewIncident(tx, row);
  const isHeard = row.publishedAt !== null || event === "incident.withdrawn";
  if (event === null || !isHeard) return view;
  await emitEvent(tx, { type: event, data: publicIncidentData(view) }, now);
  await requestPublication(tx, now);
  return view;
}

/** The part of a row that the audit log shows. */
export function incidentFacts(row: IncidentRow): Record<string, unknown> {
  const { title, status, impact, mergedInto } = row;
  const text = (instant: Ms | null) => (instant === null ? null : formatInstant(instant));
  return {
    ...{ title, status, impact, merged_into: mergedInto },
    started_at: formatInstant(row.startedAt),
    published_at: text(row.publishedAt),
    resolved_at: text(row.resolvedAt),
    archived_at: text(row.archivedAt),
  };
}

export function actOf(action: string, objectId: string) {
  return { action, objectType: "incident", objectId };
}
