import { spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { canEnter, openFolder, postgresBinaries, type ServerUser, serverUser } from "./postgres-binaries";

/** An initialised database cluster, ready to be served. */
export type Cluster = {
  binaries: string;
  /** The folder Postgres calls PGDATA. */
  folder: string;
  password: string;
  user: ServerUser;
};

/** What `database.json` remembers: the cluster's folder (relative to the data dir, if inside) and password. */
type Memory = { folder: string; password: string };

/** C locale in UTC: the same order and the same words on every machine. */
export const postgresEnvironment = { LC_ALL: "C", TZ: "UTC" };

/** Finds the cluster of a data dir, or makes one. Throws a sentence when it belongs to somebody else. */
export function openCluster(dataDir: string): Cluster {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const memory = recall(dataDir) ?? create(dataDir);
  const folder = resolve(dataDir, memory.folder);
  const user = userOf(folder);
  return { binaries: postgresBinaries(user), folder, password: memory.password, user };
}

function recall(dataDir: string): Memory | null {
  const file = join(dataDir, "database.json");
  if (!existsSync(file)) return null;
  const memory: Memory = JSON.parse(readFileSync(file, "utf8"));
  if (!existsSync(resolve(dataDir, memory.folder, "PG_VERSION")))
    throw new Error(
      `${file} names a database that is gone (${memory.folder}). Restore it, or delete ${file}.`,
    );
  return memory;
}

/** Whoever made the cluster goes on serving it: also when root starts what a user made before. */
function userOf(folder: string): ServerUser {
  const owner = statSync(folder);
  const self = process.getuid?.() ?? owner.uid;
  if (self === 0) return owner.uid === 0 ? serverUser() : { uid: owner.uid, gid: owner.gid };
  if (self === owner.uid) return undefined;
  throw new Error(`${folder} belongs to another user. Set PROBITY_DATA_DIR to a folder of your own.`);
}

/** The cluster appears under its name only when it is whole; its name is remembered only after that. */
function create(dataDir: string): Memory {
  const user = serverUser();
  const inside = canEnter(dataDir, user);
  const name = inside ? "postgres" : join(openFolder, randomUUID());
  const folder = resolve(dataDir, name);
  const draft = `${folder}.draft`;
  if (inside) rmSync(folder, { recursive: true, force: true });
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(draft), { recursive: true, mode: 0o755 });
  mkdirSync(draft, { mode: 0o700 });
  if (user) chownSync(draft, user.uid, user.gid);
  const password = randomBytes(24).toString("base64url");
  initialise(postgresBinaries(user), draft, password, user);
  renameSync(draft, folder);
  const memory = { folder: name, password };
  writeFileSync(join(dataDir, "database.json"), `${JSON.stringify(memory)}\n`, { mode: 0o600 });
  return memory;
}

const initdbFlags = [
  "--username=postgres",
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--locale=C",
  "--no-sync",
];

function initialise(binaries: string, folder: string, password: string, user: ServerUser): void {
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const flags = [...initdbFlags, `--pwfile=${passwordFile}`, `--pgdata=${folder}`];
  const done = spawnSync(join(binaries, "bin/initdb"), flags, {
    cwd: "/",
    env: { NODE_ENV: "production", ...postgresEnvironment },
    encoding: "utf8",
    ...user,
  });
  rmSync(passwordFile);
  if (done.status !== 0)
    throw new Error(
      `Making the database failed: ${done.stderr?.trim() || String(done.error ?? done.signal)}`,
    );
}
