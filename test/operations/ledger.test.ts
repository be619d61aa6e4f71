import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { keyScope } from "@/lib/auth/scope";
import { verifyChain } from "@/lib/domain/chain";
import { hourMs } from "@/lib/domain/time";
import { correctLedger } from "@/lib/operations/correction";
import { exportLedger } from "@/lib/operations/export";
import { importHistory } from "@/lib/operations/import";
import { listLedger } from "@/lib/operations/ledger";
import { currentStates, readTimeline } from "@/lib/operations/timeline";
import { verifyLedger } from "@/lib/operations/verify";
import { append, chainOf, day, newComponent, newScope, says, start, superuser } from "./ledger-rig";

afterAll(closeDatabase);

const at = (hours: number) => start + hours * hourMs;

describe("appendEntries", () => {
  it("R1.7 lets concurrent appenders of one chain make neither a gap nor a fork", async () => {
    const scope = newScope();
    const [one, two] = [await newComponent(scope), await newComponent(scope)];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        append(
          scope,
          [
            says(index % 2 ? one : two, "operational", at(index), `mon_${index}`),
            says(index % 2 ? two : one, "operational", at(index), `mon_${index}`),
          ],
          at(index),
        ),
      ),
    );
    const chains = await inTenant(scope, async (tx) => [await chainOf(tx, one), await chainOf(tx, two)]);
    for (const chain of chains) {
      expect(verifyChain(chain)).toMatchObject({ ok: true, entries: 40 });
      const recorded = chain.map((entry) => entry.recordedAt);
      expect(recorded).toEqual(recorded.toSorted((a, b) => a - b));
    }
  });

  it("R1.2 makes a late word a revision that ends at its source's next word", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(
      scope,
      [says(id, "operational", at(0)), says(id, "major_outage", at(10)), says(id, "operational", at(20))],
      at(21),
    );
    const [late] = await append(scope, [says(id, "degraded_performance", at(5))], at(22));
    expect(late).toMatchObject({ kind: "revision", effectiveFrom: at(5), effectiveTo: at(10), seq: 4 });
    const view = await readTimeline(
      scope,
      { component_id: id, from: at(0), to: at(22), basis: "worst" },
      at(22),
    );
    expect(view.segments.map(({ from, state }) => [from, state])).toEqual([
      [at(0), "operational"],
      [at(5), "degraded_performance"],
      [at(10), "major_outage"],
      [at(20), "operational"],
    ]);
    expect(view.segments[2]?.causes).toEqual([
      { componentId: id, type: "monitor", id: "mon_1", entrySeq: 2, title: "Monitor" },
    ]);
    expect(view.uptime).toEqual({
      percent: "54.545454",
      downtimeMs: 10 * hourMs,
      unknownMs: 0,
      maintenanceMs: 0,
    });
  });

  it("R1.2 bounds a late word by the words of its own batch too", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    const [, late] = await append(
      scope,
      [says(id, "operational", at(8)), says(id, "major_outage", at(3))],
      at(9),
    );
    expect(late).toMatchObject({ kind: "revision", effectiveFrom: at(3), effectiveTo: at(8) });
  });

  it("R1.3 replays what was known at an instant, whatever was learnt later", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(scope, [says(id, "operational", at(0))], at(1));
    await append(scope, [says(id, "major_outage", at(2)), says(id, "operational", at(4))], at(6));
    const correction = {
      component_id: id,
      from: at(2),
      to: at(4),
      state: "operational",
      reason: "a probe's fault",
      dry_run: false,
    } as const;
    await correctLedger(scope, correction, at(8));
    const asOf = async (as_of: number) => {
      const view = await readTimeline(
        scope,
        { component_id: id, from: at(0), to: at(8), basis: "worst", as_of },
        at(9),
      );
      return view.uptime.downtimeMs / hourMs;
    };
    expect([await asOf(at(1)), await asOf(at(6)), await asOf(at(7)), await asOf(at(8))]).toEqual([
      0, 2, 2, 0,
    ]);
  });

  it("R1.3 never records an entry before the one before it, even when the clock goes back", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(scope, [says(id, "operational", at(0))], at(10));
    const [entry] = await append(scope, [says(id, "major_outage", at(1))], at(5));
    expect(entry?.recordedAt).toBe(at(10));
  });

  it("R5.1 keeps a reason's text beside the chain, told to members alone and gone without a trace once erased", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(scope, [{ ...says(id, "operational", at(0)), reason: "Ada said so" }], at(1));
    const page = { component_id: id, limit: 10 };
    const [entry] = (await listLedger(scope, page)).items;
    expect(entry).toMatchObject({ reason: "Ada said so", seq: 1 });
    expect(entry?.canonical).not.toContain("Ada");
    const key = keyScope(scope.organizationId, "key_1", ["read"]);
    expect((await listLedger(key, page)).items[0]?.reason).toBeNull();
    await inTenant(scope, (tx) => tx.sql`delete from ledger_reasons`);
    expect((await listLedger(scope, page)).items[0]?.reason).toBeNull();
    expect(await verifyLedger(scope, {}, at(2))).toMatchObject({ ok: true });
  });

  it("lists a chain in pages, oldest first", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(
      scope,
      [0, 1, 2, 3, 4].map((hour) => says(id, "operational", at(hour))),
      at(5),
    );
    const first = await listLedger(scope, { component_id: id, limit: 3 });
    const second = await listLedger(scope, { component_id: id, limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(second.nextCursor).toBeNull();
  });
});

