import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant, type TenantTx } from "@/db/client";
import { readHeads } from "@/db/queries/ledger";
import type { LedgerEntry } from "@/lib/domain/ledger";
import { bases, states } from "@/lib/domain/state";
import { dayMs, hourMs, startOfUtcDay } from "@/lib/domain/time";
import { foldTree } from "@/lib/domain/tree";
import { totalsByUtcDay, totalsOf } from "@/lib/domain/uptime";
import { loadChains } from "@/lib/operations/chains";
import { currentStates, dayTotals, readTimeline } from "@/lib/operations/timeline";
import { windowTotals } from "@/lib/operations/uptime";
import { verifyLedger } from "@/lib/operations/verify";
import { append, chainOf, day, newComponent, newScope, start } from "./ledger-rig";

afterAll(closeDatabase);

/** Six days on a grid of six hours; days 0 to 3 lie before the clock starts. */
const slot = fc.integer({ min: 0, max: 24 }).map((count) => start + count * 6 * hourMs);
const length = fc.integer({ min: 1, max: 10 }).map((count) => count * 6 * hourMs);
const state = fc.constantFrom(...states);
const source = fc.constantFrom(
  { type: "monitor", id: "mon_1" } as const,
  { type: "monitor", id: "mon_2" } as const,
  { type: "incident", id: "inc_1" } as const,
  { type: "person", id: "usr_1" } as const,
);
const pick = fc.integer({ min: 0, max: 2 });
const act = fc.oneof(
  fc.record({ act: fc.constant("observation" as const), pick, source, state: fc.option(state), slot }),
  fc.record({ act: fc.constant("revision" as const), pick, source, state: fc.option(state), slot, length }),
  fc.record({ act: fc.constant("import" as const), pick, state, slot, length }),
  fc.record({ act: fc.constant("correction" as const), pick, state, slot, length, older: fc.nat() }),
  fc.record({ act: fc.constant("maintenance" as const), pick, under: fc.boolean(), slot }),
  fc.record({ act: fc.constant("composition" as const), rule: fc.constantFrom("all", "any", null) }),
  fc.record({ act: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 30 }) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function draftOf(
  each: Exclude<Act, { act: "wait" }>,
  ids: readonly string[],
  written: readonly LedgerEntry[],
) {
  if (each.act === "composition") {
    const [componentId = "", ...of] = ids;
    const definition = each.rule === null ? null : ({ rule: each.rule, of } as const);
    return {
      componentId,
      kind: "definition",
      source: { type: "definition", id: componentId },
      definition,
    } as const;
  }
  const componentId = ids[each.pick] ?? "";
  const at = { componentId, effectiveFrom: each.slot };
  const plan = { announcedAt: 0, plannedFrom: start, plannedTo: day(1) };
  switch (each.act) {
    case "observation":
      return { ...at, kind: "observation", source: each.source, state: each.state } as const;
    case "revision":
      return {
        ...at,
        kind: "revision",
        source: each.source,
        state: each.state,
        effectiveTo: each.slot + each.length,
      } as const;
    case "import":
      return {
        ...at,
        kind: "import",
        source: { type: "import", id: "imp_1" },
        state: each.state,
        effectiveTo: each.slot + each.length,
      } as const;
    case "maintenance":
      return {
        ...at,
        ...plan,
        kind: "observation",
        source: { type: "maintenance", id: "mnt_1" },
        state: each.under ? "under_maintenance" : "operational",
      } as const;
    case "correction": {
      // Only corrections are ever superseded: what sources said is corrected, not withdrawn.
      const older = written.filter(
        (entry) => entry.componentId === componentId && entry.kind === "correction",
      );
      const supersedes = each.older % 2 === 0 ? (older[each.older % older.length]?.seq ?? null) : null;
      return {
        ...at,
        kind: "correction",
        source: { type: "person", id: "cor_1" },
        state: each.state,
        effectiveTo: each.slot + each.length,
        reason: "seen in the logs",
        supersedes,
      } as const;
    }
  }
}

describe("R1.8 stored days and folded edges", () => {
  it("equal a full fold, for every basis, window and composition, however late the evidence comes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), slot, slot, async (acts, one, two) => {
        const scope = newScope();
        const ids = [await newComponent(scope), await newComponent(scope), await newComponent(scope)];
        const written: LedgerEntry[] = [];
        let now = day(3);
        for (const each of acts) {
          if (each.act === "wait") now += each.hours * hourMs;
          else written.push(...(await append(scope, [draftOf(each, ids, written)], now)));
        }
        now += 1;
        await inTenant(scope, (tx) =>
          compare(tx, ids, now, { from: Math.min(one, two), to: Math.max(one, two) }),
        );
        for (const id of ids) await compareTimeline(scope, id, now);
        const { components } = await verifyLedger(scope, {}, now);
        expect(components.filter((each) => each.finding !== null)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});

describe("R1.8 when the first word is superseded", () => {
  const correction = (componentId: string, from: number, supersedes: number | null) =>
    ({
      componentId,
      kind: "correction",
      source: { type: "person", id: "cor_1" },
      state: "major_outage",
      effectiveFrom: from,
      effectiveTo: from + 6 * hourMs,
      reason: "seen in the logs",
      supersedes,
    }) as const;

  it("reads the silence after a later back-dated word as a fold does", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(scope, [correction(id, day(0), null)], day(5));
    await append(scope, [correction(id, day(3), 1)], day(6));
    await append(scope, [correction(id, day(1), null)], day(7));
    await inTenant(scope, (tx) => compare(tx, [id], day(7) + 1, { from: day(0), to: day(6) }));
  });

  it("starts anew when every word before was superseded", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(scope, [correction(id, day(3), null)], day(5));
    await append(scope, [correction(id, day(1), 1)], day(6));
    await append(scope, [correction(id, day(2), 2)], day(7));
    await inTenant(scope, (tx) => compare(tx, [id], day(7) + 1, { from: day(0), to: day(6) }));
  });
});

describe("R1.8 when many speak of one component", () => {
  it("keeps no end beyond 32 words, and reads the same figures by a fold", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    const word = (number: number, at: number) =>
      ({
        componentId: id,
        kind: "observation",
        source: { type: "monitor", id: `mon_${number}` },
        state: number % 7 === 0 ? "partial_outage" : "operational",
        effectiveFrom: at,
      }) as const;
    for (const [number, isKept] of [
      [32, true],
      [33, false],
      [34, false],
    ] as const) {
      const numbers = Array.from({ length: number }, (_, index) => index);
      const at = day(3) + number * hourMs;
      await append(
        scope,
        numbers.map((each) => word(each, at)),
        at,
      );
      await inTenant(scope, async (tx) => {
        expect((await readHeads(tx, [id])).get(id)?.ends !== null).toBe(isKept);
        await compare(tx, [id], at + 1, { from: day(3), to: day(6) });
      });
    }
    expect(await verifyLedger(scope, {}, day(6))).toMatchObject({ ok: true });
  });
});

