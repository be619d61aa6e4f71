import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { childEnv } from "@/lib/env";
import { temporaryFolder } from "../temporary-folder";

type Started = { child: ChildProcess; until(text: string): Promise<string>; end: Promise<number | null> };

let folder: string;
const started: Started[] = [];

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(async () => {
  for (const { child, end } of started.splice(0)) {
    child.kill("SIGTERM");
    await end;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A supervisor with a worker and no web: all of `npm start` but the build and the port. */
function start(): Started {
  const child = spawn(process.execPath, ["--import", "tsx", "lib/server/main.ts", "--role", "worker"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: childEnv({
      DATABASE_URL: "",
      PROBITY_EMBEDDED: "",
      PROBITY_DATA_DIR: join(folder, "data"),
      LOG_LEVEL: "info",
    }),
  });
  const lines: string[] = [];
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error("no pipes");
  for (const stream of [stdout, stderr])
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      child.emit("heard");
    });
  const until = async (text: string) => {
    for (;;) {
      const index = lines.findIndex((line) => line.includes(text));
      if (index >= 0) return lines.splice(0, index + 1).at(-1) ?? "";
      await once(child, "heard");
    }
  };
  const result = { child, until, end: once(child, "close").then(([code]) => code) };
  started.push(result);
  return result;
}

/** Which process the worker is, from its own log line. */
async function workerOf(supervisor: Started): Promise<number> {
  return JSON.parse(await supervisor.until('"msg":"worker started"')).pid;
}

test("starts from nothing and stops cleanly on SIGTERM with exit code 0", async () => {
  const supervisor = start();
  await workerOf(supervisor);
  supervisor.child.kill("SIGTERM");
  await supervisor.until("Stopped.");
  expect(await supervisor.end).toBe(0);
}, 60_000);

test("a worker killed with kill -9 is started again", async () => {
  const supervisor = start();
  const first = await workerOf(supervisor);
  process.kill(first, "SIGKILL");
  await supervisor.until("The worker process ended (SIGKILL); starting it again");
  expect(await workerOf(supervisor)).not.toBe(first);
}, 60_000);

test("after kill -9 of the supervisor its worker leaves, and the next start works", async () => {
  const first = start();
  const worker = await workerOf(first);
  first.child.kill("SIGKILL");
  await first.end;
  const second = start();
  await workerOf(second);
  await expect.poll(() => isAlive(worker)).toBe(false);
}, 60_000);

test("an embedded Postgres that is killed comes back on its port", async () => {
  const supervisor = start();
  await workerOf(supervisor);
  const pidFile = join(folder, "data/postgres/postmaster.pid");
  const [pid, , , port] = readFileSync(pidFile, "utf8").split("\n");
  process.kill(Number(pid), "SIGKILL");
  await supervisor.until("Postgres ended unexpectedly");
  const next = () => {
    const lines = existsSync(pidFile) ? readFileSync(pidFile, "utf8").split("\n") : [];
    return { other: lines[0] !== pid, port: lines[3], status: lines[7]?.trim() };
  };
  await expect.poll(next).toEqual({ other: true, port, status: "ready" });
}, 60_000);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