describe("the database itself", () => {
  const attempt = (role: string, organizationId: string, statement: string) => {
    const pg = superuser();
    return pg
      .begin(async (sql) => {
        await sql.unsafe(`set local role ${role}`);
        await sql`select set_config('app.organization_id', ${organizationId}, true)`;
        await sql.unsafe(statement);
        return "done";
      })
      .catch((error: { code: string }) => error.code)
      .finally(() => pg.end());
  };

  it("refuses to change, remove or empty entries, to the app and to a superuser alike", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(scope, [says(id, "operational", at(0))], at(1));
    const acts = [
      "update ledger_entries set state = 'unknown'",
      "delete from ledger_entries",
      "truncate ledger_entries",
    ];
    for (const act of acts) {
      expect(await attempt("probity_app", scope.organizationId, act)).toBe("42501");
      expect(await attempt("postgres", scope.organizationId, act)).toBe("23001");
    }
    expect(await attempt("probity_owner", scope.organizationId, "truncate ledger_entries")).toBe("23001");
    expect(await verifyLedger(scope, {}, at(2))).toMatchObject({ ok: true });
  });
});

describe("one tenant cannot reach another's ledger", () => {
  it("answers not_found to every operation, and no row to a raw query", async () => {
    const [a, b] = [newScope(), newScope()];
    const id = await newComponent(b);
    await append(b, [says(id, "major_outage", at(0))], at(1));
    const component_id = id;
    const span = { from: at(0), to: at(1) };
    const attempts = [
      () => readTimeline(a, { component_id, basis: "worst" }, at(2)),
      () => listLedger(a, { component_id, limit: 1 }),
      () => verifyLedger(a, { component_id }, at(2)),
      () => exportLedger(a, [id], at(2)),
      () =>
        correctLedger(a, { ...span, component_id, state: "operational", reason: "x", dry_run: true }, at(2)),
      () =>
        importHistory(a, { component_id, source: "x", entries: [{ ...span, state: "operational" }] }, at(2)),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    await inTenant(a, async (tx) => {
      expect(await tx.sql`select * from ledger_entries`).toEqual([]);
      expect(await tx.sql`select * from ledger_heads`).toEqual([]);
      expect((await currentStates(tx, [id], at(2))).get(id)).toMatchObject({
        state: "operational",
        since: null,
      });
    });
    expect(await inTenant(b, (tx) => chainOf(tx, id))).toHaveLength(1);
    expect((await verifyLedger(b, {}, day(1))).ok).toBe(true);
  });
});
