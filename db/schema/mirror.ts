import { bigint, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { ms, organizationId } from "./columns";

/** What of a page stands in the mirror, so that what is no longer published can be taken away there too. */
export const mirroredPages = pgTable(
  "mirrored_pages",
  {
    organizationId: organizationId(),
    pageId: text().notNull(),
    /** Of the publication that was mirrored last; 0 before the first. */
    version: bigint({ mode: "number" }).notNull(),
    /** Tag of the bytes by file. */
    files: jsonb().$type<Record<string, string>>().notNull(),
    claimedUntil: ms(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.pageId] })],
);
