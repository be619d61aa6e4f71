import { rmSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { migrate } from "@/db/migrate";
import { extendEnv } from "@/lib/env";
import { startPostgres } from "@/lib/server/postgres";
import { temporaryFolder } from "../temporary-folder";

const template = "simulation_template";
/** What is written survives only the simulated crashes, which are not the disk's. */
const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** A Postgres of which every world gets a migrated database of its own. */
export type Ground = { readonly url: string; readonly template: string; clear(): Promise<void> };

export async function layGround(): Promise<Ground> {
  const folder = temporaryFolder();
  const server = await startPostgres({ dataDir: join(folder, "data"), settings });
  const admin = postgres(server.url("postgres"), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${template}`);
  await admin.end();
  await migrate(server.url(template));
  return {
    url: server.url("postgres"),
    template,
    async clear() {
      await closeDatabase();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Gives `work` an empty database, as superuser too, and takes it away afterwards. */
export async function inFreshDatabase<T>(
  ground: Pick<Ground, "url" | "template">,
  name: string,
  work: (superuser: postgres.Sql) => Promise<T>,
): Promise<T> {
  await closeDatabase();
  const admin = postgres(ground.url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.unsafe(`create database ${name} template ${ground.template}`);
  const url = new URL(ground.url);
  url.pathname = `/${name}`;
  extendEnv({ DATABASE_URL: url.href, PROBITY_EMBEDDED: "1" });
  const superuser = postgres(url.href, { max: 2, onnotice: () => {} });
  try {
    return await work(superuser);
  } finally {
    await Promise.all([closeDatabase(), superuser.end()]);
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}
