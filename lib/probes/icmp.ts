import { execFile } from "node:child_process";
import { isIP } from "node:net";
import type { IcmpSettings } from "@/lib/domain/check-settings";
import { judgeLatency } from "./assertions";
import { Attempt, type Failure, type Probe } from "./attempt";
import { destinationOf } from "./destination";

/**
 * Up when the host answers an echo request. Sockets of that kind are the system's own: its `ping` is asked, with the
 * address that was judged and never with a name. What counts as time is the way there and back, by the program's own
 * clock: starting it, and its rests between packets, are ours.
 */
export const probeIcmp: Probe<"icmp"> = async (target, run, signal, deps) => {
  const attempt = new Attempt(run, signal, deps);
  const host = target.replace(/^\[(.*)\]$/, "$1");
  const destination = await destinationOf(host, 0, attempt, deps, run.settings.ip_version);
  if ("failure" in destination) return attempt.end(null, destination);
  attempt.enter("firstByte");
  const { address } = destination.address;
  const echoed = await attempt.wait<Echo>((settle) => {
    attempt.hold(ping(deps.pingCommand ?? "ping", address, run.settings, run.timeoutMs, settle));
  });
  if ("failure" in echoed) return attempt.end(null, echoed.failure === "read_timeout" ? noReply : echoed);
  if (echoed.meanMs !== null) attempt.tookOnly(echoed.meanMs);
  return attempt.end(null, judgeLatency(run.assertions, attempt.elapsedMs()));
};

/** The mean time there and back; null when the program does not tell it. */
type Echo = { meanMs: number | null };

const noReply: Failure = { failure: "no_reply", detail: null };

function ping(
  command: string,
  address: string,
  { packets }: IcmpSettings,
  timeoutMs: number,
  settle: (value: Echo | Failure) => void,
): { destroy(): void } {
  const family = isIP(address) === 6 ? "-6" : "-4";
  const seconds = String(Math.max(1, Math.ceil(timeoutMs / 1_000)));
  const words = [family, "-n", "-q", "-c", String(packets), "-i", "0.2", "-W", seconds, address];
  const child = execFile(command, words, { timeout: timeoutMs + 1_000 }, (error, told, said) =>
    settle(error === null ? { meanMs: meanIn(told) } : failureOf(error, `${told}\n${said}`)),
  );
  return { destroy: () => child.kill() };
}

/** "rtt min/avg/max/mdev = 0.05/0.06/0.08/0.01 ms"; other systems say "round-trip". */
function meanIn(told: string): number | null {
  const mean = /(?:rtt|round-trip)[^=]*= ?[\d.]+\/([\d.]+)\//.exec(told)?.[1];
  return mean === undefined ? null : Number(mean);
}

/** `ping` ends with 1 when nothing came back, or an error did, and with 2 when it could not ask. */
function failureOf(error: Error & { code?: number | string | null }, said: string): Failure {
  if (/unreachable|\+\d+ errors/i.test(said)) return { failure: "connect_unreachable", detail: null };
  if (error.code === 1) return noReply;
  const why = error.code === "ENOENT" ? 'has no "ping" program' : `does not let it be used: ${said.trim()}`;
  return { failure: "probe_failed", detail: `The system this probe runs on ${why}`.slice(0, 300) };
}
