import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { listAuditEntries } from "@/db/queries/audit";
import { hourMs } from "@/lib/domain/time";
import { correctLedger } from "@/lib/operations/correction";
import { readTimeline } from "@/lib/operations/timeline";
import { append, chainOf, day, newComponent, newScope, says, start } from "./ledger-rig";

afterAll(closeDatabase);

const at = (hours: number) => start + hours * hourMs;

/** Up, but down from hour 10 to hour 12. */
async function troubled() {
  const scope = newScope();
  const id = await newComponent(scope);
  await append(
    scope,
    [says(id, "operational", at(0)), says(id, "major_outage", at(10)), says(id, "operational", at(12))],
    at(13),
  );
  const now = day(40);
  const correct = (changes: object, dry_run = false) =>
    correctLedger(
      scope,
      { component_id: id, from: at(10), to: at(12), reason: "seen in the logs", dry_run, ...changes },
      now,
    );
  const downtimeHours = async () => {
    const view = await readTimeline(
      scope,
      { component_id: id, from: at(0), to: at(24), basis: "worst" },
      now,
    );
    return view.uptime.downtimeMs / hourMs;
  };
  return { scope, id, now, correct, downtimeHours };
}

describe("correctLedger", () => {
  it("shows in a dry run what it would change, month by month, and writes nothing", async () => {
    const { scope, id, now, correct } = await troubled();
    const view = await correct({ state: "operational", from: at(10), to: day(31) + hourMs }, true);
    expect(view.entry).toBeNull();
    expect(view.effect).toEqual([
      {
        month: "2026-10",
        before: { percent: "99.731182", downtimeMs: 2 * hourMs, unknownMs: 0, maintenanceMs: 0 },
        after: { percent: "100.000000", downtimeMs: 0, unknownMs: 0, maintenanceMs: 0 },
      },
      {
        month: "2026-11",
        before: expect.objectContaining({ downtimeMs: 0 }),
        after: expect.objectContaining({ downtimeMs: 0 }),
      },
    ]);
    expect(await inTenant(scope, (tx) => chainOf(tx, id))).toHaveLength(3);
    expect(await inTenant(scope, (tx) => listAuditEntries(tx, { limit: 9, before: null }))).toEqual([]);
    expect(now).toBe(day(40));
  });

  it("writes what the dry run showed, with an audit row that holds no reason", async () => {
    const { scope, correct, downtimeHours } = await troubled();
    const shown = await correct({ state: "degraded_performance", to: at(11) }, true);
    const done = await correct({ state: "degraded_performance", to: at(11) });
    expect(done.effect).toEqual(shown.effect);
    expect(done.entry).toMatchObject({ kind: "correction", seq: 4, state: "degraded_performance" });
    expect(await downtimeHours()).toBe(1);
    const audit = await inTenant(scope, (tx) => listAuditEntries(tx, { limit: 9, before: null }));
    expect(audit).toMatchObject([{ action: "ledger.correct", after: { seq: 4 } }]);
    expect(JSON.stringify(audit)).not.toContain("logs");
  });

  it("supersedes a correction, whose own stretch then counts as if it had never been", async () => {
    const { correct, downtimeHours } = await troubled();
    await correct({ state: "operational" });
    expect(await downtimeHours()).toBe(0);
    const view = await correct({ state: "operational", to: at(11), supersedes: 4 });
    expect(await downtimeHours()).toBe(1);
    expect(view.effect[0]).toMatchObject({ before: { downtimeMs: 0 }, after: { downtimeMs: hourMs } });
  });

  it("refuses to supersede what is no correction, what is gone already, and what was never written", async () => {
    const { correct } = await troubled();
    await correct({ cause: "third_party" });
    await correct({ cause: "force_majeure", supersedes: 4 });
    const attempt = (supersedes: number) =>
      correct({ cause: "planned", supersedes }).then(
        () => "done",
        (error: { code: string }) => error.code,
      );
    expect([await attempt(1), await attempt(4), await attempt(99)]).toEqual([
      "invalid",
      "conflict",
      "invalid",
    ]);
    expect(await attempt(5)).toBe("done");
  });

  it("refuses to correct what has not happened", async () => {
    const { correct } = await troubled();
    await expect(correct({ state: "operational", to: day(41) })).rejects.toMatchObject({ code: "conflict" });
  });

  it("lets a composed component follow its corrected member", async () => {
    const { scope, id, now, correct } = await troubled();
    const whole = await newComponent(scope, "Shop");
    const definition = { rule: "all", of: [id] } as const;
    await append(
      scope,
      [{ componentId: whole, kind: "definition", source: { type: "definition", id: whole }, definition }],
      at(1),
    );
    const downMs = async () =>
      (await readTimeline(scope, { component_id: whole, from: at(0), to: at(24), basis: "worst" }, now))
        .uptime.downtimeMs;
    expect(await downMs()).toBe(2 * hourMs);
    await correct({ state: "operational" });
    expect(await downMs()).toBe(0);
  });
});
