import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "@/db/migrate";
import { immutableTables } from "@/db/security";
import { required } from "@/lib/env";

/** RULES R8: what the database itself refuses, whoever asks. */
let pg: postgres.Sql;

/** The global tables R8.2 names, and the processes' signs of life, which belong to no tenant. */
const globalTables = [
  "beat_listeners",
  "memberships",
  "organizations",
  "page_addresses",
  "publication_versions",
  "sessions",
  "token_index",
  "users",
  "verification_tokens",
  "worker_heartbeats",
  "provider_sources",
  "provider_readings",
  "provider_incidents",
];

beforeAll(() => {
  pg = postgres(required("databaseUrl"), { max: 1, onnotice: () => {} });
});

afterAll(() => pg.end());

describe("R8.2 every table but the named global ones belongs to a tenant", () => {
  it("leads every primary and unique key with organization_id", async () => {
    const rows = await pg<{ name: string; index: string; lead: string }[]>`
      select rel.relname as name, idx.relname as index, att.attname as lead
      from pg_index join pg_class rel on rel.oid = indrelid join pg_class idx on idx.oid = indexrelid
      join pg_attribute att on att.attrelid = rel.oid and att.attnum = indkey[0]
      where rel.relnamespace = 'public'::regnamespace and indisunique and rel.relkind in ('r', 'p')`;
    const wrong = rows.filter((row) => row.lead !== "organization_id" && !globalTables.includes(row.name));
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(20);
  });

  it("has row-level security, forced on the owner too, with a policy for the app role", async () => {
    const open = await pg<{ name: string }[]>`
      select rel.relname as name from pg_class rel
      where rel.relnamespace = 'public'::regnamespace and rel.relkind in ('r', 'p')
        and not rel.relname = any(${globalTables})
        and not (rel.relrowsecurity and rel.relforcerowsecurity)`;
    expect(open.map((row) => row.name)).toEqual([]);
    const bare = await pg<{ name: string }[]>`
      select rel.relname as name from pg_class rel
      where rel.relnamespace = 'public'::regnamespace and rel.relkind in ('r', 'p') and not rel.relispartition
        and not rel.relname = any(${globalTables})
        and not exists (select from pg_policy where polrelid = rel.oid and polname = 'tenant')`;
    expect(bare.map((row) => row.name)).toEqual([]);
  });
});

describe("R8.1 none of the three roles can bypass the walls", () => {
  it("has roles that are neither superuser nor BYPASSRLS nor able to log in", async () => {
    const roles = await pg`
      select rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole from pg_roles
      where rolname in ('probity_owner', 'probity_app', 'probity_engine') order by rolname`;
    expect(roles).toHaveLength(3);
    for (const role of roles)
      expect(role).toMatchObject({
        rolsuper: false,
        rolbypassrls: false,
        rolcanlogin: false,
        rolcreaterole: false,
      });
  });

  it("gives the engine no grant on ledger, keys, members or audit", async () => {
    const grants = await pg<{ tableName: string }[]>`
      select table_name as "tableName" from information_schema.role_table_grants
      where grantee = 'probity_engine' and (table_name like 'ledger%' or table_name like 'checkpoint%'
        or table_name in ('api_keys', 'invitations', 'audit_entries', 'memberships', 'users', 'sessions'))`;
    expect(grants).toEqual([]);
  });
});

describe("facts cannot be changed", () => {
  const attempt = (role: string, act: string) =>
    pg
      .begin(async (sql) => {
        await sql.unsafe(`set local role ${role}`);
        await sql.unsafe(act);
        return "done";
      })
      .catch((error: { code: string }) => error.code);

  it.each([...immutableTables])("refuses UPDATE, DELETE and TRUNCATE of %s to the app", async (table) => {
    const key = globalTables.includes(table) ? "source_id" : "organization_id";
    expect(await attempt("probity_app", `update ${table} set ${key} = 'x'`)).toBe("42501");
    expect(await attempt("probity_app", `delete from ${table}`)).toBe("42501");
    expect(await attempt("probity_app", `truncate ${table}`)).toBe("42501");
  });

  it.each([...immutableTables])(
    "refuses TRUNCATE of %s even to the owner and to a superuser",
    async (table) => {
      expect(await attempt("probity_owner", `truncate ${table}`)).toBe("23001");
      expect(await attempt("postgres", `truncate ${table}`)).toBe("23001");
    },
  );

  it("refuses UPDATE and DELETE of a row even to a superuser", async () => {
    await pg`insert into audit_entries (organization_id, id, at, actor, action, object_type, object_id)
      values ('org_1', 'aud_1', 1, 'user:1', 'made', 'thing', '1')`;
    expect(await attempt("postgres", "update audit_entries set at = 2")).toBe("23001");
    expect(await attempt("postgres", "delete from audit_entries")).toBe("23001");
  });
});

describe("put up again, as every start and every command does", () => {
  const triggers = () =>
    pg`select tgrelid::regclass::text as table, tgname, tgenabled from pg_trigger where not tgisinternal order by 1, 2`;

  it("they wait for nobody who reads and writes meanwhile", async () => {
    const [{ all } = { all: "" }] = await pg<{ all: string }[]>`
      select string_agg(quote_ident(relname), ', ') as all from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
    const before = await triggers();
    await pg.begin(async (sql) => {
      await sql.unsafe(`lock table ${all} in row exclusive mode`);
      await migrate(required("databaseUrl"));
    });
    expect(await triggers()).toEqual(before);
  });

  it("they mend what somebody took away", async () => {
    const before = await triggers();
    await pg`alter table audit_entries no force row level security`;
    await pg`alter table audit_entries disable trigger append_only`;
    await pg`drop trigger locked on statements`.catch(() => {});
    await migrate(required("databaseUrl"));
    expect(await triggers()).toEqual(before);
    const [table] =
      await pg`select relforcerowsecurity as forced from pg_class where relname = 'audit_entries'`;
    expect(table?.forced).toBe(true);
  });
});
