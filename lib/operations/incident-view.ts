import type { TenantTx } from "@/db/client";
import { type IncidentRow, listAffected } from "@/db/queries/incident";
import { type EditRow, listEdits, listUpdates, type UpdateRow } from "@/db/queries/incident-update";
import type { IncidentSummary, IncidentUpdateView, IncidentView } from "@/lib/domain/incident";

type Affected = Awaited<ReturnType<typeof listAffected>>;

/** The incident with its whole thread, as members see it. */
export async function viewIncident(tx: TenantTx, row: IncidentRow): Promise<IncidentView> {
  const [affected, updates, edits] = await Promise.all([
    listAffected(tx, [row.id]),
    listUpdates(tx, row.id),
    listEdits(tx, row.id),
  ]);
  const editsOf = Map.groupBy(edits, (edit) => edit.updateId);
  return {
    ...summaryOf(row, affected),
    postmortem: row.postmortem,
    publicPostmortem: row.publicPostmortem,
    updates: updates.map((update) => updateView(update, editsOf.get(update.id) ?? [])),
  };
}

/** Incidents as lists show them, in the order given. */
export async function summarise(tx: TenantTx, rows: readonly IncidentRow[]): Promise<IncidentSummary[]> {
  const affected = await listAffected(
    tx,
    rows.map((row) => row.id),
  );
  const affectedOf = Map.groupBy(affected, (each) => each.incidentId);
  return rows.map((row) => summaryOf(row, affectedOf.get(row.id) ?? []));
}

function summaryOf(row: IncidentRow, affected: Affected): IncidentSummary {
  const { id, title, status, impact, origin, cause, mergedInto, createdBy, version } = row;
  const { startedAt, detectedAt, publishedAt, resolvedAt, postmortemPublishedAt } = row;
  const { createdAt, updatedAt, archivedAt } = row;
  return {
    ...{
      id,
      title,
      status,
      impact,
      startedAt,
      detectedAt,
      publishedAt,
      resolvedAt,
      mergedInto,
      origin,
      cause,
    },
    components: affected.map(({ id, name, state }) => ({ id, name, state })),
    ...{ postmortemPublishedAt, createdBy, createdAt, updatedAt, archivedAt, version },
  };
}

function updateView(row: UpdateRow, edits: readonly EditRow[]): IncidentUpdateView {
  const { id, status, body, components, isPrivate, notify, createdBy } = row;
  const { createdAt, publishedAt, nextUpdateAt, undoUntil, withdrawnAt, editedAt } = row;
  return {
    ...{ id, status, body, components, isPrivate, notify, createdBy },
    ...{ createdAt, publishedAt, nextUpdateAt, undoUntil, withdrawnAt, editedAt },
    earlier: edits.map((edit) => ({ at: edit.at, actor: edit.actor, body: edit.body })),
  };
}
