import { sendMonthlyReport } from "@/lib/operations/monthly-report";
import { forEveryOrganization } from "./every-organization";
import type { Handler } from "./handlers";

/** Job "monthlyReports", on the second day of a month: finance hears of the month before. */
export const monthlyReports: Handler = async (_payload, { now, signal }) => {
  await forEveryOrganization("reports", signal, (scope) => sendMonthlyReport(scope, now));
};
