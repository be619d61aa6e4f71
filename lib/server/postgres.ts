import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type Cluster, openCluster, postgresEnvironment } from "./postgres-cluster";

/** A running Postgres of our own, on loopback only. */
export type EmbeddedPostgres = {
  readonly port: number;
  readonly password: string;
  /** Connection string of one of its databases, as the superuser. */
  url(database: string): string;
  /** Fast shutdown; resolves when it is gone. */
  stop(): Promise<void>;
  /** Resolves when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<void>;
};

export type PostgresOptions = {
  dataDir: string;
  /** Default: a free one. */
  port?: number;
  /** Server settings beyond ours, for example `{ fsync: "off" }`. */
  settings?: Readonly<Record<string, string>>;
};

/**
 * Postgres lives exactly as long as the pipe that is the wrapper's standard input: when this process ends, even
 * by `kill -9`, the pipe closes and Postgres shuts down cleanly. It has a session of its own, so that Ctrl-C in a
 * terminal reaches us, not it.
 */
const wrapper = `exec 3<&0
"$0" "$@" 3<&- </dev/null & server=$!
{ cat <&3 >/dev/null; kill -INT $server; } 2>/dev/null & watch=$!
wait $server; code=$?
kill $watch 2>/dev/null
exit $code`;

const startTimeoutMs = 60_000;
const stepMs = 20;

/** Starts the cluster of a data dir, making it if there is none. Throws with Postgres's own words if it cannot. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = openCluster(options.dataDir);
  await clearPredecessor(cluster.folder);
  const log = join(options.dataDir, "postgres.log");
  const attempts = options.port === undefined ? 3 : 1;
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const child = launch(cluster, port, options.settings ?? {}, log);
    const ended = new Promise<void>((done) => child.once("exit", () => done()));
    if (await becomesReady(cluster.folder, child)) return handle(cluster, port, child, ended);
    child.stdin?.destroy();
    await ended;
    if (attempt === attempts) throw new Error(`Postgres did not start:\n${readFileSync(log, "utf8").trim()}`);
  }
}

function launch(
  cluster: Cluster,
  port: number,
  settings: Readonly<Record<string, string>>,
  log: string,
): ChildProcess {
  const all = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    jit: "off",
    log_min_messages: "warning",
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const logFile = openSync(log, "w", 0o600);
  const child = spawn(
    "/bin/sh",
    ["-c", wrapper, join(cluster.binaries, "bin/postgres"), "-D", cluster.folder, ...flags],
    {
      cwd: "/",
      env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", ...postgresEnvironment },
      stdio: ["pipe", logFile, logFile],
      detached: true,
      ...cluster.user,
    },
  );
  closeSync(logFile);
  // A wrapper that is already gone makes its pipe complain; its exit says it better.
  child.stdin?.on("error", () => {});
  return child;
}

function handle(cluster: Cluster, port: number, child: ChildProcess, ended: Promise<void>): EmbeddedPostgres {
  child.unref();
  return {
    port,
    password: cluster.password,
    url: (database) => `postgres://postgres:${cluster.password}@127.0.0.1:${port}/${database}`,
    ended,
    stop: () => {
      // Without it this process may end before Postgres does.
      child.ref();
      child.stdin?.destroy();
      return ended;
    },
  };
}

/** Postgres writes "ready" on the eighth line of its pid file once it takes connections. */
async function becomesReady(folder: string, child: ChildProcess): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < startTimeoutMs; waitedMs += stepMs) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    if (readPidFile(folder)?.[7]?.trim() === "ready") return true;
    await pause(stepMs);
  }
  return false;
}

/**
 * After a `kill -9` of the former start, its Postgres may still be shutting down: waits for it, asks again with
 * SIGINT if nobody told it. A pid file left over whose number now belongs to another program is removed, since
 * Postgres would take that program for itself and refuse to start.
 */
async function clearPredecessor(folder: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < startTimeoutMs; waitedMs += stepMs) {
    const pid = Number(readPidFile(folder)?.[0]);
    if (!pid) return;
    if (!servesFolder(pid, folder)) return rmSync(join(folder, "postmaster.pid"), { force: true });
    if (waitedMs === 5_000) process.kill(pid, "SIGINT");
    await pause(stepMs);
  }
  throw new Error(`Another Postgres serves ${folder} and does not end. Stop it, then start again.`);
}

/** The lines of postmaster.pid, or null without one. The file is not ours: it may vanish at any time. */
function readPidFile(folder: string): string[] | null {
  try {
    return readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
}

/** Whether the process is a Postgres on this folder: Postgres makes its data folder its working directory. */
function servesFolder(pid: number, folder: string): boolean {
  if (!existsSync("/proc/self")) return isAlive(pid);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A TCP port of loopback that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => done(port));
    });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}
