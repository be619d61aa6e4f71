import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Composition } from "@/lib/domain/ledger";
import { ms, organizationId, version } from "./columns";

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
    composition: jsonb().$type<Composition>(),
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
