import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { ms, organizationId, version } from "./columns";

export const monitors = pgTable(
  "monitors",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    componentId: text().notNull(),
    name: text().notNull(),
    type: text().notNull(),
    target: text().notNull(),
    intervalSeconds: integer().notNull(),
    timeoutMs: integer().notNull(),
    regions: text().array().notNull(),
    settings: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Header values and bodies that may hold secrets: sealed with PROBITY_ENCRYPTION_KEY. */
    sealedSettings: text(),
    assertions: jsonb().$type<unknown[]>().notNull(),
    degradedAfterMs: integer(),
    confirmFailures: integer().notNull().default(2),
    confirmRecoveries: integer().notNull().default(2),
    confirmQuorum: integer().notNull().default(1),
    downState: text().$type<"partial_outage" | "major_outage">().notNull().default("major_outage"),
    graceSeconds: integer(),
    beatTokenHash: text(),
    beatTokenSealed: text(),
    pausedAt: ms(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    archivedAt: ms(),
    version: version(),
    /** Grows when what is checked changes; outcomes of an older check are kept and count for nothing. */
    checkVersion: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.componentId),
  ],
);

/**
 * One row per (monitor, region): when its next run is due, and all a probe needs to run it, so that claiming
 * touches this table alone (engine role, across tenants).
 */
export const schedules = pgTable(
  "schedules",
  {
    organizationId: organizationId(),
    monitorId: text().notNull(),
    region: text().notNull(),
    monitorVersion: ms().notNull(),
    dueAt: ms().notNull(),
    intervalMs: integer().notNull(),
    timeoutMs: integer().notNull(),
    type: text().notNull(),
    target: text().notNull(),
    spec: jsonb().$type<Record<string, unknown>>().notNull(),
    sealedSettings: text(),
    /** The run last given out, to whom, and until when its outcome is awaited; then it may be run again. */
    claimedFor: ms(),
    claimedBy: text(),
    claimedUntil: ms(),
    /**
     * `steady`: another "up" changes nothing, so nobody need look. `open`: every outcome is looked at. `silent`: out
     * of the vote, so its silence is no news. A hint: verdicts are right without it, only later.
     */
    standing: text().$type<"steady" | "open" | "silent">().notNull().default("open"),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.monitorId, table.region] }),
    index().on(table.region, table.dueAt),
  ],
);

/** Global: when each web process could hear heartbeats; time that no row covers proves no lateness (RULES R3.4). */
export const beatListeners = pgTable(
  "beat_listeners",
  {
    listenerId: text().notNull(),
    startedAt: ms().notNull(),
    seenAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.listenerId, table.startedAt] }), index().on(table.seenAt)],
);

/** What the confirmation rules remember of a monitor (RULES R3); re-derivable from outcomes. */
export const monitorVerdicts = pgTable(
  "monitor_verdicts",
  {
    organizationId: organizationId(),
    monitorId: text().notNull(),
    verdict: text().$type<"up" | "degraded" | "down" | "unknown">().notNull(),
    since: ms().notNull(),
    memory: jsonb().$type<unknown>().notNull(),
    updatedAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.monitorId] })],
);

/** Confirmed outages; the partial unique index guarantees one open outage per monitor. */
export const outages = pgTable(
  "outages",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    monitorId: text().notNull(),
    componentId: text().notNull(),
    startedAt: ms().notNull(),
    endedAt: ms(),
    /** When its monitor was first seen well after it; null while it lasts, and while sight of it is lost (RULES R3.3). */
    recoveredAt: ms(),
    confirmedAt: ms().notNull(),
    failure: text(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("outages_one_open").on(table.organizationId, table.monitorId).where(sql`ended_at is null`),
    index("outages_unrecovered").on(table.organizationId, table.monitorId).where(sql`recovered_at is null`),
    index().on(table.organizationId, table.componentId, table.startedAt),
  ],
);

/** Hourly counts and latency histogram per monitor and region; outlive the outcomes they sum. */
export const outcomeRollups = pgTable(
  "outcome_rollups",
  {
    organizationId: organizationId(),
    monitorId: text().notNull(),
    region: text().notNull(),
    hour: ms().notNull(),
    up: integer().notNull(),
    degraded: integer().notNull(),
    down: integer().notNull(),
    suspect: integer().notNull(),
    /** Summed milliseconds per phase: dns, connect, tls, first byte, transfer, total. */
    phaseSumsMs: ms().array().notNull(),
    /** Counts of total time per bucket of lib/domain's latency scale. */
    histogram: integer().array().notNull(),
    /** The same for the other phases, empty buckets left out: phase × 100 + bucket, and its runs at the same place. */
    phaseCells: integer().array().notNull().default(sql`'{}'`),
    phaseRuns: integer().array().notNull().default(sql`'{}'`),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.monitorId, table.region, table.hour] })],
);

/** Health of the built-in demo services, switched from the dashboard. */
export const demoServices = pgTable(
  "demo_services",
  {
    organizationId: organizationId(),
    name: text().notNull(),
    health: text().$type<"ok" | "slow" | "error" | "down">().notNull(),
    updatedAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.name] })],
);
