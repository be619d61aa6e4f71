import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { productLogin } from "@/db/security";
import { env } from "@/lib/env";
import { isLocked, type Lock, tryLock, waitForLock } from "./lock";
import { type EmbeddedPostgres, startPostgres } from "./postgres";

/** A database to work with: somebody else's (DATABASE_URL), our running one, or one started for this process. */
export type Database = {
  /** What this process and its children must know to use it: `DATABASE_URL` and its like. */
  readonly environment: Readonly<Record<string, string>>;
  readonly embedded: boolean;
  close(): Promise<void>;
};

/** What a running instance leaves in its data dir for commands. */
type Running = { pid: number; environment: Record<string, string> };

const databaseName = "probity";
const waitTimeoutMs = 60_000;

/**
 * Starts the data dir's Postgres and keeps it alive on its port until `close`. Throws a sentence when another
 * process has the data dir; one that is just ending gets a few seconds.
 */
export async function ownDatabase(say: (sentence: string) => void): Promise<Database> {
  const { dataDir } = env();
  const lock = await waitForLock(subjectOf(dataDir), 5_000, () => {});
  if (!lock) throw new Error(inUse(dataDir));
  return serve(dataDir, lock, say, true);
}

/** The database for a command: a running instance's if there is one, else one of its own for the call. */
export async function anyDatabase(say: (sentence: string) => void = () => {}): Promise<Database> {
  const { databaseUrl, dataDir, embedded } = env();
  if (databaseUrl) return { environment: {}, embedded, close: async () => {} };
  const subject = subjectOf(dataDir);
  for (let waitedMs = 0; waitedMs < waitTimeoutMs; waitedMs += 250) {
    const lock = await tryLock(subject);
    if (lock) return serve(dataDir, lock, say, false);
    const running = readRunning(dataDir);
    if (running && (await isLocked(subject)))
      return { environment: running.environment, embedded: true, close: async () => {} };
    await pause(250);
  }
  throw new Error(inUse(dataDir));
}

/** The sentence names the process, when it is known. */
function inUse(dataDir: string): string {
  const pid = readRunning(dataDir)?.pid;
  const who = pid ? `process ${pid}` : "another process";
  return `The data dir ${dataDir} is in use by ${who}. Stop it, or set PROBITY_DATA_DIR and PORT to others.`;
}

function subjectOf(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  return `data dir ${realpathSync(dataDir)}`;
}

/** `announced` tells commands where to find the database; one that lives for a single call tells nobody. */
async function serve(
  dataDir: string,
  lock: Lock,
  say: (sentence: string) => void,
  announced: boolean,
): Promise<Database> {
  const file = join(dataDir, "running.json");
  rmSync(file, { force: true });
  try {
    const server = await startPostgres({ dataDir });
    const login = loginUrl(server.url(databaseName));
    await createDatabase(server.url("postgres"), login.password);
    const environment = environmentOf(login.href, server.url(databaseName));
    const running: Running = { pid: process.pid, environment };
    if (announced) writeFileSync(file, JSON.stringify(running), { mode: 0o600 });
    const stop = keepAlive(dataDir, server, say);
    const close = async () => {
      rmSync(file, { force: true });
      await stop();
      await lock.release();
    };
    return { environment, embedded: true, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * The product's own login: no superuser, and a member of nothing but the app's and the engine's roles, so that even
 * a statement that leaves its transaction's role gains no table. Only migrations and the job queue use the other.
 */
function loginUrl(adminUrl: string): URL {
  const url = new URL(adminUrl);
  url.username = productLogin;
  url.password = createHash("sha256").update(`${productLogin} ${url.password}`).digest("hex");
  return url;
}

/** Port and address go along, so that a link printed by a command leads to the running instance. */
function environmentOf(url: string, directUrl: string): Record<string, string> {
  const { port, publicUrl, publicUrlGiven } = env();
  return {
    DATABASE_URL: url,
    DATABASE_DIRECT_URL: directUrl,
    PROBITY_EMBEDDED: "1",
    PORT: String(port),
    ...(publicUrlGiven ? { PROBITY_PUBLIC_URL: publicUrl } : {}),
  };
}

/** A Postgres that ends by itself is started again on its port, so that pools elsewhere find it back. */
function keepAlive(
  dataDir: string,
  first: EmbeddedPostgres,
  say: (sentence: string) => void,
): () => Promise<void> {
  let current = first;
  let stopping = false;
  const watch = async () => {
    for (await current.ended; !stopping; await current.ended) {
      say("Postgres ended unexpectedly; starting it again ...");
      const next = await startPostgres({ dataDir, port: first.port }).catch((error: Error) => error);
      if (next instanceof Error) {
        say(next.message);
        await pause(1_000);
        continue;
      }
      current = next;
      if (stopping) await next.stop();
    }
  };
  const watching = watch();
  return async () => {
    stopping = true;
    await current.stop();
    await watching;
  };
}

function readRunning(dataDir: string): Running | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, "running.json"), "utf8"));
  } catch {
    return null;
  }
}

async function createDatabase(adminUrl: string, loginPassword: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const found = await admin`select from pg_database where datname = ${databaseName}`;
    if (found.length === 0) await admin.unsafe(`create database ${databaseName}`);
    const login = await admin`select from pg_roles where rolname = ${productLogin}`;
    if (login.length === 0) await admin.unsafe(`create role ${productLogin} noinherit`);
    await admin.unsafe(`alter role ${productLogin} login nosuperuser password '${loginPassword}'`);
  } finally {
    await admin.end();
  }
}
