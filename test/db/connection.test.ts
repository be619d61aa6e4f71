import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { expect, it } from "vitest";
import { closeDatabase, inEngine, inTenant, outliveLostConnection } from "@/db/client";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { childEnv, env, required } from "@/lib/env";

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

it("R8.1 the very first statement of a transaction is inside the walls, however it is sent", async () => {
  await closeDatabase();
  const where = "current_user::text || ' ' || current_setting('app.organization_id') as place";
  const asked = Array.from({ length: 30 }, (_, index) =>
    inTenant(systemScope(`org_${index}`, "test"), async (tx) => {
      const first = tx.sql.unsafe<{ place: string }[]>(`select ${where}`).execute();
      const [second] = await tx.orm.execute(sql.raw(`select ${where}`));
      return [(await first)[0]?.place, second?.place];
    }),
  );
  const expected = asked.map((_, index) => Array(2).fill(`probity_app org_${index}`));
  expect(await Promise.all(asked)).toEqual(expected);
});

it("R8.1 nothing runs in a transaction that could not take its role", async () => {
  const pg = postgres(required("databaseUrl"), { max: 1, onnotice: () => {} });
  await pg`create sequence if not exists steps; grant all on sequence steps to public`.simple();
  const impossible = systemScope("org_\0", "test");
  const step = inTenant(impossible, async (tx) => {
    await tx.sql`select nextval('steps')`.catch(() => {});
    return "went on";
  });
  await expect(step).rejects.toMatchObject({ code: "22021" });
  expect(await pg`select is_called from steps`).toMatchObject([{ is_called: false }]);
  await pg.end();
});
