import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { listCountEntries } from "@/db/queries/count";
import { parseInput } from "@/lib/domain/complaint";
import { countsInput } from "@/lib/domain/count";
import { sha256Hex, zeroHash } from "@/lib/domain/hash";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, hourMs, minuteMs } from "@/lib/domain/time";
import { closeStatement } from "@/lib/operations/closing";
import { reportCounts } from "@/lib/operations/counts";
import { chainAllOutcomes, restate } from "@/lib/operations/statement-work";
import { reproduceStatement } from "@/lib/operations/statements";
import { newMonitor, outcome, store } from "./checks-rig";
import { signed, statementsOf, termsOf } from "./contract-rig";
import { day, newComponent, newScope, start, superuser } from "./ledger-rig";

afterAll(closeDatabase);

const later = day(40);
const step = 5 * minuteMs;

function report(
  scope: TenantScope,
  componentId: string,
  entries: [number, number, number][],
  changes: object = {},
) {
  const body = {
    interval_seconds: 300,
    entries: entries.map(([place, total, bad]) => ({
      from: formatInstant(start + place * step),
      total,
      bad,
    })),
    ...changes,
  };
  return reportCounts(scope, { ...parseInput(countsInput, body), component_id: componentId }, later);
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

const storage = (id: string) => ({
  counts: "reported",
  terms: termsOf(id, {
    measurement: { method: "interval_error_rate", interval_seconds: 300, empty_interval: "zero_error" },
  }),
});

describe("counts", () => {
  it("are chained like the ledger and cannot be changed", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await report(scope, id, [[0, 100, 1]]);
    await report(scope, id, [[1, 100, 2]]);
    const chain = await inTenant(scope, (tx) => listCountEntries(tx, id, 0, 10));
    expect(chain.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(chain.map(({ prevHash }) => prevHash)).toEqual([zeroHash, chain[0]?.hash]);
    for (const { canonical, hash } of chain) expect(sha256Hex(canonical)).toBe(hash);
    const pg = superuser();
    await expect(pg`update count_intervals set bad = 0 where component_id = ${id}`).rejects.toMatchObject({
      code: "23001",
    });
    await pg.end();
  });

  it("take a repeat only with a reason, which supersedes; another length or the future not at all", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await report(scope, id, [[0, 100, 1]]);
    expect(await code(report(scope, id, [[0, 100, 5]]))).toBe("conflict");
    const again = await report(scope, id, [[0, 100, 5]], { reason: "late logs" });
    expect(again).toMatchObject({ seq: 2, superseded: 1 });
    expect(await code(report(scope, id, [[0, 9, 5]], { interval_seconds: 60, reason: "x" }))).toBe(
      "conflict",
    );
    expect(await code(report(scope, id, [[40 * 288, 1, 0]]))).toBe("conflict");
    expect(await code(report(newScope(), id, [[1, 1, 0]]))).toBe("not_found");
  });

  it("refuse what is off the grid, twice, or worse than all", () => {
    const parse = (entries: object[]) => () => parseInput(countsInput, { interval_seconds: 300, entries });
    const from = formatInstant(start);
    expect(parse([{ from: formatInstant(start + minuteMs), total: 1, bad: 0 }])).toThrow(/multiple of 300/);
    expect(parse([{ from, total: 1, bad: 2 }])).toThrow(/at most total/);
    expect(
      parse([
        { from, total: 1, bad: 0 },
        { from, total: 1, bad: 0 },
      ]),
    ).toThrow(/given twice/);
  });

  it("R4.7 decide an error-rate commitment: the mean of the intervals' error rates", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    const { contract } = await signed(scope, id, { startsAt: start, now: later, ...storage(id) });
    // 89.28 of October's 8,928 intervals failing altogether would be 1 %.
    await report(
      scope,
      id,
      Array.from({ length: 90 }, (_, place) => [place, 10, 10]),
    );
    const [october] = await statementsOf(scope, contract.id, later);
    expect(october?.result).toMatchObject({ downtime_seconds: 27_000, tier: "T2", credit_minor: 25_000 });
    expect(october?.working).toMatchObject([{ kind: "downtime", from: start, to: start + 90 * step }]);
    const closed = await closeStatement(scope, october?.id ?? "", later);
    expect(closed.heads).toMatchObject([{ chain: "counts", componentId: id, seq: 1 }]);
    await report(scope, id, [[0, 10, 0]], { reason: "late logs" });
    expect(await reproduceStatement(scope, closed.id)).toMatchObject({ matches: true });
    const asked = { componentIds: [id], from: start, to: start + hourMs };
    expect(await restate(scope, asked)).toEqual([closed.id]);
    const next = (await statementsOf(scope, contract.id, later)).find(({ revision }) => revision === 1);
    expect(next?.result).toMatchObject({ downtime_seconds: 26_700, tier: "T1" });
  });
});

describe("counts of our own outcomes", () => {
  it("R4.7 enter the chain before a close and before outcomes may be dropped, each run once", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, {}, start);
    const id = monitor.componentId;
    const runs = Array.from({ length: 10 }, (_, run) =>
      outcome(start + run * 30_000, run < 2 ? "down" : "up"),
    );
    await store(scope, monitor, [...runs, outcome(start + 400_000, "down", true)]);
    const terms = termsOf(id, { measurement: { method: "request_ratio", interval_seconds: 60 } });
    const { contract } = await signed(scope, id, { startsAt: start, now: later, counts: "outcomes", terms });
    await chainAllOutcomes(scope, start + 2 * minuteMs, later);
    await chainAllOutcomes(scope, start + hourMs, later);
    const [october] = await statementsOf(scope, contract.id, later);
    const closed = await closeStatement(scope, october?.id ?? "", later);
    expect(closed.result).toMatchObject({ uptime_ratio: "4/5", breached: true });
    expect(closed.heads).toMatchObject([{ componentId: id, seq: 2 }]);
    expect(await reproduceStatement(scope, closed.id)).toMatchObject({ matches: true });
  });
});
