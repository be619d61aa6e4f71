import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inEngine, inTenant, sqlState } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import { newComponent, newScope } from "../operations/ledger-rig";

afterAll(closeDatabase);

const stateOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => sqlState(error),
  );

describe("R8.1 what a forged statement of the product's role cannot do", () => {
  it.each([
    "delete from users",
    "delete from organizations",
    "delete from ledger_heads",
    "delete from ledger_imports",
    "update ledger_imports set title = 'other'",
    "update ledger_reasons set reason = 'other'",
    "update ledger_entries set state = 'operational'",
    "delete from ledger_entries",
    "truncate ledger_entries",
    "truncate ledger_heads",
    "truncate audit_entries",
    "alter table ledger_entries disable trigger append_only",
    "select * from graphile_worker.jobs",
    "select outcomes_drop_before(0)",
    "create table public.mine (id int)",
  ])("%s", async (statement) => {
    const scope = newScope();
    await newComponent(scope);
    expect(await stateOf(inTenant(scope, (tx) => tx.sql.unsafe(statement)))).toBe("42501");
  });

  it.each(["ledger_entries", "audit_entries", "api_keys", "invitations", "sessions", "users", "components"])(
    "nor the engine read %s",
    async (table) => {
      const read = inEngine(engineScope(), (tx) => tx.sql.unsafe(`select 1 from ${table}`));
      expect(await stateOf(read)).toBe("42501");
    },
  );
});
