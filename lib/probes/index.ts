import { createSecureContext } from "node:tls";
import type { Outcome, RunSettings } from "@/lib/domain/check";
import type { ProbeType } from "@/lib/domain/check-settings";
import { type AddressPolicy, addressPolicy } from "@/lib/net/address";
import { systemResolve } from "@/lib/net/resolve";
import type { Probe, ProbeDeps } from "./attempt";
import { probeDns } from "./dns";
import { FitnessMonitor, readCpuTimes } from "./fitness";
import { probeHttp } from "./http";
import { probeIcmp } from "./icmp";
import { probeTcp } from "./tcp";
import { probeTls } from "./tls";

/** Every kind of check that is run rather than awaited. */
const probes: { readonly [T in ProbeType]: Probe<T> } = {
  http: probeHttp,
  tcp: probeTcp,
  dns: probeDns,
  tls: probeTls,
  icmp: probeIcmp,
};

/**
 * Runs one check once. Never rejects: what goes wrong out there is a word in the outcome, and what goes wrong in
 * here is `probe_failed`, suspect, so that a mistake of ours is never an outage of the customer's.
 */
export async function probe<T extends ProbeType>(
  type: T,
  target: string,
  run: RunSettings<T>,
  signal: AbortSignal,
  deps: ProbeDeps,
): Promise<Outcome> {
  const startedAt = deps.now();
  try {
    return await probes[type](target, run, signal, deps);
  } catch (error) {
    return brokenOutcome(startedAt, error);
  }
}

function brokenOutcome(startedAt: number, error: unknown): Outcome {
  return {
    startedAt,
    verdict: "down",
    ok: false,
    failure: "probe_failed",
    detail: String(error).slice(0, 300),
    httpStatus: null,
    phases: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, transferMs: null, totalMs: null },
    suspect: true,
  };
}

/**
 * The one set of dependencies of a process, its fitness monitor already ticking. `stop` ends the monitor.
 * For another tenant's rights use `{ ...deps, policy }`; everything else is shared.
 */
export function createProbeDeps(policy: AddressPolicy = addressPolicy([])): ProbeDeps & { stop: () => void } {
  const monotonic = () => performance.now();
  const fitness = new FitnessMonitor({ monotonic, cpuTimes: readCpuTimes, contactLost: () => false });
  fitness.start();
  return {
    now: () => Date.now(),
    monotonic,
    resolve: systemResolve(monotonic),
    policy,
    secureContext: createSecureContext(),
    fitness,
    stop: () => fitness.stop(),
  };
}
