import { inTenant } from "@/db/client";
import type { LedgerEntry } from "@/lib/domain/ledger";
import { type MaintenanceView, maintenanceInput } from "@/lib/domain/maintenance";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, hourMs, type Ms } from "@/lib/domain/time";
import { advanceMaintenance, createMaintenance } from "@/lib/operations/maintenances";
import { chainOf, start } from "./ledger-rig";

/** Plans work on the components from one hour after the tests' clock begins, for two hours, unless told otherwise. */
export function plan(
  scope: TenantScope,
  components: readonly string[],
  more: Record<string, unknown> = {},
  now: Ms = start,
): Promise<MaintenanceView> {
  const times = { from: formatInstant(now + hourMs), to: formatInstant(now + 3 * hourMs) };
  const input = maintenanceInput.parse({ title: "Upgrade", components: [...components], ...times, ...more });
  return createMaintenance(scope, input, now);
}

/** The worker's turn at `now`. */
export function tick(scope: TenantScope, { id }: { id: string }, now: Ms): Promise<void> {
  return advanceMaintenance(scope, id, now);
}

/** What the maintenance track of one component holds, in short. */
export async function track(scope: TenantScope, componentId: string) {
  const entries = await inTenant(scope, (tx) => chainOf(tx, componentId));
  return entries.filter((entry) => entry.source.type === "maintenance").map(short);
}

function short({ state, effectiveFrom, effectiveTo, announcedAt, plannedFrom, plannedTo }: LedgerEntry) {
  return { state, at: effectiveFrom, until: effectiveTo, announcedAt, plannedFrom, plannedTo };
}
