import { sql } from "drizzle-orm";
import { jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Accounting } from "@/lib/domain/customer";
import { ms, organizationId, version } from "./columns";

/** Who is owed what a contract promises, and how finance books it. */
export const customers = pgTable(
  "customers",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    name: text().notNull(),
    externalId: text(),
    email: text(),
    taxId: text(),
    address: text(),
    accounting: jsonb().$type<Accounting>(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    archivedAt: ms(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("customers_external")
      .on(table.organizationId, table.externalId)
      .where(sql`external_id is not null and archived_at is null`),
  ],
);
