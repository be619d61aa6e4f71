import { systemScope } from "@/lib/auth/scope";
import type { WarningCause } from "@/lib/domain/warning";
import { sendCustomerReports } from "@/lib/operations/customer-reports";
import { prepareWarnings } from "@/lib/operations/customer-warnings";
import { forEveryOrganization } from "./every-organization";
import type { Handler } from "./handlers";

/** Job "warnCustomers" {organizationId, cause}: what an outage means for each customer, in its own numbers. */
export const warnCustomersOf: Handler = async ({ organizationId, cause }, { now }) => {
  // What was enqueued is what `warnCustomers` wrote.
  const what = JSON.parse(String(cause)) as WarningCause;
  await prepareWarnings(systemScope(String(organizationId), "warnings"), what, now);
};

/** Job "customerReports", daily: service levels of the last month, once its statements are closed. */
export const customerReports: Handler = async (_payload, { now, signal }) => {
  await forEveryOrganization("reports", signal, (scope) => sendCustomerReports(scope, now));
};
