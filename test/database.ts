import { rmSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrate } from "@/db/migrate";
import { startPostgres } from "@/lib/server/postgres";
import { temporaryFolder } from "./temporary-folder";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection string of the run's Postgres, database `postgres`, as superuser. */
    postgresUrl: string;
    /** The migrated database that every test file's own is copied from. */
    templateDatabase: string;
  }
}

const templateDatabase = "probity_template";

/** What is written survives the run only by chance, so nothing waits for the disk. */
const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** One Postgres for the whole run, with the schema migrated once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder();
  const server = await startPostgres({ dataDir: join(folder, "data"), settings });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const admin = postgres(server.url("postgres"), { max: 1, onnotice: () => {} });
    await admin.unsafe(`create database ${templateDatabase}`);
    await admin.end();
    await migrate(server.url(templateDatabase));
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("postgresUrl", server.url("postgres"));
  project.provide("templateDatabase", templateDatabase);
  return stop;
}
