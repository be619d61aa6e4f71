import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { listTurns } from "@/db/queries/schedule";
import { memberScope } from "@/lib/auth/scope";
import type { Monitor } from "@/lib/domain/monitor";
import type { TenantScope } from "@/lib/domain/scope";
import { type Ms, secondMs } from "@/lib/domain/time";
import { judgeBeats, noteWebListening } from "@/lib/jobs/verdicts";
import { recordBeat } from "@/lib/operations/beats";
import { archiveMonitor, getMonitor } from "@/lib/operations/monitors";
import { listOutcomes } from "@/lib/operations/outcomes";
import { allHistory, newMonitor, noon, outagesOf, said } from "./checks-rig";
import { newScope } from "./ledger-rig";

const at = (seconds: number): Ms => noon + seconds * secondMs;

/** A job every 60 s with 10 s of grace. */
async function newJob(scope: TenantScope): Promise<{ job: Monitor; token: string }> {
  const settings = { grace_seconds: 10 };
  const job = await newMonitor(scope, { type: "heartbeat", target: "", interval_seconds: 60, settings });
  return { job, token: job.beatUrl?.split("/").at(-1) ?? "" };
}

/** A web process listened from `from` to `to`. */
let listeners = 0;
async function listened(from: number, to: number): Promise<void> {
  listeners += 1;
  await noteWebListening(`web-${listeners}`, at(from), at(to));
}

const deadline = (scope: TenantScope, job: Monitor) =>
  inTenant(scope, async (tx) => ((await listTurns(tx, job.id)).get("beat") ?? 0) - noon);

describe("R3.4 heartbeats", () => {
  it("is unknown until the first beat, up from it on, down from the due time when late, up with the next beat", async () => {
    const scope = newScope();
    const { job, token } = await newJob(scope);
    await listened(0, 1_000);
    await recordBeat(token, "ok", at(100));
    await judgeBeats(at(175));
    expect((await said(scope, job)).at(-1)).toEqual(["operational", 100]);
    await judgeBeats(at(180));
    expect((await said(scope, job)).at(-1)).toEqual(["major_outage", 160]);
    await recordBeat(token, "ok", at(200));
    expect(await said(scope, job)).toEqual([
      ["unknown", 0],
      ["operational", 100],
      ["major_outage", 160],
      ["operational", 200],
    ]);
    expect(await outagesOf(scope, job)).toEqual([[160, 200]]);
  });

  it("a beat just after the deadline does not hide that it was late", async () => {
    const scope = newScope();
    const { job, token } = await newJob(scope);
    await listened(2_000, 3_000);
    await recordBeat(token, "ok", at(2_000));
    await recordBeat(token, "ok", at(2_072));
    expect(await outagesOf(scope, job)).toEqual([[2_060, 2_072]]);
  });

  it("a beat that comes early moves the wait, one that comes twice counts once, and neither is news", async () => {
    const scope = newScope();
    const { job, token } = await newJob(scope);
    await listened(0, 1_000);
    await recordBeat(token, "ok", at(100));
    await recordBeat(token, "ok", at(120));
    await recordBeat(token, "ok", at(120));
    await judgeBeats(at(189));
    expect((await said(scope, job)).at(-1)).toEqual(["operational", 100]);
    expect((await listOutcomes(scope, job.id, allHistory)).items).toHaveLength(2);
    await judgeBeats(at(205));
    expect((await said(scope, job)).at(-1)).toEqual(["major_outage", 180]);
    await recordBeat(token, "ok", at(210));
    await recordBeat(token, "ok", at(211));
    expect(await outagesOf(scope, job)).toEqual([[180, 210]]);
  });

  it("a failure is down at once, and a start only starts the watch", async () => {
    const scope = newScope();
    const { job, token } = await newJob(scope);
    await recordBeat(token, "ok", at(10));
    await recordBeat(token, "start", at(20));
    await recordBeat(token, "fail", at(25));
    expect(await outagesOf(scope, job)).toEqual([[25, null]]);
    const [newest] = (await listOutcomes(scope, job.id, allHistory)).items;
    expect(newest).toMatchObject({ failure: "heartbeat_failed", phases: { totalMs: 5_000 } });
  });

  it("is unknown, not down, where nobody listened, and the wait begins anew", async () => {
    const scope = newScope();
    const { job, token } = await newJob(scope);
    await listened(10_000, 10_020);
    await recordBeat(token, "ok", at(10_000));
    await listened(10_300, 11_000);
    for (let turn = 0; turn < 5; turn += 1) await judgeBeats(at(10_310));
    expect((await said(scope, job)).at(-1)).toEqual(["unknown", 10_026]);
    expect(await deadline(scope, job)).toBeGreaterThan(10_300 * secondMs);
    for (let turn = 0; turn < 2; turn += 1) await judgeBeats(at(10_380));
    expect((await said(scope, job)).at(-1)).toEqual(["major_outage", 10_360]);
  });

  it("hears the beat after a time of deafness as news", async () => {
    const scope = newScope();
    const { job, token } = await newJob(scope);
    await listened(6_000, 6_090);
    for (const second of [6_000, 6_050]) await recordBeat(token, "ok", at(second));
    await judgeBeats(at(6_130));
    expect((await said(scope, job)).at(-1)).toEqual(["unknown", 6_096]);
    await recordBeat(token, "ok", at(6_140));
    expect((await said(scope, job)).at(-1)).toEqual(["operational", 6_140]);
  });

  it("believes the beat that began last, however those of one moment cross", async () => {
    const scope = newScope();
    const { job, token } = await newJob(scope);
    await listened(8_000, 9_000);
    for (const second of [8_000, 8_020]) await recordBeat(token, "ok", at(second));
    for (const second of [8_040, 8_060, 8_080]) {
      await Promise.all([recordBeat(token, "fail", at(second)), recordBeat(token, "ok", at(second + 1))]);
      expect((await said(scope, job)).at(-1)?.[0]).toBe("operational");
      await Promise.all([recordBeat(token, "ok", at(second + 2)), recordBeat(token, "fail", at(second + 3))]);
      expect((await said(scope, job)).at(-1)).toEqual(["major_outage", second + 3]);
    }
  });

  it("knows no other token, none of an archived monitor, and shows its address to writers alone", async () => {
    const scope = newScope();
    const { job, token } = await newJob(scope);
    expect(job.beatUrl).toMatch(/\/api\/beat\/beat_[\w-]{43}$/);
    const viewer = memberScope(scope.organizationId, "usr_2", "viewer");
    expect((await getMonitor(viewer, job.id)).beatUrl).toBeNull();
    await expect(recordBeat(`${token}x`, "ok", noon)).rejects.toMatchObject({ code: "not_found" });
    await archiveMonitor(scope, { id: job.id }, noon);
    await expect(recordBeat(token, "ok", noon)).rejects.toMatchObject({ code: "not_found" });
  });

  it("refuses a job that reports itself without end", async () => {
    const scope = newScope();
    const { token } = await newJob(scope);
    for (let index = 0; index < 30; index += 1) await recordBeat(token, "ok", at(1) + index);
    await expect(recordBeat(token, "ok", at(1) + 40)).rejects.toMatchObject({ code: "limit" });
  });
});
