import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { ms, organizationId, version } from "./columns";

export type CompositionRow = { rule: "all" | "any" | "k_of_n"; k?: number; of: string[] };

export const components = pgTable(
  "components",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    name: text().notNull(),
    description: text(),
    groupName: text(),
    position: integer().notNull().default(0),
    publish: text().$type<"automatic" | "manual">().notNull().default("manual"),
    composition: jsonb().$type<CompositionRow>(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    archivedAt: ms(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.position, table.id),
  ],
);
