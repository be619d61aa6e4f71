import { describe, expect, it } from "vitest";
import { keyScope } from "@/lib/auth/scope";
import { secretMask } from "@/lib/domain/check";
import { probeClaimInput, probeReportInput } from "@/lib/domain/probe-report";
import { formatInstant, minuteMs } from "@/lib/domain/time";
import { runSettings } from "@/lib/jobs/probe-run";
import { getMonitor, updateMonitor } from "@/lib/operations/monitors";
import { listOutcomes } from "@/lib/operations/outcomes";
import { claimForProbe, reportFromProbe } from "@/lib/operations/probes";
import { prepareRun } from "@/lib/operations/runs";
import { allHistory, newMonitor, noon, said } from "./checks-rig";
import { newScope, superuser } from "./ledger-rig";

const headers = { authorization: "Bearer s3cret" };
const later = noon + minuteMs;

describe("secrets of a monitor", () => {
  it("are never shown again, survive an edit behind their mask, and reach the probe", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { settings: { method: "POST", headers, body: "token=1" } });
    expect(monitor.settings).toMatchObject({ headers: { authorization: secretMask }, body: secretMask });
    expect(JSON.stringify(await getMonitor(scope, monitor.id))).not.toContain("s3cret");
    const settings = { headers: { authorization: secretMask, accept: "text/plain" } };
    await updateMonitor(scope, { id: monitor.id, change: { settings } }, later);
    const order = await prepareRun(scope, monitor.id, later);
    expect(JSON.stringify(order)).not.toContain("s3cret");
    expect(runSettings(order).settings).toMatchObject({
      method: "POST",
      headers: { ...headers, accept: "text/plain" },
      body: "token=1",
    });
  });

  it("do not follow the target to another origin", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope, { settings: { headers } });
    const move = (change: object) => updateMonitor(scope, { id: monitor.id, change }, later);
    await expect(move({ target: "https://thief.example/" })).rejects.toMatchObject({ code: "invalid" });
    await expect(move({ target: "https://example.com/other" })).resolves.toMatchObject({ version: 2 });
    await expect(
      move({ target: "https://new.example/", settings: { headers: { authorization: "another" } } }),
    ).resolves.toMatchObject({ target: "https://new.example/" });
  });

  it("If-Match refuses what somebody changed meanwhile (412), a no-op makes no version", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    const rename = (name: string, ifMatch: number) =>
      updateMonitor(scope, { id: monitor.id, change: { name }, ifMatch }, later);
    expect((await rename("Checkout answers", 1)).version).toBe(1);
    expect((await rename("Other", 1)).version).toBe(2);
    await expect(rename("Third", 1)).rejects.toMatchObject({ code: "conflict", status: 412 });
    await expect(
      updateMonitor(scope, { id: monitor.id, change: { timeout_ms: 10_001 } }, later),
    ).rejects.toMatchObject({ code: "invalid", errors: [{ path: "timeout_ms" }] });
  });
});

describe("remote probes", () => {
  it("claim only their region of their own organization, with secrets in place, and report once", async () => {
    const [scope, other] = [newScope(), newScope()];
    const monitor = await newMonitor(scope, { regions: ["fra"], settings: { headers } });
    await newMonitor(other, { regions: ["fra"] });
    const probe = keyScope(scope.organizationId, "key_1", ["probe"]);
    const claim = probeClaimInput.parse({ region: "fra", ahead_ms: 0 });
    const now = noon + 9_999;
    const runs = await claimForProbe(probe, claim, now);
    expect(runs.map((run) => run.monitorId)).toEqual([monitor.id]);
    expect(runs[0]?.spec.settings.headers).toEqual(headers);
    expect(await claimForProbe(probe, claim, now)).toEqual([]);
    const phases = { dns_ms: 1, connect_ms: 1, tls_ms: 1, first_byte_ms: 1, transfer_ms: 1, total_ms: 5 };
    const ran = { monitor_id: monitor.id, scheduled_for: formatInstant(runs[0]?.scheduledFor ?? 0) };
    const seen = { monitor_version: 1, verdict: "up", failure: null, phases, suspect: false };
    const started_at = formatInstant(now);
    const report = probeReportInput.parse({
      region: "fra",
      outcomes: [
        { ...ran, ...seen, started_at },
        { ...ran, ...seen, started_at, monitor_id: "mon_of_somebody_else" },
      ],
    });
    expect(await reportFromProbe(probe, report, now + 100)).toEqual({ accepted: 1 });
    expect(await reportFromProbe(probe, report, now + 200)).toEqual({ accepted: 0 });
    expect((await listOutcomes(scope, monitor.id, allHistory)).items).toMatchObject([
      { region: "fra", ok: true },
    ]);
    expect((await said(scope, monitor)).at(-1)).toEqual(["operational", 9.999]);
  });

  it("are given every run but those whose secrets cannot be read", async () => {
    const scope = newScope();
    const unread = await newMonitor(scope, { regions: ["fra"], settings: { headers } });
    const other = await newMonitor(scope, { regions: ["fra"], settings: { headers } });
    const pg = superuser();
    await pg`update schedules set sealed_settings = 'v1.otherkey.AAAA' where monitor_id = ${unread.id}`;
    await pg.end();
    const probe = keyScope(scope.organizationId, "key_1", ["probe"]);
    const runs = await claimForProbe(
      probe,
      probeClaimInput.parse({ region: "fra", ahead_ms: 0 }),
      noon + 9_999,
    );
    expect(runs.map(({ monitorId }) => monitorId)).toEqual([other.id]);
  });

  it("need the scope `probe`, and tell nothing of the future or of long ago", async () => {
    const scope = newScope();
    const claim = probeClaimInput.parse({ region: "fra" });
    await expect(claimForProbe(scope, claim, noon)).rejects.toMatchObject({ code: "forbidden" });
    expect(probeClaimInput.safeParse({ region: "local" }).success).toBe(false);
  });
});
