import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { Locale } from "@/lib/domain/page";
import type {
  Consent,
  Rhythm,
  SubscriberChannel,
  SubscriberKind,
  SubscriberState,
} from "@/lib/domain/subscriber";
import { ms, organizationId, version } from "./columns";

/** Until when a page's digests have told what happened, one row per rhythm. */
export const pageDigests = pgTable(
  "page_digests",
  {
    organizationId: organizationId(),
    pageId: text().notNull(),
    rhythm: text().$type<Rhythm>().notNull(),
    toldTo: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.pageId, table.rhythm] })],
);

/** Who asked to hear of a page, on one channel; a page and an address meet once, and once per incident followed. */
export const subscribers = pgTable(
  "subscribers",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    pageId: text().notNull(),
    channel: text().$type<SubscriberChannel>().notNull(),
    /** As it may be shown: an e-mail address, or a hook's host. */
    address: text().notNull(),
    /** An e-mail address as RULES R7.1 compares it; of a hook, the SHA-256 of its address. */
    addressKey: text().notNull(),
    /** The address of a hook, sealed; null of e-mail. */
    endpoint: text(),
    /** What a webhook's messages are signed with, sealed; null of every other channel. */
    signingSecret: text(),
    state: text().$type<SubscriberState>().notNull(),
    /** Only these components and those of `groups`; both null: all of the page. */
    components: text().array(),
    groups: text().array(),
    kinds: text().array().$type<SubscriberKind[]>().notNull(),
    /** The least impact of an incident worth hearing of: 0 none, 1 minor, 2 major, 3 critical. */
    leastImpact: integer().notNull().default(0),
    /** Each message, or what they said as one mail a day or a week. */
    rhythm: text().$type<Rhythm>().notNull().default("each"),
    /** Since when it is so: what was told before came in the rhythm of before. */
    rhythmSince: ms().notNull().default(0),
    /** Follows this incident and nothing else. */
    incidentId: text(),
    locale: text().$type<Locale>().notNull(),
    timezone: text().notNull(),
    consent: jsonb().$type<Consent>().notNull(),
    /** Raised to make every link of this subscriber worthless. */
    linkGeneration: integer().notNull().default(1),
    confirmedAt: ms(),
    unsubscribedAt: ms(),
    quarantinedAt: ms(),
    /** Why nothing is sent any more, for people. */
    quarantineReason: text(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique("subscribers_once")
      .on(table.organizationId, table.pageId, table.channel, table.addressKey, table.incidentId)
      .nullsNotDistinct(),
    index().on(table.organizationId, table.pageId, table.state, table.id),
    index().on(table.organizationId, table.addressKey),
    index("subscribers_digests")
      .on(table.organizationId, table.pageId, table.rhythm)
      .where(sql`rhythm <> 'each'`),
  ],
);
