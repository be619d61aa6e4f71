import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { runMigrations as migrateQueue } from "graphile-worker";
import postgres from "postgres";
import { queueSql, rolesSql, wallsSql } from "./security";

const folder = join(dirname(fileURLToPath(import.meta.url)), "migrations");
/** Any constant: two migrators on one database wait for each other. */
const lockKey = 7_730_241;

/**
 * Brings a database up to date: roles, tables, row-level security, append-only triggers, the job queue's schema.
 * Safe to run at any time and by several processes at once; needs a login that may create roles, or one that
 * was granted probity_owner, probity_app and probity_engine beforehand. `url` must not be a transaction pooler.
 */
export async function migrate(url: string): Promise<void> {
  const pg = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await pg`select pg_advisory_lock(${lockKey})`;
    await pg.unsafe(rolesSql);
    await pg.unsafe("set role probity_owner");
    await applyMigrations(drizzle(pg), { migrationsFolder: folder });
    await pg.unsafe(wallsSql);
    await pg.unsafe("reset role");
    await migrateQueue({ connectionString: url });
    await pg.unsafe(queueSql);
    await pg`select pg_advisory_unlock(${lockKey})`;
  } finally {
    await pg.end({ timeout: 5 });
  }
}
