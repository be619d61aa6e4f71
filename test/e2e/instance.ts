import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { childEnv } from "@/lib/env";
import { freePort } from "@/lib/server/postgres";
import { temporaryFolder } from "../temporary-folder";

type Answer = { status: number; body: string };

/** A whole installation of a test's own, with one organization: everything may be done to it. */
export type Instance = {
  baseURL: string;
  /** Signs the organization's owner in, once. */
  signInLink: string;
  /** REST v1 with a key that holds all; throws when refused. */
  api: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  get: (path: string) => Promise<Answer>;
  /** Runs a program of ours as somebody at the installation's own terminal; answers the last line it printed. */
  run: (program: string, ...words: string[]) => string;
  workerPid: () => number | undefined;
  postgresPid: () => number | undefined;
  stop: () => Promise<void>;
};

const cli = "lib/server/cli.ts";

/**
 * Starts it as `npm start` does, on a free port, with targets on loopback allowed and `settings` beside. Resolves when
 * it is ready.
 */
export async function startInstance(settings: Record<string, string> = {}): Promise<Instance> {
  const folder = temporaryFolder();
  const port = await freePort();
  const baseURL = `http://127.0.0.1:${port}`;
  const dataDir = join(folder, "data");
  const env = childEnv({
    PORT: String(port),
    PROBITY_DATA_DIR: dataDir,
    PROBITY_ALLOW_PRIVATE_TARGETS: "127.0.0.0/8",
    PROBITY_SEED: "none",
    DATABASE_URL: "",
    ...settings,
  });
  const main = spawn("node", ["--import", "tsx", "lib/server/main.ts"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const workers = follow(main);
  await readiness(baseURL, main);
  const made = command(env, cli, [
    "org",
    "create",
    "--slug",
    "acme",
    "--name",
    "Acme",
    "--owner",
    "owner@acme.example",
  ]);
  const key = command(env, cli, ["key", "create", "--org", "acme", "--scopes", "admin,finance"]);
  return {
    baseURL,
    signInLink: /https?:\S+/.exec(made)?.[0] ?? "",
    api: (method, path, body) => call(`${baseURL}/api/v1${path}`, method, key, body),
    get: async (path) => {
      const response = await fetch(baseURL + path);
      return { status: response.status, body: await response.text() };
    },
    run: (program, ...words) => command(env, program, words),
    workerPid: () => workers.at(-1),
    postgresPid: () => pidOf(join(dataDir, "postgres/postmaster.pid")),
    stop: async () => {
      const ended = once(main, "close");
      if (main.exitCode === null && main.kill("SIGTERM")) await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The workers' process ids, as each says when it starts. */
function follow({ stdout }: ChildProcess): number[] {
  const workers: number[] = [];
  if (stdout === null) throw new Error("no pipe");
  createInterface(stdout).on("line", (line) => {
    if (line.includes('"msg":"worker started"')) workers.push(Number(JSON.parse(line).pid));
  });
  return workers;
}

async function readiness(baseURL: string, main: ChildProcess): Promise<void> {
  for (;;) {
    if (main.exitCode !== null) throw new Error(`The installation ended with exit code ${main.exitCode}.`);
    const response = await fetch(`${baseURL}/readyz`).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

/** Runs a program; answers the last line it printed. */
function command(env: NodeJS.ProcessEnv, program: string, words: readonly string[]): string {
  const done = spawnSync("node", ["--import", "tsx", program, ...words], {
    env,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`${program} ${words.join(" ")}: ${done.stderr}`);
  return done.stdout.trim().split("\n").at(-1) ?? "";
}

async function call<T>(url: string, method: string, key: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === "" ? ({} as T) : JSON.parse(text);
}

function pidOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8").split("\n", 1)[0]) || undefined;
  } catch {
    return undefined;
  }
}
