import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Channel, DeliveryStatus, FailedAttempt } from "@/lib/domain/delivery";
import type { NoticeTemplate } from "@/lib/domain/notice";
import type { PageAudience } from "@/lib/domain/subscriber";
import type { SuppressionReason } from "@/lib/domain/suppression";
import { bytes, ms, organizationId } from "./columns";

/** One thing to tell; written in the business transaction (DESIGN §8). */
export const notices = pgTable(
  "notices",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    factId: text().notNull(),
    template: text().$type<NoticeTemplate>().notNull(),
    /** Common to all recipients. */
    slots: jsonb().$type<Record<string, unknown>>().notNull(),
    /** The incident it is about, so that the desk finds it. */
    incidentId: text(),
    from: text(),
    replyTo: text(),
    /** Mails of one thread are shown together. */
    threadId: text(),
    detectedAt: ms(),
    createdAt: ms().notNull(),
    dueAt: ms().notNull(),
    cancelledAt: ms(),
    /** Whom to look up; null when its recipients were named. */
    audience: jsonb().$type<PageAudience>(),
    /** The last recipient looked up. */
    expandedTo: text().notNull().default(""),
    /** When a worker may look up more; null when there is nothing to look up any more. */
    expandAt: ms(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.factId),
    index().on(table.organizationId, table.incidentId, table.id).where(sql`incident_id is not null`),
    index("notices_expand").on(table.expandAt).where(sql`expand_at is not null`),
  ],
);

/** One copy of a notice for one recipient on one channel; unique per fact (RULES R7.1). */
export const deliveries = pgTable(
  "deliveries",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    noticeId: text().notNull(),
    factId: text().notNull(),
    channel: text().$type<Channel>().notNull(),
    addressKey: text().notNull(),
    /** As it may be shown: an e-mail address, or a hook's host. */
    address: text().notNull(),
    /** The subscriber, contact or user it is for. */
    recipientId: text(),
    template: text().$type<NoticeTemplate>().notNull(),
    /** What differs from recipient to recipient. */
    slots: jsonb().$type<Record<string, string>>().notNull(),
    locale: text().notNull().default("en"),
    timezone: text().notNull().default("UTC"),
    /** The address of a hook and what its messages are signed with, sealed; null of e-mail. */
    endpoint: text(),
    signingSecret: text(),
    /** Which loop takes it, the urgent first; see `lanes`. */
    lane: integer().notNull().default(1),
    status: text().$type<DeliveryStatus>().notNull(),
    attempts: integer().notNull().default(0),
    dueAt: ms(),
    claimedUntil: ms(),
    /** When the sender was first asked; its memory of our idempotency key starts here (RULES R7.2). */
    firstAttemptAt: ms(),
    sentAt: ms(),
    deliveredAt: ms(),
    senderId: text(),
    batchId: text(),
    failure: text(),
    failures: jsonb().$type<FailedAttempt[]>(),
    createdAt: ms().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("deliveries_once").on(table.organizationId, table.factId, table.channel, table.addressKey),
    index("deliveries_due").on(table.lane, table.organizationId, table.dueAt).where(sql`due_at is not null`),
  ],
);

/** Messages that leave in one call, frozen before the first attempt and repeated byte for byte (RULES R7.2). */
export const deliveryBatches = pgTable(
  "delivery_batches",
  {
    organizationId: organizationId(),
    /** Also the idempotency key. */
    id: text().notNull(),
    /** Deliveries in the order of the body. */
    members: text().array().notNull(),
    /** Sealed; null once the batch has met its fate. */
    body: bytes(),
    lane: integer().notNull(),
    status: text().$type<"open" | "taken" | "refused" | "uncertain">().notNull(),
    attempts: integer().notNull(),
    firstAttemptAt: ms().notNull(),
    /** Whether an attempt may have been accepted without our hearing of it. */
    maybeAccepted: boolean().notNull(),
    dueAt: ms(),
    claimedUntil: ms(),
    failures: jsonb().$type<FailedAttempt[]>(),
    createdAt: ms().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index("delivery_batches_due")
      .on(table.lane, table.organizationId, table.dueAt)
      .where(sql`due_at is not null`),
  ],
);

/** Addresses that nothing is sent to any more, and why. */
export const suppressions = pgTable(
  "suppressions",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    addressKey: text().notNull(),
    address: text().notNull(),
    reason: text().$type<SuppressionReason>().notNull(),
    /** In the provider's or a person's words. */
    detail: text(),
    /** The copy that came back. */
    deliveryId: text(),
    createdAt: ms().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("suppressions_once").on(table.organizationId, table.addressKey),
  ],
);

/** Which of a mail provider's events were taken: a repeated one is refused. */
export const providerEvents = pgTable(
  "provider_events",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    type: text().notNull(),
    receivedAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] }), index().on(table.receivedAt)],
);

/** How fast a mail provider lets us ask, learnt from its answers and shared by all workers. */
export const senderPaces = pgTable(
  "sender_paces",
  {
    organizationId: organizationId(),
    sender: text().notNull(),
    /** Requests in a window. */
    limit: integer().notNull(),
    windowMs: integer().notNull(),
    windowAt: ms().notNull(),
    used: integer().notNull(),
    blockedUntil: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.sender] })],
);

/** What the local outbox "sent": the embedded default's mailbox, shown at /outbox. */
export const outboxMessages = pgTable(
  "outbox_messages",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    to: text().notNull(),
    subject: text().notNull(),
    html: text().notNull(),
    text: text().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    createdAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] }), index().on(table.createdAt)],
);
