import { spawnSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder";
import { checkOther, closedPolicy } from "./rig";

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program in the place of `ping`, which is not on every system and cannot be made to fail at will. */
let programs = 0;
function program(script: string): { pingCommand: string } {
  programs += 1;
  const file = join(folder, `ping-${programs}`);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { pingCommand: file };
}

const check = (script: string, given: { timeoutMs?: number } = {}) =>
  checkOther("icmp", "127.0.0.1", { deps: program(script), ...given });

describe("an icmp check", () => {
  it("takes the way there and back for its time, not what starting the program and its rests take", async () => {
    for (const told of [
      "rtt min/avg/max/mdev = 10.1/12.4/15.0/1.0 ms",
      "round-trip min/avg/max = 10.1/12.4/15.0 ms",
    ]) {
      const { ok, phases } = await check(`sleep 0.2; echo "3 packets transmitted"; echo "${told}"`);
      expect(ok).toBe(true);
      expect(phases.firstByteMs).toBe(12);
      expect(phases.totalMs).toBeLessThan(150);
    }
    expect((await check("sleep 0.2")).phases.totalMs).toBeGreaterThanOrEqual(200);
  });

  it("says no_reply for silence, however it ends", async () => {
    expect(await check("exit 1")).toMatchObject({ verdict: "down", failure: "no_reply", suspect: false });
    expect(await check("exec sleep 5", { timeoutMs: 100 })).toMatchObject({ failure: "no_reply" });
  });

  it("says connect_unreachable when an error comes back instead", async () => {
    const counted = 'echo "1 packets transmitted, 0 received, +1 errors, 100% packet loss"; exit 1';
    expect(await check(counted)).toMatchObject({ failure: "connect_unreachable" });
    const refused = 'echo "ping: connect: Network is unreachable" >&2; exit 2';
    expect(await check(refused)).toMatchObject({ failure: "connect_unreachable" });
  });

  it("says plainly when the system does not let it ask, and blames nobody for it", async () => {
    const absent = await checkOther("icmp", "127.0.0.1", { deps: { pingCommand: "no-such-ping" } });
    expect(absent).toMatchObject({ failure: "probe_failed", suspect: true });
    expect(absent.detail).toContain('has no "ping" program');
    const forbidden = await check('echo "ping: socket: Operation not permitted" >&2; exit 2');
    expect(forbidden).toMatchObject({ failure: "probe_failed", suspect: true });
    expect(forbidden.detail).toContain("does not let it be used: ping: socket: Operation not permitted");
  });

  it("hands over an address, of the family asked for, and never a name", async () => {
    const { pingCommand } = program('family=$1; shift 9; [ "$family $1" = "-6 ::1" ] || exit 2');
    const deps = { pingCommand, resolve: async () => ({ addresses: ["127.0.0.1", "::1"] }) };
    const settings = { ip_version: "6" as const };
    expect(await checkOther("icmp", "both.example", { deps, settings })).toMatchObject({ ok: true });
    const four = { pingCommand, resolve: async () => ({ addresses: ["127.0.0.1"] }) };
    expect(await checkOther("icmp", "four.example", { deps: four, settings })).toMatchObject({
      failure: "dns_not_found",
    });
  });

  it("asks only addresses that checks may reach", async () => {
    const deps = { policy: closedPolicy };
    expect(await checkOther("icmp", "127.0.0.1", { deps })).toMatchObject({ failure: "private_address" });
  });

  const present = spawnSync("ping", ["-c", "1", "127.0.0.1"]).status === 0;
  it.skipIf(!present)("is answered by this machine (skipped where the system has no ping)", async () => {
    for (const target of ["127.0.0.1", "::1", "[::1]"]) {
      const outcome = await checkOther("icmp", target, {});
      expect([target, outcome.ok, outcome.failure]).toEqual([target, true, null]);
    }
  });
});
