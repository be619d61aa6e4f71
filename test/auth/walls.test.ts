import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import { inEngine, inTenant, sqlState } from "@/db/client";
import { engineTables, globalTables, immutableTables } from "@/db/security";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { required } from "@/lib/env";

const mine = systemScope("org_a", "test");
const theirs = systemScope("org_b", "test");
const globals: readonly string[] = globalTables;
const sample: Record<string, string> = {
  text: "'x'",
  bigint: "1",
  integer: "1",
  smallint: "1",
  boolean: "true",
  jsonb: "'{}'",
  json: "'{}'",
  ARRAY: "'{}'",
  bytea: "'\\x00'",
  "double precision": "1",
  numeric: "1",
};
let tables: string[] = [];

/** One row of tenant B in every tenant table, whatever its columns are, written past every wall. */
beforeAll(async () => {
  const root = postgres(required("databaseUrl"), { max: 1, onnotice: () => {} });
  const columns = await root<{ table: string; column: string; type: string }[]>`
    select c.table_name as table, c.column_name as column, c.data_type as type
    from information_schema.columns c join pg_class t on t.relname = c.table_name and not t.relispartition
    where c.table_schema = 'public' and t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')`;
  const byTable = Map.groupBy(columns, (column) => column.table);
  tables = [...byTable.keys()].filter((name) => !globals.includes(name)).sort();
  await root`select outcomes_ensure_day(0)`.catch(() => {});
  // Rows that point nowhere are as good as any here.
  await root`set session_replication_role = replica`;
  for (const table of tables) {
    const all = byTable.get(table) ?? [];
    const values = all.map(({ column, type }) =>
      column === "organization_id" ? "'org_b'" : (sample[type] ?? "null"),
    );
    const names = all.map(({ column }) => `"${column}"`);
    await root.unsafe(`insert into "${table}" (${names.join(", ")}) values (${values.join(", ")})`);
  }
  await root.end();
});

const failureOf = async (work: Promise<unknown>) =>
  work.then(
    () => "nothing",
    (error: unknown) => sqlState(error),
  );

describe("R8.1 row-level security, with no where clause to help", () => {
  it("covers every table that is not named as global", () => {
    expect(tables.length).toBeGreaterThan(20);
    for (const name of [
      "components",
      "api_keys",
      "invitations",
      "ledger_entries",
      "deliveries",
      "audit_entries",
    ])
      expect(tables).toContain(name);
  });

  it("shows tenant A nothing of tenant B in any tenant table, and B its own", async () => {
    for (const table of tables) {
      const count = (scope: typeof mine) =>
        inTenant(scope, async (tx) => {
          const [row] = await tx.sql.unsafe<{ count: number }[]>(`select count(*)::int from "${table}"`);
          return { table, count: row?.count };
        });
      expect(await count(mine)).toEqual({ table, count: 0 });
      expect(await count(theirs)).toEqual({ table, count: 1 });
    }
  });

  it("lets tenant A change and remove nothing of tenant B", async () => {
    const immutable: readonly string[] = immutableTables;
    for (const table of tables) {
      const change = (sql: string) =>
        inTenant(mine, async (tx) => (await tx.sql.unsafe(sql)).count).catch((error: unknown) =>
          sqlState(error),
        );
      const done = {
        update: await change(`update "${table}" set organization_id = 'org_a'`),
        delete: await change(`delete from "${table}"`),
      };
      // Refused outright where the product never does it; elsewhere no row is in sight.
      const harmless = immutable.includes(table) ? ["42501"] : ["42501", 0];
      expect(harmless, `update ${table}`).toContain(done.update);
      expect(harmless, `delete from ${table}`).toContain(done.delete);
    }
  });

  it("takes no row of tenant B from tenant A", async () => {
    const forged = inTenant(
      mine,
      (tx) => tx.sql`insert into notices (organization_id, id, fact_id, template, slots, created_at)
        values ('org_b', 'ntc_x', 'f', 'sign_in', '{}', 1)`,
    );
    expect(await failureOf(forged)).toBe("42501");
  });

  it("cannot be switched off by the app role", async () => {
    const attempts = [
      "set row_security = off; select * from notices",
      "alter table notices disable row level security",
    ];
    for (const attempt of [...attempts, "truncate notices", "drop policy tenant on notices"])
      expect(await failureOf(inTenant(mine, (tx) => tx.sql.unsafe(attempt)))).toBe("42501");
  });

  it("gives neither role the right to bypass it", async () => {
    const rows = await inTenant(
      mine,
      (tx) => tx.sql`select rolname from pg_roles
        where rolname like 'probity_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcanlogin)`,
    );
    expect(rows).toEqual([]);
  });
});

describe("R8.1 the engine", () => {
  it("sees no members' secrets, keys, invitations, ledger or audit log", async () => {
    const closed = ["api_keys", "invitations", "sessions", "verification_tokens", "memberships", "users"];
    for (const table of [
      ...closed,
      "ledger_entries",
      "ledger_heads",
      "audit_entries",
      "checkpoints",
      ...["customers", "contracts", "statements", "credits", "memos", "contacts", "subscribers", "incidents"],
    ]) {
      const read = inEngine(engineScope(), (tx) => tx.sql.unsafe(`select 1 from "${table}"`));
      expect({ table, failure: await failureOf(read) }).toEqual({ table, failure: "42501" });
    }
  });

  it("sees across tenants what it works on", async () => {
    const open: readonly string[] = engineTables;
    expect(open).toContain("deliveries");
    const [row] = await inEngine(
      engineScope(),
      (tx) => tx.sql`select organization_id from deliveries where organization_id = 'org_b'`,
    );
    expect(row).toEqual({ organizationId: "org_b" });
  });

  it("reads a notice's words and moves its turn, no more", async () => {
    const done = (sql: string) => failureOf(inEngine(engineScope(), (tx) => tx.sql.unsafe(sql)));
    expect(await done("select slots from notices for update")).toBe("nothing");
    expect(await done("update notices set expand_at = 2 where expand_at = 1")).toBe("nothing");
    for (const forged of [
      "update notices set slots = '{}'",
      "delete from notices",
      "insert into notices (organization_id, id, fact_id, template, slots, created_at, due_at) values ('o', 'n', 'f', 'sign_in', '{}', 1, 1)",
    ])
      expect(await done(forged)).toBe("42501");
  });
});
