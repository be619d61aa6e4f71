import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { address, FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { type StatementListInput, statementListInput, statementStatuses } from "@/lib/domain/statement";
import { statusWords } from "@/lib/domain/statement-words";
import { readCustomerChoices } from "@/lib/operations/customers";
import { listStatements } from "@/lib/operations/statements";
import { PeriodAndCustomer } from "./period-and-customer";
import { StatementTable } from "./statement-table";
import { monthOptions } from "./words";

export const metadata: Metadata = { title: "Statements" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function StatementsPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const input = await readSearch(statementListInput, searchParams);
  const [{ items, nextCursor }, customers] = await Promise.all([
    shown(listStatements(scope, input, now)),
    readCustomerChoices(scope),
  ]);
  const path = `/${organization.slug}/statements`;
  const query = queryOf(input);
  const { period, customer_id } = input;
  return (
    <>
      <PageHead
        title="Statements"
        actions={
          <ButtonLink href={address(`${path}/close`, { period, customer_id })} tone="primary">
            Close many
          </ButtonLink>
        }
      >
        Each promise for each period, computed from the ledger; what is closed never changes again.
      </PageHead>
      <FilterBar
        action={path}
        q={input.q}
        placeholder="Search customer or service"
        aside={items.length > 0 ? <CsvButton table="statements" file="statements.csv" /> : null}
      >
        <PeriodAndCustomer input={input} months={monthOptions(now, zone)} customers={customers} />
        <FilterSelect
          label="Status"
          name="status"
          value={input.status}
          options={[
            { value: "", label: "Any status" },
            ...statementStatuses.map((value) => ({ value, label: statusWords[value] })),
          ]}
        />
      </FilterBar>
      {items.length > 0 ? (
        <StatementTable statements={items} path={path} />
      ) : (
        <NoStatements isFiltered={Object.values(query).some(Boolean)} path={path} home={organization.slug} />
      )}
      <Pager
        path={path}
        query={query}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "statement" : "statements"}
      />
    </>
  );
}

function NoStatements({ isFiltered, path, home }: { isFiltered: boolean; path: string; home: string }) {
  if (isFiltered)
    return (
      <Empty title="No statement matches" action={<ButtonLink href={path}>Show all statements</ButtonLink>}>
        No period has this customer, status and month at once.
      </Empty>
    );
  return (
    <Empty
      title="No statements yet"
      action={
        <ButtonLink tone="primary" href={`/${home}/customers`}>
          Customers
        </ButtonLink>
      }
    >
      A contract makes a statement of every period that begins, also of those that lie behind it. Begin with a
      customer and what you promised them, for example 99.9 % a month.
    </Empty>
  );
}

function queryOf(input: StatementListInput): Record<string, string | undefined> {
  const { q, period, customer_id, contract_id, status, cursor } = input;
  return { q, period, customer_id, contract_id, status, cursor };
}
