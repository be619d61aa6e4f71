import { describe, expect, it } from "vitest";
import { keyScope } from "@/lib/auth/scope";
import type { Monitor } from "@/lib/domain/monitor";
import { probeClaimInput, probeReportInput } from "@/lib/domain/probe-report";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms, secondMs } from "@/lib/domain/time";
import { getMonitor, updateMonitor } from "@/lib/operations/monitors";
import { listOutcomes } from "@/lib/operations/outcomes";
import { claimForProbe, reportFromProbe } from "@/lib/operations/probes";
import { settleMonitors } from "@/lib/operations/verdicts";
import { allHistory, newMonitor, noon, outagesOf, outcome, said, store } from "./checks-rig";
import { newScope } from "./ledger-rig";

const at = (seconds: number): Ms => noon + seconds * secondMs;
/** Every first turn has come by then, and none is missed by a whole interval. */
const beforeSecondTurn = at(10) - 1;

/** Stores what a region saw at these seconds, as the version of the check that ran. */
function saw(scope: TenantScope, monitor: Monitor, region: string, monitorVersion: number) {
  return (verdict: "up" | "down", ...seconds: number[]) =>
    store(
      scope,
      monitor,
      seconds.map((each) => outcome(at(each), verdict)),
      { region, monitorVersion },
    );
}

/** Adds a region and asks for this quorum, at once. */
const addNyc = (scope: TenantScope, id: string, quorum: number, seconds: number) =>
  updateMonitor(scope, { id, change: { regions: ["fra", "nyc"], confirm: { quorum } } }, at(seconds));

describe("a region that is added later", () => {
  it("changes nothing that is believed, gets turns of its own, and other monitors none", async () => {
    const scope = newScope();
    const [monitor, other] = [
      await newMonitor(scope, { regions: ["fra"] }),
      await newMonitor(scope, { regions: ["fra"] }),
    ];
    await saw(scope, monitor, "fra", 1)("up", 5, 15);
    await settleMonitors(scope, [monitor.id], at(16));
    await addNyc(scope, monitor.id, 1, 20);
    await settleMonitors(scope, [monitor.id], at(21));
    expect(await said(scope, monitor)).toEqual([
      ["unknown", 0],
      ["operational", 5],
    ]);
    const probe = keyScope(scope.organizationId, "key_1", ["probe"]);
    const claim = probeClaimInput.parse({ region: "nyc", ahead_ms: 10_000 });
    expect((await claimForProbe(probe, claim, at(21))).map((run) => run.monitorId)).toEqual([monitor.id]);
    expect((await getMonitor(scope, other.id)).regions).toEqual(["fra"]);
  });

  it("has no vote before it was heard: its first failure is no outage, its streak is one under quorum 1", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { regions: ["fra"] });
    await saw(scope, monitor, "fra", 1)("up", 5, 15);
    await settleMonitors(scope, [monitor.id], at(16));
    await addNyc(scope, monitor.id, 1, 20);
    await saw(scope, monitor, "fra", 2)("up", 25, 35);
    await saw(scope, monitor, "nyc", 2)("down", 28);
    await settleMonitors(scope, [monitor.id], at(36));
    expect(await outagesOf(scope, monitor)).toEqual([]);
    await saw(scope, monitor, "nyc", 2)("down", 38);
    await settleMonitors(scope, [monitor.id], at(39));
    expect(await outagesOf(scope, monitor)).toEqual([[28, null]]);
  });

  it("R3.3 with a larger quorum the monitor is unknown until the new region is heard, and down only by both", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { regions: ["fra"] });
    await saw(scope, monitor, "fra", 1)("up", 5, 15);
    await settleMonitors(scope, [monitor.id], at(16));
    await addNyc(scope, monitor.id, 2, 20);
    await saw(scope, monitor, "fra", 2)("down", 25, 35, 45);
    await saw(scope, monitor, "nyc", 2)("up", 28, 38);
    await settleMonitors(scope, [monitor.id], at(46));
    expect(await outagesOf(scope, monitor)).toEqual([]);
    await saw(scope, monitor, "nyc", 2)("down", 48, 58);
    await saw(scope, monitor, "fra", 2)("down", 55);
    await settleMonitors(scope, [monitor.id], at(59));
    expect(await said(scope, monitor)).toEqual([
      ["unknown", 0],
      ["operational", 5],
      ["unknown", 20],
      ["operational", 28],
      ["major_outage", 48],
    ]);
  });

  it("does not end an outage that lasts", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { regions: ["fra"] });
    await saw(scope, monitor, "fra", 1)("down", 5, 15);
    await settleMonitors(scope, [monitor.id], at(16));
    await addNyc(scope, monitor.id, 1, 20);
    await saw(scope, monitor, "nyc", 2)("up", 28, 38);
    await saw(scope, monitor, "fra", 2)("down", 25, 35);
    await settleMonitors(scope, [monitor.id], at(39));
    expect(await outagesOf(scope, monitor)).toEqual([[5, null]]);
  });
});

