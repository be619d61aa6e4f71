import type { TenantTx } from "@/db/client";
import { allDependencies } from "@/db/queries/dependency";
import type { Cause } from "@/lib/domain/cause-group";
import { isDown } from "@/lib/domain/state";

/**
 * Per component of ours the provider it depends on that says itself, right now, that it is down. Parts of one provider
 * that are down together have one cause.
 */
export async function providerCauses(tx: TenantTx): Promise<ReadonlyMap<string, Cause>> {
  const down = (await allDependencies(tx)).filter(({ state }) => isDown(state));
  return new Map(
    down.map(({ componentId, sourceId, providerName }) => [
      componentId,
      { type: "provider", id: sourceId, title: providerName },
    ]),
  );
}
