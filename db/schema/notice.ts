import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { DeliveryStatus, NoticeTemplate } from "@/lib/domain/notice";
import { ms, organizationId } from "./columns";

/** One thing to tell; written in the business transaction (DESIGN §8). */
export const notices = pgTable(
  "notices",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    factId: text().notNull(),
    template: text().$type<NoticeTemplate>().notNull(),
    slots: jsonb().$type<Record<string, string | null>>().notNull(),
    createdAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
);

/** One copy of a notice for one recipient on one channel; unique per fact (RULES R7.1). */
export const deliveries = pgTable(
  "deliveries",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    noticeId: text().notNull(),
    factId: text().notNull(),
    channel: text().$type<"email">().notNull(),
    addressKey: text().notNull(),
    address: text().notNull(),
    template: text().$type<NoticeTemplate>().notNull(),
    slots: jsonb().$type<Record<string, string | null>>().notNull(),
    status: text().$type<DeliveryStatus>().notNull(),
    attempts: integer().notNull().default(0),
    dueAt: ms(),
    claimedUntil: ms(),
    /** When the sender was first asked; its memory of our idempotency key starts here (RULES R7.2). */
    firstAttemptAt: ms(),
    sentAt: ms(),
    senderId: text(),
    failure: text(),
    createdAt: ms().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.factId, table.channel, table.addressKey),
    index().on(table.dueAt),
  ],
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
