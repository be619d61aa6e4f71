import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { ms, organizationId } from "./columns";

/** Who did what, with the object before and after; written in the transaction of the act, never changed. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    at: ms().notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    before: jsonb(),
    after: jsonb(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.objectId, table.id),
  ],
);

/** The first answer to a POST, kept for 24 h under the caller's `Idempotency-Key`. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    organizationId: organizationId(),
    actor: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: integer(),
    headers: jsonb().$type<Record<string, string>>(),
    body: text(),
    createdAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.actor, table.key] })],
);

/** Token buckets of API keys, shared by all web processes. */
export const rateBuckets = pgTable(
  "rate_buckets",
  {
    organizationId: organizationId(),
    bucket: text().notNull(),
    tokens: doublePrecision().notNull(),
    refilledAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.bucket] })],
);

/** Global: a sign of life per worker process, read by /readyz. */
export const workerHeartbeats = pgTable("worker_heartbeats", {
  workerId: text().primaryKey(),
  seenAt: bigint({ mode: "number" }).notNull(),
});
