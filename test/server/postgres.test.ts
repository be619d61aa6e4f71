import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EmbeddedPostgres, startPostgres } from "@/lib/server/postgres";
import { temporaryFolder } from "../temporary-folder";

let dataDir: string;
const running: EmbeddedPostgres[] = [];
const settings = { fsync: "off" };

beforeEach(() => {
  dataDir = temporaryFolder();
});

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(folder = dataDir): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ dataDir: folder, settings });
  running.push(server);
  return server;
}

async function ask<Row extends Record<string, unknown>>(url: string, text: string): Promise<Row | undefined> {
  const pg = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await pg.unsafe<Row[]>(text);
    return row;
  } finally {
    await pg.end();
  }
}

/** A process that holds a Postgres on the data dir, and the Postgres's address. */
async function hold(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "test/server/hold-postgres.ts", dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!child.stdout) throw new Error("no pipe");
  const [url] = await once(createInterface(child.stdout), "line");
  return { child, url };
}

test("starts, keeps what was written over a restart, and leaves no pid file", async () => {
  const first = await start();
  await ask(first.url("postgres"), "create table kept as select 42 as answer");
  await first.stop();
  expect(existsSync(join(dataDir, "postgres/postmaster.pid"))).toBe(false);
  const second = await start();
  expect(await ask(second.url("postgres"), "select answer from kept")).toEqual({ answer: 42 });
});

test("speaks UTF-8 in UTC whatever the machine's locale", async () => {
  const { url } = await start();
  const row = await ask(
    url("postgres"),
    "select current_setting('server_encoding') as e, current_setting('TimeZone') as z, 'ä' < 'z' as c",
  );
  expect(row).toEqual({ e: "UTF8", z: "UTC", c: false });
});

test("its password is needed, and only its owner can read it", async () => {
  const server = await start();
  const wrong = server.url("postgres").replace(server.password, "wrong");
  await expect(ask(wrong, "select 1")).rejects.toThrow(/password/);
  expect(statSync(join(dataDir, "database.json")).mode & 0o777).toBe(0o600);
});

test("kill -9 of its starter leaves nothing behind that stops the next start, and nothing committed is lost", async () => {
  const { child, url } = await hold();
  await ask(url, "create table kept as select 7 as answer");
  child.kill("SIGKILL");
  const server = await start();
  expect(await ask(server.url("postgres"), "select answer from kept")).toEqual({ answer: 7 });
});

test("a pid file whose number belongs to another program does not stop the start", async () => {
  await (await start()).stop();
  const file = join(dataDir, "postgres/postmaster.pid");
  writeFileSync(file, `${process.pid}\n${join(dataDir, "postgres")}\n0\n1\n\n127.0.0.1\n\nready   \n`);
  const server = await start();
  expect(await ask(server.url("postgres"), "select 1 as one")).toEqual({ one: 1 });
});

test("two data dirs run side by side", async () => {
  const other = temporaryFolder();
  const servers = [await start(), await start(other)];
  const ports = servers.map((server) => server.port);
  expect(new Set(ports).size).toBe(2);
  for (const server of servers.slice(1)) await server.stop();
  rmSync(other, { recursive: true });
});

test("tells when the server ended by itself, and starts again on the same port", async () => {
  const first = await start();
  const pid = Number(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(pid, "SIGKILL");
  await first.ended;
  const second = await startPostgres({ dataDir, port: first.port, settings });
  running.push(second);
  expect(await ask(second.url("postgres"), "select 1 as one")).toEqual({ one: 1 });
});

test("an initialisation cut short is made again from the start", async () => {
  writeFileSync(join(dataDir, "postgres.draft"), "left over");
  expect((await start()).port).toBeGreaterThan(0);
});

test("a database that is gone is reported, never silently replaced by an empty one", async () => {
  writeFileSync(join(dataDir, "database.json"), JSON.stringify({ folder: "postgres", password: "x" }));
  await expect(startPostgres({ dataDir })).rejects.toThrow(/names a database that is gone/);
});
