import type { Assertion } from "@/lib/domain/assertion";
import type { Outcome, RunSettings } from "@/lib/domain/check";
import type { ProbeType, SettingsOf } from "@/lib/domain/check-settings";
import { env } from "@/lib/env";
import { type AddressPolicy, addressPolicy } from "@/lib/net/address";
import { demoOrganizationId } from "@/lib/operations/demo";
import type { RunOrder } from "@/lib/operations/runs";
import { createProbeDeps, probe } from "@/lib/probes";
import { open } from "@/lib/secret";

type Deps = ReturnType<typeof createProbeDeps>;

/** Runs one order once. Never rejects. */
export type ProbeRun = (order: RunOrder, signal: AbortSignal) => Promise<Outcome>;

/**
 * The built-in probe. Only the demo's own organization may reach the demo target and this app on loopback; everybody
 * else is held to PROBITY_ALLOW_PRIVATE_TARGETS.
 */
export async function builtInProbe(): Promise<ProbeRun & { stop(): void }> {
  const policies = await demoPolicies();
  const deps = createProbeDeps(policies.everybody);
  const run = (order: RunOrder, signal: AbortSignal): Promise<Outcome> => {
    const policy = order.organizationId === policies.demoId ? policies.demo : policies.everybody;
    return runWith({ ...deps, policy }, order, signal);
  };
  return Object.assign(run, { stop: deps.stop });
}

/** The settings a probe needs, with secrets in place. */
export function runSettings(order: RunOrder): RunSettings {
  const { spec, sealedSettings, timeoutMs } = order;
  const secrets: object = sealedSettings === null ? {} : JSON.parse(open(sealedSettings));
  return {
    timeoutMs,
    degradedAfterMs: spec.degraded_after_ms,
    // Parsed by monitorInput when it was stored; parsing again at every run would cost more than the run.
    settings: { ...spec.settings, ...secrets } as SettingsOf[ProbeType],
    assertions: spec.assertions as readonly Assertion[],
  };
}

function runWith(deps: Omit<Deps, "stop">, order: RunOrder, signal: AbortSignal): Promise<Outcome> {
  return probe<ProbeType>(order.type, order.target, runSettings(order), signal, deps);
}

async function demoPolicies(): Promise<{
  demoId: string | null;
  demo: AddressPolicy;
  everybody: AddressPolicy;
}> {
  const { allowPrivateTargets, demoTargetPort, port, seed } = env();
  const doors = [port, ...(demoTargetPort === null ? [] : [demoTargetPort])].map(
    (each) => `127.0.0.1:${each}`,
  );
  return {
    demoId: seed === "demo" ? await demoOrganizationId() : null,
    demo: addressPolicy(allowPrivateTargets, doors),
    everybody: addressPolicy(allowPrivateTargets),
  };
}
