import { inEngine } from "@/db/client";
import { listOrganizationIds } from "@/db/queries/scrub";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { sendMonthlyReport } from "@/lib/operations/monthly-report";
import type { Handler } from "./handlers";

/** Job "monthlyReports", on the second day of a month: finance hears of the month before. */
export const monthlyReports: Handler = async (_payload, { now, signal }) => {
  for (const id of await inEngine(engineScope(), listOrganizationIds)) {
    if (signal.aborted) return;
    await sendMonthlyReport(systemScope(id, "reports"), now);
  }
};