describe("a monitor edited while a probe holds its claim", () => {
  const phases = { dns_ms: 1, connect_ms: 1, tls_ms: 1, first_byte_ms: 1, transfer_ms: 1, total_ms: 5 };
  const failed = (monitor_id: string, turn: Ms, monitor_version: number) => ({
    ...{ monitor_id, monitor_version, scheduled_for: formatInstant(turn), started_at: formatInstant(turn) },
    ...{ verdict: "down", failure: "connect_refused", phases, suspect: false },
  });

  it("keeps what the probe saw of the older check, lets it count for nothing, and gives out the new one next", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { regions: ["fra"], confirm: { failures: 1 } });
    const probe = keyScope(scope.organizationId, "key_1", ["probe"]);
    const claim = probeClaimInput.parse({ region: "fra", ahead_ms: 0 });
    const [held] = await claimForProbe(probe, claim, beforeSecondTurn);
    expect(held).toMatchObject({ monitorVersion: 1, target: "https://example.com/health" });
    const target = "https://example.com/other";
    await updateMonitor(scope, { id: monitor.id, change: { target } }, at(11));
    const turn = held?.scheduledFor ?? 0;
    const old = probeReportInput.parse({ region: "fra", outcomes: [failed(monitor.id, turn, 1)] });
    expect(await reportFromProbe(probe, old, at(12))).toEqual({ accepted: 1 });
    expect((await listOutcomes(scope, monitor.id, allHistory)).items).toHaveLength(1);
    expect(await outagesOf(scope, monitor)).toEqual([]);
    const [next] = await claimForProbe(probe, claim, at(20));
    expect(next).toMatchObject({ monitorVersion: 2, target, scheduledFor: turn + 10 * secondMs });
    const fresh = failed(monitor.id, next?.scheduledFor ?? 0, 2);
    const report = probeReportInput.parse({ region: "fra", outcomes: [fresh] });
    await reportFromProbe(probe, report, at(21));
    expect(await outagesOf(scope, monitor)).toEqual([[((next?.scheduledFor ?? 0) - noon) / secondMs, null]]);
  });

  it("takes nothing of a region that it no longer names, nor once it is archived", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { regions: ["fra", "nyc"] });
    const probe = keyScope(scope.organizationId, "key_1", ["probe"]);
    const [held] = await claimForProbe(
      probe,
      probeClaimInput.parse({ region: "nyc", ahead_ms: 0 }),
      beforeSecondTurn,
    );
    await updateMonitor(scope, { id: monitor.id, change: { regions: ["fra"] } }, at(11));
    const outcomes = [failed(monitor.id, held?.scheduledFor ?? 0, 1)];
    const report = probeReportInput.parse({ region: "nyc", outcomes });
    expect(await reportFromProbe(probe, report, at(12))).toEqual({ accepted: 0 });
    expect((await listOutcomes(scope, monitor.id, allHistory)).items).toEqual([]);
  });
});
