import { execFile } from "node:child_process";
import { isIP } from "node:net";
import type { IcmpSettings } from "@/lib/domain/check-settings";
import { judgeLatency } from "./assertions";
import { Attempt, type Failure, type Probe } from "./attempt";
import { destinationOf } from "./destination";

/**
 * Up when the host answers an echo request. Sockets of that kind are the system's own: its `ping` is asked, with the
 * address that was judged and never with a name.
 */
export const probeIcmp: Probe<"icmp"> = async (target, run, signal, deps) => {
  const attempt = new Attempt(run, signal, deps);
  const host = target.replace(/^\[(.*)\]$/, "$1");
  const destination = await destinationOf(host, 0, attempt, deps, run.settings.ip_version);
  if ("failure" in destination) return attempt.end(null, destination);
  attempt.enter("firstByte");
  const { address } = destination.address;
  const failed = await attempt.wait<null>((settle) => {
    attempt.hold(ping(deps.pingCommand ?? "ping", address, run.settings, run.timeoutMs, settle));
  });
  return attempt.end(null, failed ?? judgeLatency(run.assertions, attempt.elapsedMs()));
};

function ping(
  command: string,
  address: string,
  { packets }: IcmpSettings,
  timeoutMs: number,
  settle: (value: Failure | null) => void,
): { destroy(): void } {
  const family = isIP(address) === 6 ? "-6" : "-4";
  const seconds = String(Math.max(1, Math.ceil(timeoutMs / 1_000)));
  const words = [family, "-n", "-q", "-c", String(packets), "-i", "0.2", "-W", seconds, address];
  const child = execFile(command, words, { timeout: timeoutMs + 1_000 }, (error, _out, said) =>
    settle(error === null ? null : failureOf(error, said)),
  );
  return { destroy: () => child.kill() };
}

/** `ping` ends with 1 when nothing came back, with 2 when it could not ask. */
function failureOf(error: Error & { code?: number | string | null }, said: string): Failure {
  if (error.code === 1) return { failure: "no_reply", detail: null };
  if (/unreachable/i.test(said)) return { failure: "connect_unreachable", detail: null };
  const why = error.code === "ENOENT" ? 'has no "ping" program' : `does not let it be used: ${said.trim()}`;
  return { failure: "probe_failed", detail: `The system this probe runs on ${why}`.slice(0, 300) };
}
