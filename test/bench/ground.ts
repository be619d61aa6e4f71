import { rmSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { migrate } from "@/db/migrate";
import { extendEnv } from "@/lib/env";
import { type EmbeddedPostgres, startPostgres } from "@/lib/server/postgres";
import { temporaryFolder } from "../temporary-folder";
import { cpuSecondsOfFamily, parentOf } from "./cpu";
import { stopProcesses } from "./helper-process";

/** What every bench stands on: an embedded Postgres as a newcomer's is (fsync on), and a folder that vanishes. */
export type Ground = {
  readonly folder: string;
  /** An empty, migrated database that this process and the helpers it starts use from now on. */
  freshDatabase(name: string): Promise<postgres.Sql>;
  /** Seconds of CPU used by Postgres and all its backends since it started. */
  postgresCpuSeconds(): number | null;
  clear(): Promise<void>;
};

const template = "bench_template";

export async function layGround(): Promise<Ground> {
  const folder = temporaryFolder();
  const server = await startPostgres({ dataDir: join(folder, "data") });
  const admin = postgres(server.url("postgres"), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${template}`);
  await migrate(server.url(template));
  const [backend] = await admin`select pg_backend_pid() as pid`;
  const postmaster = parentOf(Number(backend?.pid));
  let superuser: postgres.Sql | null = null;
  return {
    folder,
    async freshDatabase(name) {
      await Promise.all([closeDatabase(), superuser?.end()]);
      await admin.unsafe(`create database ${name} template ${template}`);
      extendEnv({ DATABASE_URL: server.url(name), PROBITY_EMBEDDED: "1", PROBITY_DATA_DIR: folder });
      superuser = postgres(server.url(name), { max: 2, onnotice: () => {} });
      return superuser;
    },
    postgresCpuSeconds: () => (postmaster === null ? null : cpuSecondsOfFamily(postmaster)),
    async clear() {
      await stopProcesses();
      await Promise.all([closeDatabase(), superuser?.end(), admin.end()]);
      await end(server, folder);
    },
  };
}

async function end(server: EmbeddedPostgres, folder: string): Promise<void> {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
