import { inTenant } from "@/db/client";
import { maintenancesForPages } from "@/db/queries/maintenance-page";
import type { PublicMaintenance } from "@/lib/domain/maintenance";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Interval } from "@/lib/domain/time";

/** Every occurrence that touches `within`, in time order. */
export function occurrencesBetween(scope: TenantScope, within: Interval): Promise<PublicMaintenance[]> {
  permit(scope, "read");
  return inTenant(scope, (tx) => maintenancesForPages(tx, within));
}
