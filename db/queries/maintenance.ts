import {
  and,
  asc,
  desc,
  eq,
  gt,
  ilike,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import {
  maintenanceAnnouncements,
  maintenanceOccurrences,
  maintenances,
  maintenanceUpdates,
} from "@/db/schema/maintenance";
import type { MaintenanceUpdate } from "@/lib/domain/maintenance";
import type { Announcement } from "@/lib/domain/maintenance-plan";
import type { Interval, Ms } from "@/lib/domain/time";

export type MaintenanceRow = Omit<typeof maintenances.$inferSelect, "organizationId">;
export type MaintenanceChange = Partial<Omit<MaintenanceRow, "id" | "createdAt" | "version" | "updatedAt">>;
export type OccurrenceRow = Omit<typeof maintenanceOccurrences.$inferSelect, "organizationId">;
export type OccurrenceChange = Partial<Omit<OccurrenceRow, "maintenanceId" | "key">>;

const own = (tx: TenantTx) => eq(maintenances.organizationId, tx.organizationId);

export async function insertMaintenance(tx: TenantTx, row: MaintenanceRow): Promise<void> {
  await tx.orm.insert(maintenances).values({ ...row, organizationId: tx.organizationId });
}

export async function findMaintenance(tx: TenantTx, id: string): Promise<MaintenanceRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(maintenances)
    .where(and(own(tx), eq(maintenances.id, id)));
  return row;
}

/** The row, locked until the transaction ends: a person and the clock take turns. */
export async function lockMaintenance(tx: TenantTx, id: string): Promise<MaintenanceRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(maintenances)
    .where(and(own(tx), eq(maintenances.id, id)))
    .for("update");
  return row;
}

/** Newest first; `before` is the last id of the page before. Asks for one row more than `limit`. */
export function listMaintenances(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  filter: { q?: string | undefined; when?: "upcoming" | "past" | undefined; component?: string | undefined },
): Promise<MaintenanceRow[]> {
  const pattern = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  const conditions: (SQL | undefined)[] = [
    own(tx),
    page.before ? lt(maintenances.id, page.before) : undefined,
    pattern ? or(ilike(maintenances.title, pattern), ilike(maintenances.body, pattern)) : undefined,
    filter.when === "upcoming" ? isNull(maintenances.overAt) : undefined,
    filter.when === "past" ? isNotNull(maintenances.overAt) : undefined,
    filter.component ? sql`${filter.component} = any(${maintenances.componentIds})` : undefined,
  ];
  return tx.orm
    .select()
    .from(maintenances)
    .where(and(...conditions))
    .orderBy(desc(maintenances.id))
    .limit(page.limit + 1);
}

/** Those that are not over at `since`, by age; at most `limit`. */
export function maintenancesNotOver(
  tx: TenantTx,
  { from, to }: Interval,
  limit: number,
): Promise<MaintenanceRow[]> {
  const isLive = or(isNull(maintenances.overAt), gt(maintenances.overAt, from));
  return tx.orm
    .select()
    .from(maintenances)
    .where(and(own(tx), isLive, lt(maintenances.from, to)))
    .orderBy(desc(maintenances.id))
    .limit(limit);
}

export async function updateMaintenance(
  tx: TenantTx,
  row: MaintenanceRow,
  change: MaintenanceChange,
  now: Ms,
): Promise<MaintenanceRow> {
  const [after] = await tx.orm
    .update(maintenances)
    .set({ ...change, updatedAt: now, version: row.version + 1 })
    .where(and(own(tx), eq(maintenances.id, row.id)))
    .returning();
  return after ?? row;
}

/** Bookkeeping of the clock: no change that a person's version knows of. */
export async function setOverAt(tx: TenantTx, id: string, overAt: Ms | null): Promise<void> {
  await tx.orm
    .update(maintenances)
    .set({ overAt })
    .where(and(own(tx), eq(maintenances.id, id)));
}

/** The next link of what was announced; the caller holds the maintenance's lock. */
export async function insertAnnouncement(
  tx: TenantTx,
  maintenanceId: string,
  announcement: Announcement,
): Promise<void> {
  const { announcedAt, occurrence, from, to, timezone, rrule, componentIds } = announcement;
  await tx.sql`
    insert into maintenance_announcements
      (organization_id, maintenance_id, seq, announced_at, occurrence, "from", "to", timezone, rrule, component_ids)
    select ${tx.organizationId}, ${maintenanceId}, coalesce(max(seq), 0) + 1, ${announcedAt}, ${occurrence}::bigint,
      ${from}, ${to}, ${timezone}, ${rrule}::text, ${[...componentIds]}::text[]
    from maintenance_announcements
    where organization_id = ${tx.organizationId} and maintenance_id = ${maintenanceId}`;
}

