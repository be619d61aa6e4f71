import { systemScope } from "@/lib/auth/scope";
import { advanceAlert } from "@/lib/operations/staff-alerts";
import type { Handler } from "./handlers";

/** Job "alert" {organizationId, alertId}: the next step of an alert that nobody acknowledged. */
export const alertStep: Handler = async ({ organizationId, alertId }, { now }) => {
  await advanceAlert(systemScope(String(organizationId), "alerts"), String(alertId), now);
};
