import type { TenantTx } from "@/db/client";
import {
  findMaintenance,
  type MaintenanceRow,
  maintenancesNotOver,
  readAnnouncements,
  readMaintenanceUpdates,
  readOccurrences,
} from "@/db/queries/maintenance";
import type { MaintenanceUpdate, Occurrence, PublicMaintenance } from "@/lib/domain/maintenance";
import { occurrencesWithin } from "@/lib/domain/maintenance-plan";
import type { Interval, Ms } from "@/lib/domain/time";

/** Most maintenances that pages look at; older ones are found in their own lists. */
const shownMax = 1_000;

/**
 * Every occurrence that touches [from, to), cancelled ones among them, in time order: stored ones as they went, those
 * further off as planned. Four queries, whatever the number.
 */
export async function maintenancesForPages(tx: TenantTx, within: Interval): Promise<PublicMaintenance[]> {
  return occurrencesOfAll(tx, await maintenancesNotOver(tx, within, shownMax), within);
}

/** The same of one maintenance, however long it is over: from its first date up to `to`. */
export async function maintenanceDates(tx: TenantTx, id: string, to: Ms): Promise<PublicMaintenance[]> {
  const row = await findMaintenance(tx, id);
  return row ? occurrencesOfAll(tx, [row], { from: Math.min(row.createdAt, row.from), to }) : [];
}

async function occurrencesOfAll(
  tx: TenantTx,
  rows: readonly MaintenanceRow[],
  within: Interval,
): Promise<PublicMaintenance[]> {
  const ids = rows.map((row) => row.id);
  const [announcements, occurrences, updates] = await Promise.all([
    readAnnouncements(tx, ids),
    readOccurrences(tx, ids, within.from),
    readMaintenanceUpdates(tx, ids, 0),
  ]);
  return rows
    .flatMap((row) => {
      const said = announcements.get(row.id) ?? [];
      const words = Map.groupBy(updates.get(row.id) ?? [], (update) => update.occurrence);
      return occurrencesWithin(row, occurrences.get(row.id) ?? [], said, within).map((occurrence) =>
        publicMaintenance(row, occurrence, words.get(occurrence.key) ?? []),
      );
    })
    .sort((a, b) => a.from - b.from);
}

function publicMaintenance(
  row: MaintenanceRow,
  occurrence: Occurrence,
  words: readonly MaintenanceUpdate[],
): PublicMaintenance {
  const { key, from, to, status, startedAt, endedAt, parts } = occurrence;
  const { id, title, body, componentIds, timezone, rrule, createdAt, notify } = row;
  const announcedAt = Math.min(...parts.map((part) => part.announcedAt), row.createdAt);
  const turns = [announcedAt, startedAt ?? 0, endedAt ?? 0, ...words.map((word) => word.at)];
  return {
    ...{
      maintenanceId: id,
      occurrenceFrom: key,
      title,
      body,
      componentIds,
      status,
      from,
      to,
      timezone,
      rrule,
    },
    ...{ startedAt, endedAt, parts, announcedAt, createdAt, updatedAt: Math.max(...turns), notify },
    updates: words.map(({ id: updateId, status: said, body: text, at }) => ({
      ...{ id: updateId, status: said, body: text, at },
    })),
  };
}
