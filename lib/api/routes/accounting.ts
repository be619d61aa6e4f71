import { z } from "zod";
import { type AccountingPeriod, lockPeriodInput } from "@/lib/domain/accounting-period";
import { financeSettingsInput } from "@/lib/domain/finance-settings";
import { formatInstant } from "@/lib/domain/time";
import { listAccountingPeriods, lockAccountingPeriod } from "@/lib/operations/accounting-periods";
import {
  type FinanceSettings,
  getFinanceSettings,
  setFinanceSettings,
} from "@/lib/operations/finance-settings";
import { instant } from "../present";
import { route } from "../route";

const settings = z
  .object({
    timezone: z.string(),
    four_eyes: z.array(z.object({ currency: z.string(), amount_minor: z.int() })),
    series: z.object({ credit_memo: z.string(), debit_memo: z.string() }),
    legal: z
      .object({
        name: z.string(),
        address: z.string(),
        tax_id: z.string(),
        registration: z.string(),
        contact: z.string(),
      })
      .nullable(),
    report_to: z.array(z.string()),
    version: z.int(),
  })
  .meta({ id: "FinanceSettingsView" });

function presentSettings(view: FinanceSettings): z.input<typeof settings> {
  const { timezone, fourEyes, series, legal, reportTo, version } = view;
  return { timezone, four_eyes: [...fourEyes], series, legal, report_to: [...reportTo], version };
}

const period = z
  .object({
    month: z.string(),
    locked_at: instant,
    locked_by: z.string(),
    reason: z.string().nullable(),
    lines: z.int().meta({ description: "Credits with a posting in the month." }),
  })
  .meta({ id: "AccountingPeriod" });

function presentPeriod({
  month,
  lockedAt,
  lockedBy,
  reason,
  lines,
}: AccountingPeriod): z.input<typeof period> {
  return { month, locked_at: formatInstant(lockedAt), locked_by: lockedBy, reason, lines };
}

const shared = { tag: "Accounting", grant: "finance", status: 200 } as const;

export const accountingRoutes = [
  route({
    ...shared,
    method: "GET",
    path: "/finance-settings",
    summary: "How this organization books",
    answer: settings,
    async run({ scope }) {
      return { body: presentSettings(await getFinanceSettings(scope)) };
    },
  }),
  route({
    ...shared,
    method: "PUT",
    path: "/finance-settings",
    summary:
      "Set zone, series and limits of memos, who the organization is in law, and who gets the monthly report",
    body: financeSettingsInput,
    answer: settings,
    async run({ scope, body, now }) {
      return { body: presentSettings(await setFinanceSettings(scope, body, now)) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/accounting-periods",
    summary: "Locked months of the books, latest first",
    answer: z.object({ data: z.array(period) }),
    async run({ scope }) {
      return { body: { data: (await listAccountingPeriods(scope)).map(presentPeriod) } };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/accounting-periods/{month}/lock",
    summary: "Lock a month of the books: it takes no more postings and exports the same bytes for ever",
    body: lockPeriodInput,
    bodyOptional: true,
    answer: period,
    async run({ scope, params, body, now }) {
      return {
        body: presentPeriod(await lockAccountingPeriod(scope, { ...body, month: params.month }, now)),
      };
    },
  }),
];
