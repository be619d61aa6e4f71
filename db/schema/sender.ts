import { jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { SendingRecord, SendingState } from "@/lib/domain/sender";
import { ms, organizationId, version } from "./columns";

/** A domain the organization may send mail from, as far as its DNS proves it. */
export const sendingDomains = pgTable(
  "sending_domains",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    domain: text().notNull(),
    /** Its name at the mail provider; null while nobody has asked there. */
    providerId: text(),
    state: text().$type<SendingState>().notNull(),
    records: jsonb().$type<SendingRecord[]>().notNull(),
    failure: text(),
    createdAt: ms().notNull(),
    checkedAt: ms(),
    verifiedAt: ms(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.domain),
  ],
);

/** Who a page's mails come from; without a row, the product's own sender under the page's name. */
export const pageSenders = pgTable(
  "page_senders",
  {
    organizationId: organizationId(),
    pageId: text().notNull(),
    name: text(),
    /** Of a verified sending domain; null: the product's own address. */
    address: text(),
    replyTo: text(),
    updatedAt: ms().notNull(),
    version: version(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.pageId] })],
);
