import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { closeDatabase } from "@/db/client";
import { migrate } from "@/db/migrate";
import { childEnv, type Env, env, extendEnv, loadDotEnv, required } from "@/lib/env";
import { buildIfNeeded } from "./build";
import { type Child, keepChild } from "./children";
import { anyDatabase, type Database, ownDatabase } from "./database";
import { seedOnFirstRun, signInLine } from "./first-run";
import { keptDemoTargetPort } from "./kept-port";
import { requireNode } from "./node-version";
import { keptSecrets } from "./secrets";

// The one process entry: brings up the database, then keeps web and worker alive until it is asked to stop.

const root = resolve(import.meta.dirname, "../..");
const say = (sentence: string) => console.log(sentence);

try {
  await main(askedToStop());
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function main(stop: AbortSignal): Promise<void> {
  requireNode();
  const dev = readArguments();
  const settings = env();
  const withWeb = settings.role !== "worker";
  if (withWeb) await requireFreePort(settings);
  const database = await openDatabase(settings);
  try {
    if (withWeb && !dev && !stop.aborted) await buildIfNeeded(root, say);
    if (!stop.aborted) await prepareDatabase(settings);
    if (!stop.aborted) await serve(settings, dev, stop);
  } finally {
    await closeDatabase();
    await database.close();
  }
  say("Stopped.");
}

/** Settings come from `.env` and the environment; `--role` overrides, `--dev` asks for the development server. */
function readArguments(): boolean {
  loadDotEnv();
  const { values } = parseArgs({ options: { dev: { type: "boolean" }, role: { type: "string" } } });
  if (values.role) extendEnv({ PROBITY_ROLE: values.role });
  return values.dev ?? false;
}

/** Later signals of the same Ctrl-C (a terminal and npm both send one) change nothing. */
function askedToStop(): AbortSignal {
  const asked = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      if (!asked.signal.aborted) say("\nStopping ...");
      asked.abort();
    });
  return asked.signal;
}

/** Fails before any work is done, rather than after a minute of building. */
function requireFreePort(settings: Env): Promise<void> {
  const probe = createServer();
  return new Promise((done, fail) => {
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const advice = "Stop whatever listens there, or choose another: PORT=3001 npm start";
      fail(new Error(`Port ${settings.port} cannot be used (${error.code}). ${advice}`));
    });
    probe.listen(settings.port, settings.publicUrlGiven ? undefined : "127.0.0.1", () => {
      probe.close(() => done());
    });
  });
}

async function openDatabase(settings: Env): Promise<Database> {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o755 });
  if (settings.databaseUrl) {
    for (const name of ["authSecret", "encryptionKey", "signingKey"] as const) required(name);
    say("Using the database of DATABASE_URL.");
    return anyDatabase();
  }
  say("Starting Postgres ...");
  const database = settings.role === "all" ? await ownDatabase(say) : await anyDatabase(say);
  extendEnv({ ...keptSecrets(settings.dataDir, settings), ...database.environment });
  return database;
}

async function prepareDatabase(settings: Env): Promise<void> {
  const port = await keptDemoTargetPort(settings.dataDir);
  extendEnv({ PROBITY_DEMO_TARGET_PORT: String(port) });
  say("Bringing the database up to date ...");
  await migrate(required("databaseDirectUrl"));
  if (settings.seed === "demo" && settings.role === "all") await seedOnFirstRun(Date.now(), say);
}

async function serve(settings: Env, dev: boolean, stop: AbortSignal): Promise<void> {
  const children: Child[] = [];
  if (settings.role !== "worker") children.push(keep("web", "lib/server/web.ts", dev));
  if (settings.role !== "web") children.push(keep("worker", "lib/jobs/main.ts", dev));
  if (settings.role === "worker") say("The worker is running. Ctrl-C stops it.");
  else await announce(settings, stop);
  if (!stop.aborted) await new Promise((done) => stop.addEventListener("abort", done, { once: true }));
  await Promise.all(children.map((child) => child.stop()));
}

function keep(name: string, entry: string, dev: boolean): Child {
  return keepChild({
    name,
    entry: resolve(root, entry),
    arguments: dev ? ["--dev"] : [],
    cwd: root,
    env: childEnv({
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXTAUTH_URL: env().publicUrl,
      NEXTAUTH_SECRET: required("authSecret"),
    }),
    say,
  });
}

/** Prints the way in once the whole product works. */
async function announce(settings: Env, stop: AbortSignal): Promise<void> {
  const address = settings.role === "web" ? "healthz" : "readyz";
  const url = `http://127.0.0.1:${settings.port}/${address}`;
  while (!stop.aborted) {
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) break;
    await pause(100, undefined, { signal: stop }).catch(() => {});
  }
  if (stop.aborted) return;
  say(`\nProbity is running at ${settings.publicUrl}`);
  const line = await signInLine(Date.now());
  say(`${line}\nCtrl-C stops it.`);
}
