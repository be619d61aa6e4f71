import type { Metadata } from "next";
import { z } from "zod";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { Banner } from "@/app/_ui/banner";
import { BulkForm } from "@/app/_ui/bulk-form";
import { BulkPreview } from "@/app/_ui/bulk-preview";
import { FilterForm } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { monthField } from "@/lib/domain/accounting-period";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { readCustomerChoices } from "@/lib/operations/customers";
import { readTitles } from "@/lib/operations/statements";
import { closeManyAction } from "../actions";
import { PeriodAndCustomer } from "../period-and-customer";
import { monthOptions } from "../words";

export const metadata: Metadata = { title: "Close statements" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const search = z.object({
  period: monthField.optional(),
  customer_id: z.string().max(100).optional(),
  closed: z.coerce.number().int().min(0).optional(),
  refused: z.coerce.number().int().min(0).optional(),
  more: z.string().optional(),
});

/** Everything that is ready, with what closing it would lead to; then one button. */
export default async function CloseManyPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const input = await readSearch(search, searchParams);
  const { period, customer_id } = input;
  const [report, customers] = await Promise.all([
    shown(closeInBulk(scope, { filter: { period, customer_id }, dry_run: true }, now)),
    readCustomerChoices(scope),
  ]);
  const stay = report.items.filter(({ refusal }) => refusal !== null).map(({ id }) => id);
  const titles = await readTitles(scope, stay.slice(0, 50));
  const path = `/${organization.slug}/statements`;
  return (
    <>
      <PageHead title="Close statements" crumb={{ label: "Statements", href: path }}>
        Every period that is over and settled. A batch is written at a time: if something breaks in the
        middle, close again and the rest follows.
      </PageHead>
      {input.closed === undefined ? null : (
        <Banner tone="good" title={`${input.closed} closed, ${input.refused ?? 0} refused.`}>
          {input.more ? "There are more: close again." : "One checkpoint vouches for what they rest on."}
        </Banner>
      )}
      <FilterForm action={`${path}/close`}>
        <PeriodAndCustomer input={input} months={monthOptions(now, zone)} customers={customers} />
      </FilterForm>
      <BulkPreview
        report={report}
        nouns={["statement", "statements"]}
        verb="close"
        leads="credits of"
        titles={titles}
        href={(id) => `${path}/${id}`}
      />
      {report.done > 0 ? (
        <BulkForm
          action={closeManyAction}
          organization={organization.slug}
          fields={{ period: period ?? "", customer_id: customer_id ?? "" }}
          verb={`Close ${report.done}`}
          note="A closed statement never changes; a later correction restates it."
        />
      ) : null}
    </>
  );
}
