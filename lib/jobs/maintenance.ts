import { systemScope } from "@/lib/auth/scope";
import { advanceMaintenance } from "@/lib/operations/maintenances";
import type { Handler } from "./handlers";

/** Job "maintenance" {organizationId, maintenanceId}: begins, ends and reminds when it is time. */
export const maintenance: Handler = async ({ organizationId, maintenanceId }, { now }) => {
  await advanceMaintenance(systemScope(String(organizationId), "maintenance"), String(maintenanceId), now);
};
