import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { inEngine, outliveLostConnection } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import { childEnv, env } from "@/lib/env";

it("a connection that dies within a transaction rejects it, ends no process, and the next one works", async () => {
  const url = env().databaseDirectUrl ?? "";
  const words = ["--import", "tsx", "test/db/dying-connection.ts", url];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    env: childEnv({}),
    timeout: 20_000,
  });
  expect(stdout.trim().split("\n").at(-1)).toBe("rejected, then 2");
  expect(stdout).not.toContain("died");
}, 30_000);

it("outlives what the driver throws of a lost connection, with a new pool, and no other error", async () => {
  const two = () => inEngine(engineScope(), (tx) => tx.sql<{ two: number }[]>`select 1 + 1 as two`);
  await two();
  const write = new TypeError("Cannot read properties of null (reading 'write')");
  write.stack = `${write}\n    at Immediate.nextWrite (file:///app/node_modules/postgres/src/connection.js:255:22)`;
  expect(outliveLostConnection(write)).toBe(true);
  expect(await two()).toMatchObject([{ two: 2 }]);
  const login = Object.assign(new Error("server login has been failing"), { code: "08P01" });
  expect(outliveLostConnection(login)).toBe(true);
  expect(await two()).toMatchObject([{ two: 2 }]);
  const broken = Object.assign(new Error("duplicate key"), { code: "23505" });
  expect([new TypeError("something of ours"), broken].map(outliveLostConnection)).toEqual([false, false]);
});
