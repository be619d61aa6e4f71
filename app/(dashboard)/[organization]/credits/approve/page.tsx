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
import { approveInBulk } from "@/lib/operations/bulk-approval";
import { readCustomerChoices } from "@/lib/operations/customers";
import { PeriodAndCustomer } from "../../statements/period-and-customer";
import { monthOptions } from "../../statements/words";
import { approveManyAction } from "../actions";
import { BulkList } from "../bulk-list";

export const metadata: Metadata = { title: "Approve credits" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const search = z.object({
  period: monthField.optional(),
  customer_id: z.string().max(100).optional(),
  currency: z.string().max(3).optional(),
  approved: z.coerce.number().int().min(0).optional(),
  refused: z.coerce.number().int().min(0).optional(),
  more: z.string().optional(),
});

/** Everything that waits for an approval this member may give; then one button. */
export default async function ApproveManyPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const input = await readSearch(search, searchParams);
  const { period, customer_id, currency } = input;
  const [report, customers] = await Promise.all([
    shown(approveInBulk(scope, { filter: { period, customer_id, currency }, dry_run: true }, now)),
    readCustomerChoices(scope),
  ]);
  const path = `/${organization.slug}/credits`;
  return (
    <>
      <PageHead title="Approve credits" crumb={{ label: "Credits", href: path }}>
        Credits that were claimed, or need no claim. Above your organization’s limit two members approve: the
        first yes is noted, another member gives the second.
      </PageHead>
      {input.approved === undefined ? null : (
        <Banner tone="good" title={`${input.approved} approved, ${input.refused ?? 0} refused.`}>
          {input.more ? (
            "There are more: approve again."
          ) : (
            <Link href={address(`${path}/issue`, { period, customer_id, currency })} className="underline">
              Issue their memos next
            </Link>
          )}
        </Banner>
      )}
      <FilterForm action={`${path}/approve`}>
        <PeriodAndCustomer input={input} months={monthOptions(now, zone)} customers={customers} />
      </FilterForm>
      <BulkPreview
        report={report}
        nouns={["credit", "credits"]}
        verb="approve"
        leads="together"
        none="No credit waits for an approval here."
        href={(id) => `${path}/${id}`}
      />
      {report.done > 0 ? (
        <BulkForm
          action={approveManyAction}
          organization={organization.slug}
          fields={{ period: period ?? "", customer_id: customer_id ?? "", currency: currency ?? "" }}
          verb={`Approve ${report.done}`}
          note="Memos are issued in a step of their own."
        />
      ) : null}
      <BulkList scope={scope} report={report} path={path} now={now} zone={zone} />
    </>
  );
}
