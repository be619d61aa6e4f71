import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { importEntriesMax, importInput } from "@/lib/domain/import";
import { formatInstant, hourMs, minuteMs } from "@/lib/domain/time";
import { importHistory } from "@/lib/operations/import";
import { readTimeline } from "@/lib/operations/timeline";
import { verifyLedger } from "@/lib/operations/verify";
import { append, chainOf, day, newComponent, newScope, says, start } from "./ledger-rig";

afterAll(closeDatabase);

const at = (hours: number) => start + hours * hourMs;
const up = (from: number, to: number) => ({ from: at(from), to: at(to), state: "operational" as const });
const paths = (error: { errors: readonly { path: string }[] }) => error.errors.map((each) => each.path);

describe("importHistory", () => {
  it("is a source of its own, named by its title, and counts in every basis", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    const entries = [up(0, 10), { from: at(10), to: at(12), state: "major_outage" as const, reason: "fire" }];
    const view = await importHistory(scope, { component_id: id, source: "Old page", entries }, at(20));
    expect(view).toMatchObject({ title: "Old page", entries: 2, firstSeq: 1, lastSeq: 2 });
    for (const basis of ["measured", "declared", "worst"] as const) {
      const { segments } = await readTimeline(
        scope,
        { component_id: id, from: at(0), to: at(12), basis },
        at(20),
      );
      expect(segments.map(({ state }) => state)).toEqual(["operational", "major_outage"]);
      expect(segments[1]?.causes[0]).toMatchObject({ type: "import", id: view.id, title: "Old page" });
    }
  });

  it("names every entry that overlaps another of the request, or ends before it begins", () => {
    const written = ({ from, to, state }: ReturnType<typeof up>) => ({
      from: formatInstant(from),
      to: formatInstant(to),
      state,
    });
    const parse = (entries: ReturnType<typeof up>[]) => {
      const parsed = importInput.safeParse({ source: "x", entries: entries.map(written) });
      return parsed.error?.issues.map((issue) => issue.path.join(".")) ?? [];
    };
    expect(parse([up(0, 1), up(1, 2), up(4, 9), up(8, 10)])).toEqual(["entries.3.from"]);
    expect(parse([up(8, 10), up(4, 9)])).toEqual(["entries.0.from"]);
    expect(parse([up(0, 9), up(1, 2), up(3, 4)])).toEqual(["entries.1.from", "entries.2.from"]);
    expect(parse([up(0, 1), up(3, 3)])).toEqual(["entries.1.to"]);
    expect(parse([up(0, 1), up(1, 2)])).toEqual([]);
  });

  it("conflicts with what monitors and imports know, never with what they do not", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(
      scope,
      [says(id, "operational", at(10)), says(id, "unknown", at(20)), says(id, "operational", at(30))],
      at(40),
    );
    const attempt = (...entries: ReturnType<typeof up>[]) =>
      importHistory(scope, { component_id: id, source: "x", entries }, at(40)).then(() => [], paths);
    expect(await attempt(up(0, 5), up(5, 11))).toEqual(["entries.1.from"]);
    expect(await attempt(up(19, 21))).toEqual(["entries.0.from"]);
    expect(await attempt(up(39, 41))).toEqual(["entries.0.to", "entries.0.from"]);
    expect(await inTenant(scope, (tx) => chainOf(tx, id))).toHaveLength(3);
    expect(await attempt(up(0, 10), up(20, 30))).toEqual([]);
    expect(await attempt(up(9, 10))).toEqual(["entries.0.from"]);
  });

  it("does not conflict with incidents, corrections or imported unknown time", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    const incident = { type: "incident", id: "inc_1" } as const;
    await append(scope, [{ ...says(id, "major_outage", at(0)), source: incident }], at(1));
    const unknown = { from: at(0), to: at(5), state: "unknown" as const };
    await importHistory(scope, { component_id: id, source: "x", entries: [unknown] }, at(9));
    const view = await importHistory(scope, { component_id: id, source: "y", entries: [up(0, 5)] }, at(9));
    expect(view.entries).toBe(1);
  });

  it("takes 50,000 entries in one call within a few seconds, and the chain and its days verify", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    const entries = Array.from({ length: importEntriesMax }, (_, index) => ({
      from: start + index * 30 * minuteMs,
      to: start + (index + 1) * 30 * minuteMs,
      state: index % 50 === 0 ? ("partial_outage" as const) : ("operational" as const),
    }));
    const now = day(1_100);
    const startedAt = performance.now();
    const view = await importHistory(scope, { component_id: id, source: "years", entries }, now);
    expect(view.lastSeq).toBe(importEntriesMax);
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeLessThan(20_000);
    expect(await verifyLedger(scope, { component_id: id }, now)).toMatchObject({ ok: true });
  }, 60_000);
});
