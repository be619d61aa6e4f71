import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { CallKind, CallStatus } from "@/lib/domain/outbound";
import { ms, organizationId, version } from "./columns";

/** Where integrators listen. */
export const webhooks = pgTable(
  "webhooks",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    url: text().notNull(),
    description: text().notNull(),
    eventTypes: text().array().notNull(),
    sealedSecret: text().notNull(),
    hint: text().notNull(),
    sealedPrevious: text(),
    previousUntil: ms(),
    disabledAt: ms(),
    disabledReason: text(),
    /** The first failure since the last success, and how many there were. */
    failingSince: ms(),
    failures: integer().notNull().default(0),
    lastSuccessAt: ms(),
    createdBy: text().notNull(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    version: version(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
);

/** What integrators are told; the body is the exact text that is signed and sent. */
export const events = pgTable(
  "events",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    type: text().notNull(),
    body: text().notNull(),
    createdAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] }), index().on(table.createdAt)],
);

/** One thing to tell one place outside: an event to a webhook, an alert to a channel. At least once, under one id. */
export const outboundCalls = pgTable(
  "outbound_calls",
  {
    organizationId: organizationId(),
    kind: text().$type<CallKind>().notNull(),
    /** The webhook or the channel. */
    targetId: text().notNull(),
    /** The event or the alert's message. */
    messageId: text().notNull(),
    status: text().$type<CallStatus>().notNull(),
    attempts: integer().notNull(),
    dueAt: ms(),
    claimedUntil: ms(),
    failure: text(),
    createdAt: ms().notNull(),
    finishedAt: ms(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.kind, table.targetId, table.messageId] }),
    index("outbound_calls_due").on(table.dueAt).where(sql`due_at is not null`),
    index("outbound_calls_age").on(table.createdAt),
  ],
);

/** Each attempt, with what was sent beside the body and the beginning of what came back. */
export const outboundAttempts = pgTable(
  "outbound_attempts",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    kind: text().$type<CallKind>().notNull(),
    targetId: text().notNull(),
    messageId: text().notNull(),
    attempt: integer().notNull(),
    at: ms().notNull(),
    durationMs: integer().notNull(),
    outcome: text().$type<CallStatus>().notNull(),
    requestHeaders: jsonb().$type<Record<string, string>>().notNull(),
    responseStatus: integer(),
    responseBody: text(),
    failure: text(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.kind, table.targetId, table.id),
    index("outbound_attempts_age").on(table.at),
  ],
);
