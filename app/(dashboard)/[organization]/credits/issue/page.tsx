import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { Banner } from "@/app/_ui/banner";
import { BulkForm } from "@/app/_ui/bulk-form";
import { BulkPreview } from "@/app/_ui/bulk-preview";
import { address, FilterForm } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { monthField } from "@/lib/domain/accounting-period";
import { issueInBulk } from "@/lib/operations/bulk-issue";
import { readCustomerChoices } from "@/lib/operations/customers";
import { PeriodAndCustomer } from "../../statements/period-and-customer";
import { monthOptions } from "../../statements/words";
import { issueManyAction } from "../actions";
import { BulkList } from "../bulk-list";

export const metadata: Metadata = { title: "Issue memos" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const search = z.object({
  period: monthField.optional(),
  customer_id: z.string().max(100).optional(),
  currency: z.string().max(3).optional(),
  issued: z.coerce.number().int().min(0).optional(),
  refused: z.coerce.number().int().min(0).optional(),
  more: z.string().optional(),
});

/** Every approved credit that has no memo yet; then one button. */
export default async function IssueManyPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const input = await readSearch(search, searchParams);
  const { period, customer_id, currency } = input;
  const [report, customers] = await Promise.all([
    shown(issueInBulk(scope, { filter: { period, customer_id, currency }, dry_run: true }, now)),
    readCustomerChoices(scope),
  ]);
  const path = `/${organization.slug}/credits`;
  return (
    <>
      <PageHead title="Issue memos" crumb={{ label: "Credits", href: path }}>
        Approved credits get their numbered memos, in the order in which they arose. Numbers of a series
        follow each other without a gap; a memo is taken back only by a reversing one.
      </PageHead>
      {input.issued === undefined ? null : (
        <Banner tone="good" title={`${input.issued} issued, ${input.refused ?? 0} refused.`}>
          {input.more ? (
            "There are more: issue again."
          ) : (
            <Link href={address(`${path}/exports`, { period, customer_id })} className="underline">
              Export them next
            </Link>
          )}
        </Banner>
      )}
      <FilterForm action={`${path}/issue`}>
        <PeriodAndCustomer input={input} months={monthOptions(now, zone)} customers={customers} />
      </FilterForm>
      <BulkPreview
        report={report}
        nouns={["credit", "credits"]}
        verb="issue the memos of"
        leads="together"
        none="No memo waits to be issued here."
        href={(id) => `${path}/${id}`}
      />
      {report.done > 0 ? (
        <BulkForm
          action={issueManyAction}
          organization={organization.slug}
          fields={{ period: period ?? "", customer_id: customer_id ?? "", currency: currency ?? "" }}
          verb={`Issue ${report.done}`}
          note="Customers whose contacts listen to credits are sent their memos."
          date={{
            label: "Booked on",
            name: "posting_date",
            hint: "Left empty: today, or the first day after what is locked.",
          }}
        />
      ) : null}
      <BulkList scope={scope} report={report} path={path} now={now} zone={zone} />
    </>
  );
}
