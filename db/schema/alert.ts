import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { AlertChannelType, AlertNote, AlertRoute, AlertSeverity, AlertStatus } from "@/lib/domain/alert";
import { ms, organizationId } from "./columns";

/** Where the organization's own people are reached. */
export const alertChannels = pgTable(
  "alert_channels",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    name: text().notNull(),
    type: text().$type<AlertChannelType>().notNull(),
    sealedConfig: text().notNull(),
    /** As much of where it leads as may be shown. */
    label: text().notNull(),
    createdAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
);

/** Who is told of what, when; the first that fits decides. */
export const alertRoutes = pgTable(
  "alert_routes",
  {
    organizationId: organizationId(),
    position: integer().notNull(),
    route: jsonb().$type<AlertRoute>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.position] })],
);

/** One cause of outages that somebody is to look at. */
export const alerts = pgTable(
  "alerts",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    dedupKey: text().notNull(),
    title: text().notNull(),
    status: text().$type<AlertStatus>().notNull(),
    severity: text().$type<AlertSeverity>().notNull(),
    incidentId: text(),
    componentIds: text().array().notNull(),
    outages: integer().notNull(),
    startedAt: ms().notNull(),
    openedAt: ms().notNull(),
    acknowledgedAt: ms(),
    acknowledgedBy: text(),
    resolvedAt: ms(),
    /** As it was when the alert was opened: a change of the settings moves nothing that runs. */
    route: jsonb().$type<AlertRoute>(),
    stepsTaken: integer().notNull(),
    toldAt: ms(),
    nextAt: ms(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("alerts_open").on(table.organizationId, table.dedupKey).where(sql`status <> 'resolved'`),
  ],
);

/** What was said of an alert; the calls that carry it name it. */
export const alertMessages = pgTable(
  "alert_messages",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    alertId: text().notNull(),
    note: jsonb().$type<AlertNote>().notNull(),
    createdAt: ms().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.alertId),
  ],
);
