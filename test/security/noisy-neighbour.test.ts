import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inEngine, inTenant } from "@/db/client";
import { takeToken } from "@/db/queries/rate-bucket";
import { engineScope } from "@/lib/auth/scope";
import { outcomeListInput } from "@/lib/domain/monitor";
import { clientNetwork } from "@/lib/domain/sign-in";
import { dayMs, hourMs, minuteMs } from "@/lib/domain/time";
import { forgetOldAnswers } from "@/lib/jobs/answers";
import { judgeBeats, noteWebListening } from "@/lib/jobs/verdicts";
import { recordBeat } from "@/lib/operations/beats";
import { listOutcomes } from "@/lib/operations/outcomes";
import { newMonitor, noon } from "../operations/checks-rig";
import { newScope } from "../operations/ledger-rig";

afterAll(closeDatabase);

it("a heartbeat that cannot be judged keeps no other tenant's from being late", async () => {
  const [broken, sound] = [newScope(), newScope()];
  const settings = { grace_seconds: 0 };
  for (const scope of [broken, sound]) {
    const job = await newMonitor(scope, { type: "heartbeat", target: "", interval_seconds: 60, settings });
    await recordBeat(job.beatUrl?.split("/").at(-1) ?? "", "ok", noon);
  }
  await inTenant(broken, (tx) => tx.sql`update monitors set settings = '{"grace_seconds":-1}'`);
  const late = noon + 2 * minuteMs;
  for (let at = noon; at <= late; at += 2_000) await noteWebListening("web", noon, at);
  await judgeBeats(late);
  const [monitor] = await inTenant(sound, (tx) => tx.sql<{ id: string }[]>`select id from monitors`);
  const { items } = await listOutcomes(sound, monitor?.id ?? "", outcomeListInput.parse({}));
  expect(items.map((each) => each.failure)).toContain("heartbeat_late");
});

it("allowances that are whole again are forgotten, so that invented callers fill no table", async () => {
  const scope = newScope();
  const bucket = (name: string) => ({ name, capacity: 5, perSecond: 1 / 300 });
  await inTenant(scope, (tx) => takeToken(tx, bucket("old"), noon - dayMs - 1));
  await inTenant(scope, (tx) => takeToken(tx, bucket("new"), noon - hourMs));
  await forgetOldAnswers({}, { now: noon, signal: new AbortController().signal, attempt: 1 });
  const left = await inEngine(
    engineScope(),
    (tx) => tx.sql`select bucket from rate_buckets where organization_id = ${scope.organizationId}`,
  );
  expect(left.map((row) => row.bucket)).toEqual(["new"]);
});

describe("a client that asks for sign-in links is one network", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"],
    ["2001:db8::9", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", ""],
  ])("%s is %s", (address, network) => {
    expect(clientNetwork(address)).toBe(network);
  });
});
