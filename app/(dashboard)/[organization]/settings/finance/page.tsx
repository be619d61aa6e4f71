import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { ActDialog } from "@/app/_ui/act-dialog";
import { Empty } from "@/app/_ui/empty";
import { FormSection } from "@/app/_ui/form-section";
import { ExactTime } from "@/app/_ui/time";
import { spokenMonth } from "@/lib/domain/calendar-text";
import { plainAmount } from "@/lib/domain/money-text";
import { localDate } from "@/lib/domain/sla/calendar";
import { listAccountingPeriods } from "@/lib/operations/accounting-periods";
import { getFinanceSettings } from "@/lib/operations/finance-settings";
import { SettingsHead } from "../head";
import { lockPeriodAction, setFinanceAction } from "./actions";
import { FinanceForm } from "./finance-form";

export const metadata: Metadata = { title: "Books" };

type Props = { params: Promise<{ organization: string }> };

/** How the organization books, and which months of the books are locked. */
export default async function FinanceSettingsPage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const [settings, periods] = await Promise.all([getFinanceSettings(scope), listAccountingPeriods(scope)]);
  const locked = new Set(periods.map(({ month }) => month));
  const open = recentMonths(localDate(now, settings.timezone)).filter((month) => !locked.has(month));
  return (
    <>
      <SettingsHead organization={organization.slug} grants={scope.grants} view="finance" />
      <div className="flex flex-col gap-8">
        <FinanceForm
          action={setFinanceAction}
          organization={organization.slug}
          given={{
            timezone: settings.timezone,
            four_eyes: settings.fourEyes
              .map(({ currency, amount_minor }) => `${currency} ${plainAmount(amount_minor, currency)}`)
              .join("\n"),
            ...{ credit_memo: settings.series.credit_memo, debit_memo: settings.series.debit_memo },
            ...{ name: settings.legal?.name ?? "", address: settings.legal?.address ?? "" },
            ...{ tax_id: settings.legal?.tax_id ?? "", registration: settings.legal?.registration ?? "" },
            contact: settings.legal?.contact ?? "",
            report_to: settings.reportTo.join("\n"),
          }}
        />
        <FormSection
          title="Accounting periods"
          note="A locked month takes no more postings; what comes later is booked in the first open month. It cannot be unlocked."
        >
          <ul className="divide-y divide-line rounded-md border bg-surface text-sm">
            {open.map((month) => (
              <li key={month} className="flex flex-wrap items-center justify-between gap-3 px-4 py-2">
                <span>
                  {spokenMonth(month)} <span className="text-ink-3">open</span>
                </span>
                <ActDialog
                  label={`Lock ${month}…`}
                  title={`Lock ${spokenMonth(month)}`}
                  verb={`Lock ${month}`}
                  tone="danger"
                  action={lockPeriodAction}
                  fields={{ organization: organization.slug, id: month }}
                  inputs={[{ label: "Reason", name: "reason", hint: "Optional. Kept in the audit log." }]}
                >
                  Nobody can book in {spokenMonth(month)} afterwards, and its exports are the same bytes for
                  ever. It cannot be unlocked.
                </ActDialog>
              </li>
            ))}
            {periods.map(({ month, lockedAt, lines, reason }) => (
              <li key={month} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
                <span>{spokenMonth(month)}</span>
                <span className="text-ink-3">
                  locked <ExactTime at={lockedAt} zone={zone} />, {lines} {lines === 1 ? "credit" : "credits"}
                  {reason === null ? "" : `: ${reason}`}
                </span>
              </li>
            ))}
          </ul>
          {open.length + periods.length === 0 ? (
            <Empty title="Nothing to lock">No month has begun.</Empty>
          ) : null}
        </FormSection>
      </div>
    </>
  );
}

/** This month of the books and the five before it, latest first. */
function recentMonths(today: string): string[] {
  const [year = 0, month = 1] = today.split("-").map(Number);
  return Array.from({ length: 6 }, (_, back) => {
    const index = year * 12 + month - 1 - back;
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
  });
}
