import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { address, FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { type CreditListInput, creditListInput, creditStatuses } from "@/lib/domain/credit";
import { creditStatusWords } from "@/lib/domain/credit-status-words";
import { listCredits, summarizeCredits } from "@/lib/operations/credits";
import { readCustomerChoices } from "@/lib/operations/customers";
import { PeriodAndCustomer } from "../statements/period-and-customer";
import { monthOptions } from "../statements/words";
import { CreditTable } from "./credit-table";
import { Totals } from "./totals";

export const metadata: Metadata = { title: "Credits" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

/** The register: what is owed, to whom, what it waits for, and its memo. */
export default async function CreditsPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const input = await readSearch(creditListInput, searchParams);
  const [{ items, nextCursor }, sums, all, customers] = await Promise.all([
    shown(listCredits(scope, input, now)),
    shown(summarizeCredits(scope, input, now)),
    shown(summarizeCredits(scope, creditListInput.parse({}), now)),
    readCustomerChoices(scope),
  ]);
  const path = `/${organization.slug}/credits`;
  const query = queryOf(input);
  const { period, customer_id, currency } = input;
  return (
    <>
      <PageHead
        title="Credits"
        actions={
          <>
            <ButtonLink href={address(`${path}/exports`, { period, customer_id, currency })}>
              Export
            </ButtonLink>
            <ButtonLink href={address(`${path}/issue`, { period, customer_id, currency })}>
              Issue memos
            </ButtonLink>
            <ButtonLink href={address(`${path}/approve`, { period, customer_id, currency })} tone="primary">
              Approve many
            </ButtonLink>
          </>
        }
      >
        What closed statements lead to, from the claim to the booked memo.
      </PageHead>
      <FilterBar
        action={path}
        q={input.q}
        placeholder="Search customer, service or memo"
        aside={items.length > 0 ? <CsvButton table="credits" file="credits.csv" /> : null}
      >
        <Filters
          input={input}
          months={monthOptions(now, zone)}
          customers={customers}
          currencies={[...new Set(all.map((sum) => sum.currency))]}
        />
      </FilterBar>
      <Totals sums={sums} />
      {items.length > 0 ? (
        <CreditTable credits={items} path={path} now={now} zone={zone} />
      ) : (
        <NoCredits isFiltered={Object.values(query).some(Boolean)} path={path} home={organization.slug} />
      )}
      <Pager
        path={path}
        query={query}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "credit" : "credits"}
      />
    </>
  );
}

type FiltersProps = {
  input: CreditListInput;
  months: readonly { value: string; label: string }[];
  customers: readonly { id: string; name: string }[];
  currencies: readonly string[];
};

function Filters({ input, months, customers, currencies }: FiltersProps) {
  return (
    <>
      <PeriodAndCustomer input={input} months={months} customers={customers} />
      <FilterSelect
        label="Status"
        name="status"
        value={input.status}
        options={[
          { value: "", label: "Any status" },
          ...creditStatuses.map((value) => ({ value, label: creditStatusWords[value] })),
        ]}
      />
      <FilterSelect
        label="Currency"
        name="currency"
        value={input.currency}
        options={[
          { value: "", label: "Any currency" },
          ...currencies.map((value) => ({ value, label: value })),
        ]}
      />
    </>
  );
}

function NoCredits({ isFiltered, path, home }: { isFiltered: boolean; path: string; home: string }) {
  if (isFiltered)
    return (
      <Empty title="No credit matches" action={<ButtonLink href={path}>Show all credits</ButtonLink>}>
        Nothing has this customer, period, status and currency at once.
      </Empty>
    );
  return (
    <Empty
      title="No credits yet"
      action={
        <ButtonLink tone="primary" href={`/${home}/statements?status=ready`}>
          Statements to close
        </ButtonLink>
      }
    >
      A statement whose promise was broken makes a credit when it is closed, for example 10 % of the month’s
      fee.
    </Empty>
  );
}

function queryOf(input: CreditListInput): Record<string, string | undefined> {
  const { q, period, customer_id, status, currency, cursor } = input;
  return { q, period, customer_id, status, currency, cursor };
}
