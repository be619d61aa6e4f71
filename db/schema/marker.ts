import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { ms, organizationId } from "./columns";

/** What was done to components at an instant, such as a deployment: drawn where it may explain what came after. */
export const markers = pgTable(
  "markers",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    title: text().notNull(),
    at: ms().notNull(),
    /** null: every component. */
    componentIds: text().array(),
    url: text(),
    createdAt: ms().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.at),
  ],
);
