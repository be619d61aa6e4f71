import { createSecureContext } from "node:tls";
import { env } from "@/lib/env";
import { addressPolicy } from "@/lib/net/address";
import { systemResolve } from "@/lib/net/resolve";
import type { FetchDeps } from "@/lib/providers/fetch";

/** What fetching providers needs of this process, made once. */
export type ProviderDeps = FetchDeps & {
  /** The same, for an address: the demo's own provider lives on this machine, where no other address may lead. */
  forAddress(url: string): FetchDeps;
};

export function createProviderDeps(): ProviderDeps {
  const { allowPrivateTargets, publicUrl, demoTargetPort, seed } = env();
  const deps: FetchDeps = {
    now: Date.now,
    resolve: systemResolve(() => performance.now()),
    policy: addressPolicy(allowPrivateTargets),
    secureContext: createSecureContext(),
    userAgent: `Probity (status reader; ${publicUrl})`,
  };
  const demo = demoTargetPort === null || seed !== "demo" ? null : `127.0.0.1:${demoTargetPort}`;
  const demoPolicy = addressPolicy(allowPrivateTargets, demo === null ? [] : [demo]);
  const isDemo = (url: string) => demo !== null && url.startsWith(`http://${demo}/provider/`);
  return { ...deps, forAddress: (url) => (isDemo(url) ? { ...deps, policy: demoPolicy } : deps) };
}
