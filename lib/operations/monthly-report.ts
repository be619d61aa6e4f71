import { inTenant, type TenantTx } from "@/db/client";
import { readSettings, sumCredits } from "@/db/queries/credit";
import { type Breach, countMonth, listBreaches } from "@/db/queries/monthly-report";
import { ownOrganization } from "@/db/queries/organization";
import type { CreditSum } from "@/lib/domain/credit";
import { creditStanding } from "@/lib/domain/credit-status-words";
import { moneyText } from "@/lib/domain/money-text";
import type { MonthlyReport } from "@/lib/domain/monthly-report";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { localDate } from "@/lib/domain/sla/calendar";
import { owedMinor } from "@/lib/domain/statement";
import { cutPercent } from "@/lib/domain/statement-words";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { notify } from "./notices";

const breachesMax = 20;

/**
 * Tells the people that the organization named about the month before this one, once; answers the notice's id, or null
 * when there is nobody to tell, or everybody was told.
 */
export function sendMonthlyReport(scope: TenantScope, now: Ms): Promise<string | null> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const settings = await readSettings(tx);
    if (!settings || settings.reportTo.length === 0) return null;
    const month = monthBefore(localDate(now, settings.timezone));
    const slots = await reportOf(tx, month, now);
    if (slots.statements === 0) return null;
    const recipients = settings.reportTo.map((address) => ({ address, slots: {} }));
    const factId = `monthly_report:${tx.organizationId}:${month}`;
    return notify(tx, { factId, template: "monthly_report", slots, recipients }, now);
  });
}

function monthBefore(date: string): string {
  const [year = 0, month = 1] = date.split("-").map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`;
}

async function reportOf(tx: TenantTx, month: string, now: Ms): Promise<MonthlyReport> {
  const organization = await ownOrganization(tx);
  const sums = await sumCredits(tx, { period: month, now });
  const breaches = await listBreaches(tx, month, breachesMax);
  return {
    organization: organization?.name ?? "",
    month,
    ...(await countMonth(tx, month)),
    credits: [...new Set(sums.map(({ currency }) => currency))].map((currency) => ({
      currency,
      open: standingOf(sums, currency, "open"),
      booked: standingOf(sums, currency, "booked"),
    })),
    breaches: breaches.map(breachOf),
    url: `${env().publicUrl}/${organization?.slug ?? ""}/statements?period=${month}`,
  };
}

function standingOf(sums: readonly CreditSum[], currency: string, standing: "open" | "booked"): string {
  const own = sums.filter((sum) => sum.currency === currency && creditStanding[sum.status] === standing);
  return moneyText(
    own.reduce((total, { amountMinor }) => total + amountMinor, 0),
    currency,
  );
}

function breachOf({ customer, service, targetPercent, currency, result, inputs }: Breach) {
  const uptime = cutPercent(result.uptime_percent, targetPercent) ?? "—";
  const credit =
    result.credit_days > 0 && result.credit_minor === 0
      ? `${result.credit_days} days`
      : moneyText(owedMinor(result, inputs.takenMinor ?? null), currency);
  return { customer, service, uptime: `${uptime} % of ${targetPercent} %`, credit };
}
