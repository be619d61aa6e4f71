import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { inEngine, outliveLostWrite } from "@/db/client";
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

it("outlives the driver's write to a dead connection, with a new pool, and no other error", async () => {
  const two = () => inEngine(engineScope(), (tx) => tx.sql<{ two: number }[]>`select 1 + 1 as two`);
  await two();
  const write = new TypeError("Cannot read properties of null (reading 'write')");
  write.stack = `${write}\n    at Immediate.nextWrite (file:///app/node_modules/postgres/src/connection.js:255:22)`;
  expect(outliveLostWrite(write)).toBe(true);
  expect(await two()).toMatchObject([{ two: 2 }]);
  expect(outliveLostWrite(new TypeError("something of ours"))).toBe(false);
});