async function compare(
  tx: TenantTx,
  ids: readonly string[],
  now: number,
  window: { from: number; to: number },
) {
  const chains = new Map<string, Awaited<ReturnType<typeof chainOf>>>();
  for (const id of ids) chains.set(id, await chainOf(tx, id));
  for (const basis of bases) {
    const days = await dayTotals(tx, ids, basis, day(-2), day(9), now);
    const totals = await windowTotals(tx, ids, basis, window, now);
    for (const componentId of ids) {
      const full = foldTree({ componentId, chains, basis, from: day(-2), to: Math.min(now, day(9)) });
      expect(days.get(componentId)).toEqual(totalsByUtcDay(full));
      const asked = { from: window.from, to: Math.min(window.to, now) };
      expect(totals.get(componentId)).toEqual(totalsOf(foldTree({ componentId, chains, basis, ...asked })));
    }
  }
  const current = await currentStates(tx, ids, now);
  for (const componentId of ids) {
    const input = { componentId, chains, from: startOfUtcDay(start) - 60 * dayMs, to: now + 1 };
    const segments = foldTree({ ...input, basis: "worst" });
    const last = segments.at(-1);
    const other = segments.findLast((segment) => segment.state !== last?.state);
    const first = Math.min(...(chains.get(componentId) ?? []).map((entry) => entry.effectiveFrom));
    if (first === Infinity) {
      // R1.4: never measured, nothing declared.
      const silent = { state: "operational", measured: "unknown", declared: "operational", since: null };
      expect(current.get(componentId)).toMatchObject(silent);
      continue;
    }
    const since = Math.max(other?.to ?? 0, first);
    expect(current.get(componentId)).toMatchObject({ state: last?.state, since });
    expect(current.get(componentId)?.measured).toBe(foldTree({ ...input, basis: "measured" }).at(-1)?.state);
    expect(current.get(componentId)?.declared).toBe(foldTree({ ...input, basis: "declared" }).at(-1)?.state);
  }
}

async function compareTimeline(scope: ReturnType<typeof newScope>, componentId: string, now: number) {
  for (const as_of of [day(3), day(4), now]) {
    const input = { component_id: componentId, from: day(1), to: day(8), basis: "worst" as const, as_of };
    const view = await readTimeline(scope, input, now);
    const wanted = await inTenant(scope, async (tx) => {
      const whole = await loadChains(tx, [{ componentId, from: 0, to: day(90) }]);
      const chains = new Map<string, Awaited<ReturnType<typeof chainOf>>>();
      for (const id of whole.keys()) chains.set(id, await chainOf(tx, id));
      return foldTree({
        componentId,
        chains,
        basis: "worst",
        from: day(1),
        to: Math.min(now, day(8)),
        asOf: as_of,
      });
    });
    expect(view.segments.map(({ causes, ...rest }) => rest)).toEqual(
      wanted.map(({ causes, ...rest }) => rest),
    );
  }
}
