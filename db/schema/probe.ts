import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { ms, organizationId } from "./columns";

/** Every probe process that spoke up lately, as it last said of itself; who looks at the fleet reads this. */
export const probes = pgTable(
  "probes",
  {
    organizationId: organizationId(),
    region: text().notNull(),
    name: text().notNull(),
    version: text().notNull(),
    /** What it speaks with us; 0 for a probe that does not say. */
    protocol: integer().notNull(),
    firstSeenAt: ms().notNull(),
    lastSeenAt: ms().notNull(),
    /** When it said goodbye; null while it is expected back. */
    leftAt: ms(),
    /** How far its clock is ahead of ours; null until it knows. */
    skewMs: ms(),
    outstanding: integer().notNull(),
    capacity: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.region, table.name] }),
    index().on(table.organizationId, table.lastSeenAt),
  ],
);