/** All that was announced of these maintenances, oldest first, by maintenance id. */
export async function readAnnouncements(
  tx: TenantTx,
  ids: readonly string[],
): Promise<Map<string, Announcement[]>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.orm
    .select()
    .from(maintenanceAnnouncements)
    .where(
      and(
        eq(maintenanceAnnouncements.organizationId, tx.organizationId),
        inArray(maintenanceAnnouncements.maintenanceId, [...ids]),
      ),
    )
    .orderBy(asc(maintenanceAnnouncements.maintenanceId), asc(maintenanceAnnouncements.seq));
  return Map.groupBy(rows, (row) => row.maintenanceId);
}

const ownOccurrences = (tx: TenantTx) => eq(maintenanceOccurrences.organizationId, tx.organizationId);

export async function insertOccurrences(tx: TenantTx, rows: readonly OccurrenceRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.orm
    .insert(maintenanceOccurrences)
    .values(rows.map((row) => ({ ...row, organizationId: tx.organizationId })));
}

export async function updateOccurrence(
  tx: TenantTx,
  row: OccurrenceRow,
  change: OccurrenceChange,
): Promise<OccurrenceRow> {
  const [after] = await tx.orm
    .update(maintenanceOccurrences)
    .set(change)
    .where(
      and(
        ownOccurrences(tx),
        eq(maintenanceOccurrences.maintenanceId, row.maintenanceId),
        eq(maintenanceOccurrences.key, row.key),
      ),
    )
    .returning();
  return after ?? row;
}

/** Forgets occurrences that the plan no longer has; only such as nothing has happened in. */
export async function deleteOccurrences(
  tx: TenantTx,
  maintenanceId: string,
  keys: readonly Ms[],
): Promise<void> {
  if (keys.length === 0) return;
  await tx.orm
    .delete(maintenanceOccurrences)
    .where(
      and(
        ownOccurrences(tx),
        eq(maintenanceOccurrences.maintenanceId, maintenanceId),
        inArray(maintenanceOccurrences.key, [...keys]),
        eq(maintenanceOccurrences.status, "scheduled"),
      ),
    );
}

/** Stored occurrences of these maintenances that are not over by `since`, and each one's last; in time order. */
export async function readOccurrences(
  tx: TenantTx,
  ids: readonly string[],
  since: Ms,
): Promise<Map<string, OccurrenceRow[]>> {
  if (ids.length === 0) return new Map();
  const last = sql`(select max(latest.key) from maintenance_occurrences latest
    where latest.organization_id = ${maintenanceOccurrences.organizationId}
      and latest.maintenance_id = ${maintenanceOccurrences.maintenanceId})`;
  const end = sql`greatest(${maintenanceOccurrences.to}, ${maintenanceOccurrences.endedAt})`;
  const isLive = sql`(${maintenanceOccurrences.endedAt} is null or ${end} > ${since})`;
  const rows = await tx.orm
    .select()
    .from(maintenanceOccurrences)
    .where(
      and(
        ownOccurrences(tx),
        inArray(maintenanceOccurrences.maintenanceId, [...ids]),
        or(isLive, sql`${maintenanceOccurrences.key} = ${last}`),
      ),
    )
    .orderBy(asc(maintenanceOccurrences.maintenanceId), asc(maintenanceOccurrences.key));
  return Map.groupBy(rows, (row) => row.maintenanceId);
}

export async function insertMaintenanceUpdate(
  tx: TenantTx,
  row: MaintenanceUpdate & { maintenanceId: string },
): Promise<void> {
  await tx.orm.insert(maintenanceUpdates).values({ ...row, organizationId: tx.organizationId });
}

export async function deleteMaintenanceUpdate(tx: TenantTx, id: string): Promise<void> {
  await tx.orm
    .delete(maintenanceUpdates)
    .where(and(eq(maintenanceUpdates.organizationId, tx.organizationId), eq(maintenanceUpdates.id, id)));
}

/** What was said of these maintenances since, newest first, by maintenance id. */
export async function readMaintenanceUpdates(
  tx: TenantTx,
  ids: readonly string[],
  since: Ms,
): Promise<Map<string, (MaintenanceUpdate & { maintenanceId: string })[]>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.orm
    .select()
    .from(maintenanceUpdates)
    .where(
      and(
        eq(maintenanceUpdates.organizationId, tx.organizationId),
        inArray(maintenanceUpdates.maintenanceId, [...ids]),
        gt(maintenanceUpdates.at, since),
      ),
    )
    .orderBy(desc(maintenanceUpdates.id))
    .limit(5_000);
  return Map.groupBy(rows, (row) => row.maintenanceId);
}
