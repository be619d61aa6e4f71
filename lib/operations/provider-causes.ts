import type { TenantTx } from "@/db/client";
import type { Cause } from "@/lib/domain/cause-group";

/** Per component of ours the provider's component it depends on that says itself, right now, that it is down. */
export async function providerCauses(_tx: TenantTx): Promise<ReadonlyMap<string, Cause>> {
  return new Map();
}
