import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { insertOutcomes } from "@/db/queries/outcome";
import { monitorListInput } from "@/lib/domain/monitor";
import { secondMs } from "@/lib/domain/time";
import { archiveMonitor, getMonitor, listMonitors, updateMonitor } from "@/lib/operations/monitors";
import { listVerdicts } from "@/lib/operations/outcomes";
import { readTimeline } from "@/lib/operations/timeline";
import { settleMonitors } from "@/lib/operations/verdicts";
import { allHistory, newMonitor, noon, outagesOf, outcome, said, store } from "./checks-rig";
import { chainOf, newScope } from "./ledger-rig";

const at = (seconds: number) => noon + seconds * secondMs;
const down = (seconds: number) => outcome(at(seconds), "down");
const up = (seconds: number) => outcome(at(seconds));

describe("verdicts written to the ledger", () => {
  it("R3.2 counts a run that started hours after its turn, its region never heard before", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { interval_seconds: 86_400 });
    const startedAt = at(10 * 3_600);
    const row = { organizationId: scope.organizationId, monitorId: monitor.id, region: "local" };
    const run = {
      ...row,
      monitorVersion: 1,
      runNow: false,
      scheduledFor: at(1),
      outcome: outcome(startedAt),
    };
    await inTenant(scope, (tx) => insertOutcomes(tx, [run]));
    await settleMonitors(scope, [monitor.id], startedAt + secondMs);
    expect((await getMonitor(scope, monitor.id)).verdict).toBe("up");
  });

  it("R3.2 opens one outage at the first failed run and closes it at the first good one", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [up(5), up(15), down(25), down(35), up(45), up(55)]);
    for (const seconds of [6, 16, 26, 36, 46, 56]) await settleMonitors(scope, [monitor.id], at(seconds));
    expect(await said(scope, monitor)).toEqual([
      ["unknown", 0],
      ["operational", 5],
      ["major_outage", 25],
      ["operational", 45],
    ]);
    expect(await outagesOf(scope, monitor)).toEqual([[25, 45]]);
    const timeline = await readTimeline(
      scope,
      { component_id: monitor.componentId, from: at(0), to: at(60), basis: "measured" },
      at(60),
    );
    expect(timeline.totalsMs.major_outage).toBe(20_000);
  });

  it("keeps the proof in the entry, and the sentence of the failure in the outage", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { down_state: "partial_outage" });
    await store(scope, monitor, [up(5), down(15), down(25)]);
    await settleMonitors(scope, [monitor.id], at(26));
    const entries = await inTenant(scope, (tx) => chainOf(tx, monitor.componentId));
    expect(entries.at(-1)).toMatchObject({
      state: "partial_outage",
      source: { type: "monitor", id: monitor.id },
      evidence: [
        { startedAt: at(15), region: "local", ok: false, failure: "connect_refused" },
        { startedAt: at(25), region: "local", ok: false, failure: "connect_refused" },
      ],
    });
    expect((await listVerdicts(scope, monitor.id, allHistory)).items[0]).toMatchObject({
      verdict: "down",
      from: at(15),
      to: null,
    });
  });

  it("says nothing of a blip, of suspect runs and of run-now", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [up(5), down(15), up(25)]);
    await store(scope, monitor, [outcome(at(35), "down", true), outcome(at(45), "down", true)]);
    await store(scope, monitor, [down(36), down(46)], { runNow: true });
    await settleMonitors(scope, [monitor.id], at(47));
    expect(await said(scope, monitor)).toEqual([
      ["unknown", 0],
      ["operational", 5],
    ]);
  });

  it("is the same however often it is repeated, by however many workers at once", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [up(5), down(15), down(25), down(35)]);
    await Promise.all([1, 2, 3, 4].map((each) => settleMonitors(scope, [monitor.id], at(36) + each)));
    await settleMonitors(scope, [monitor.id], at(37), true);
    expect(await said(scope, monitor)).toEqual([
      ["unknown", 0],
      ["operational", 5],
      ["major_outage", 15],
    ]);
    expect(await outagesOf(scope, monitor)).toEqual([[15, null]]);
  });

  it("R3.3 is unknown from the last outcome on when silent, and good at once afterwards", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [up(5), down(15), down(25)]);
    await settleMonitors(scope, [monitor.id], at(26));
    await settleMonitors(scope, [monitor.id], at(56));
    expect((await said(scope, monitor)).at(-1)).toEqual(["unknown", 25]);
    expect(await outagesOf(scope, monitor)).toEqual([[15, 25]]);
    await store(scope, monitor, [up(305)]);
    await settleMonitors(scope, [monitor.id], at(306));
    expect((await said(scope, monitor)).at(-1)).toEqual(["operational", 305]);
  });

  it("R3.3 finds the silence of a time when nobody was there to see it", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [up(5), up(15), up(600), up(610)]);
    await settleMonitors(scope, [monitor.id], at(611));
    expect(await said(scope, monitor)).toEqual([
      ["unknown", 0],
      ["operational", 5],
      ["unknown", 15],
      ["operational", 600],
    ]);
  });

  it("R3.2 says nothing when one region of three fails under quorum 2", async () => {
    const scope = newScope();
    const regions = ["fra", "nyc", "sin"];
    const monitor = await newMonitor(scope, { regions, confirm: { quorum: 2 } });
    for (const [index, region] of regions.entries())
      await store(
        scope,
        monitor,
        [5, 15, 25, 35].map((each) => (index === 1 ? down(each) : up(each))),
        { region },
      );
    await settleMonitors(scope, [monitor.id], at(36));
    expect(await said(scope, monitor)).toEqual([
      ["unknown", 0],
      ["operational", 5],
    ]);
  });
});

