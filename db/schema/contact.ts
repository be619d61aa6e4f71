import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Locale } from "@/lib/domain/page";
import type { ContactTopic, WarningMode } from "@/lib/domain/subscriber";
import { ms, organizationId, version } from "./columns";

/** A person at a customer who is told that customer's own numbers, by e-mail. */
export const contacts = pgTable(
  "contacts",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    customerId: text().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    /** As RULES R7.1 compares addresses. */
    addressKey: text().notNull(),
    topics: text().array().$type<ContactTopic[]>().notNull(),
    locale: text().$type<Locale>().notNull(),
    timezone: text().notNull(),
    linkGeneration: integer().notNull().default(1),
    /** The contact itself asked us to stop. */
    unsubscribedAt: ms(),
    quarantinedAt: ms(),
    quarantineReason: text(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    archivedAt: ms(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("contacts_once")
      .on(table.organizationId, table.customerId, table.addressKey)
      .where(sql`archived_at is null`),
    index().on(table.organizationId, table.addressKey),
  ],
);

/** How the organization's customers are warned; no row is `draft`, and credits are not spoken of. */
export const warningSettings = pgTable(
  "warning_settings",
  {
    organizationId: organizationId(),
    mode: text().$type<WarningMode>().notNull(),
    /** Whether a message may say which credit is likely. */
    tellsCredit: boolean().notNull(),
    /** What we do next, in the organization's words. */
    nextSteps: text(),
    updatedAt: ms().notNull(),
    version: version(),
  },
  (table) => [primaryKey({ columns: [table.organizationId] })],
);

/** A customer that is warned otherwise than the organization's settings say. */
export const customerWarningModes = pgTable(
  "customer_warning_modes",
  {
    organizationId: organizationId(),
    customerId: text().notNull(),
    mode: text().$type<WarningMode>().notNull(),
    updatedAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.customerId] })],
);

/** A warning that waits for a person; `message` is exactly what its recipients will read. */
export const warningDrafts = pgTable(
  "warning_drafts",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    customerId: text().notNull(),
    /** What is told; nobody is told it twice (RULES R7.1). */
    factId: text().notNull(),
    template: text().notNull(),
    message: jsonb().$type<Record<string, unknown>>().notNull(),
    state: text().$type<"waiting" | "sent" | "discarded" | "outdated">().notNull(),
    createdAt: ms().notNull(),
    decidedAt: ms(),
    decidedBy: text(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.customerId, table.factId),
    index().on(table.organizationId, table.state, table.id),
  ],
);
