import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { AnnouncedPart, MaintenanceStatus } from "@/lib/domain/maintenance";
import { ms, organizationId, version } from "./columns";

/** Planned work, once or again and again; `from`, `to`, `timezone` and `rrule` are the plan in force. */
export const maintenances = pgTable(
  "maintenances",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    from: ms().notNull(),
    to: ms().notNull(),
    timezone: text().notNull(),
    rrule: text(),
    componentIds: text().array().notNull(),
    notifyBeforeMinutes: integer().array().notNull(),
    completeAutomatically: boolean().notNull(),
    notify: boolean().notNull(),
    /** Until when a reader has to ask for it: its last end, or null while it recurs or runs. */
    overAt: ms(),
    cancelledAt: ms(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.overAt),
  ],
);

/** Every publication of a plan, for ever: what notice is counted from (RULES R4.6). */
export const maintenanceAnnouncements = pgTable(
  "maintenance_announcements",
  {
    organizationId: organizationId(),
    maintenanceId: text().notNull(),
    seq: integer().notNull(),
    announcedAt: ms().notNull(),
    /** The occurrence whose window alone is announced; null: the plan itself. */
    occurrence: ms(),
    from: ms().notNull(),
    to: ms().notNull(),
    timezone: text().notNull(),
    rrule: text(),
    componentIds: text().array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.maintenanceId, table.seq] })],
);

/** Occurrences that are near, running or over; those further off are computed from the plan. */
export const maintenanceOccurrences = pgTable(
  "maintenance_occurrences",
  {
    organizationId: organizationId(),
    maintenanceId: text().notNull(),
    /** The start that the plan first gave it: its name for ever. */
    key: ms().notNull(),
    from: ms().notNull(),
    to: ms().notNull(),
    status: text().$type<MaintenanceStatus>().notNull(),
    startedAt: ms(),
    endedAt: ms(),
    parts: jsonb().$type<AnnouncedPart[]>().notNull(),
    /** Reminders that were sent, by their minutes. */
    reminded: integer().array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.maintenanceId, table.key] }),
    index().on(table.organizationId, table.from),
  ],
);

/** What people said of an occurrence, and its own turns. */
export const maintenanceUpdates = pgTable(
  "maintenance_updates",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    maintenanceId: text().notNull(),
    occurrence: ms().notNull(),
    status: text().$type<MaintenanceStatus>().notNull(),
    body: text().notNull(),
    at: ms().notNull(),
    actor: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.maintenanceId, table.occurrence),
  ],
);
