import type { TenantTx } from "@/db/client";
import type { OutageGroup } from "@/lib/domain/outage-group";
import type { Ms } from "@/lib/domain/time";

/** Tells the contacts of customers whose contracts cover what is down, with their own numbers. */
export async function warnCustomers(
  _tx: TenantTx,
  _groups: readonly OutageGroup[],
  _now: Ms,
): Promise<void> {}
