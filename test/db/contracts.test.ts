import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { required } from "@/lib/env";

let pg: postgres.Sql;

beforeAll(() => {
  pg = postgres(required("databaseUrl"), { max: 1, onnotice: () => {} });
});

afterAll(() => pg.end());

it("R8.1 gives the engine no grant on customers, contracts, statements, credits, memos or counts", async () => {
  const tables = await pg<{ tableName: string }[]>`
    select table_name as "tableName" from information_schema.tables where table_schema = 'public'
      and table_name similar to '(customers|contracts|commitment%|statements|credits|memo%|count\_%|finance%)'`;
  expect(tables).toHaveLength(13);
  const grants = await pg`select table_name from information_schema.role_table_grants
    where grantee = 'probity_engine' and table_name = any(${tables.map((each) => each.tableName)})`;
  expect(grants).toEqual([]);
});