describe("edits while runs are in flight", () => {
  it("keeps outcomes of the older check, and lets them open nothing", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [up(5), down(15)]);
    await settleMonitors(scope, [monitor.id], at(16));
    await updateMonitor(scope, { id: monitor.id, change: { target: "https://example.com/other" } }, at(20));
    await store(scope, monitor, [down(25)], { monitorVersion: 1 });
    await settleMonitors(scope, [monitor.id], at(26));
    await store(scope, monitor, [down(35)], { monitorVersion: 2 });
    await settleMonitors(scope, [monitor.id], at(36));
    expect(await outagesOf(scope, monitor)).toEqual([]);
    await store(scope, monitor, [down(45)], { monitorVersion: 2 });
    await settleMonitors(scope, [monitor.id], at(46));
    expect(await outagesOf(scope, monitor)).toEqual([[35, null]]);
  });

  it("archiving ends the outage, and nothing that arrives later reopens it", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [up(5), down(15), down(25)]);
    await settleMonitors(scope, [monitor.id], at(26));
    await archiveMonitor(scope, { id: monitor.id }, at(30));
    await store(scope, monitor, [down(35), down(45)]);
    await settleMonitors(scope, [monitor.id], at(46));
    expect(await outagesOf(scope, monitor)).toEqual([[15, 30]]);
    expect((await said(scope, monitor)).at(-1)).toEqual([null, 30]);
    expect((await getMonitor(scope, monitor.id)).archivedAt).toBe(at(30));
  });

  it("a pause is unknown until the first success after it; what came before the resumption counts for nothing", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [up(5), up(15)]);
    await settleMonitors(scope, [monitor.id], at(16));
    await updateMonitor(scope, { id: monitor.id, change: { paused: true } }, at(20));
    await store(scope, monitor, [down(21), down(22)]);
    await updateMonitor(scope, { id: monitor.id, change: { paused: false } }, at(100));
    await settleMonitors(scope, [monitor.id], at(101));
    await store(scope, monitor, [up(105)], { monitorVersion: 3 });
    await settleMonitors(scope, [monitor.id], at(106));
    expect(await said(scope, monitor)).toEqual([
      ["unknown", 0],
      ["operational", 5],
      ["unknown", 20],
      ["operational", 105],
    ]);
  });
});

describe("the list", () => {
  it("shows verdict and newest outcome in one query, and filters", async () => {
    const scope = newScope();
    const one = await newMonitor(scope, { name: "Alpha", target: "https://alpha.example.com/" });
    const two = await newMonitor(scope, { name: "Beta 100%" });
    await store(scope, one, [up(5), down(15), down(25)]);
    await store(scope, two, [up(5)]);
    await settleMonitors(scope, [one.id, two.id], at(26));
    const list = async (query: object) =>
      (await listMonitors(scope, monitorListInput.parse(query), at(30))).items.map((row) => row.name);
    const { items } = await listMonitors(scope, monitorListInput.parse({}), at(30));
    expect(items[0]).toMatchObject({
      name: "Alpha",
      verdict: "down",
      since: at(15),
      componentName: "Checkout",
      last: { startedAt: at(25), verdict: "down", failure: "connect_refused" },
    });
    expect(await list({ q: "alpha.example" })).toEqual(["Alpha"]);
    expect(await list({ q: "100%" })).toEqual(["Beta 100%"]);
    expect(await list({ verdict: "up" })).toEqual(["Beta 100%"]);
    expect(await list({ component_id: two.componentId })).toEqual(["Beta 100%"]);
    expect(await list({ type: "tcp" })).toEqual([]);
    const first = await listMonitors(scope, monitorListInput.parse({ limit: 1 }), at(30));
    expect(await list({ limit: 1, cursor: first.nextCursor })).toEqual(["Beta 100%"]);
  });
});
