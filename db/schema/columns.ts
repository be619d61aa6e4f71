import { sql } from "drizzle-orm";
import { bigint, customType, text } from "drizzle-orm/pg-core";

/** An instant or a count of milliseconds: integer, exact in JavaScript until the year 287396. */
export const ms = () => bigint({ mode: "number" });

/** The tenant's column; leads the primary key of every tenant table (RULES R8.2). */
export const organizationId = () => text().notNull();

/** Raw bytes. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** Rows that may be changed by people carry a version, which is their ETag. */
export const version = () => bigint({ mode: "number" }).notNull().default(sql`1`);
