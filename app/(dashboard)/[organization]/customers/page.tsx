import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { customerListInput } from "@/lib/domain/customer";
import { readCustomerTies } from "@/lib/operations/customer-ties";
import { listCustomers } from "@/lib/operations/customers";
import { CustomerTable } from "./customer-table";
import { CustomerViews } from "./views";

export const metadata: Metadata = { title: "Customers" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function CustomersPage({ params, searchParams }: Props) {
  const { scope, organization, now } = await memberPage(params, "finance");
  const input = await readSearch(customerListInput, searchParams);
  const { items, nextCursor } = await shown(listCustomers(scope, input));
  const ids = items.map(({ id }) => id);
  const ties = await readCustomerTies(scope, ids, now);
  const path = `/${organization.slug}/customers`;
  const query = { q: input.q, cursor: input.cursor, archived: input.archived ? "true" : undefined };
  return (
    <>
      <PageHead
        title="Customers"
        actions={
          <ButtonLink tone="primary" href={`${path}/new`}>
            New customer
          </ButtonLink>
        }
      >
        Whom you promised something, and what is owed to them when it is broken.
      </PageHead>
      <CustomerViews organization={organization.slug} current="customers" />
      <FilterBar
        action={path}
        q={input.q}
        placeholder="Search names and numbers"
        aside={items.length > 0 ? <CsvButton table="customers" file="customers.csv" /> : null}
      >
        <FilterSelect
          label="Archived"
          name="archived"
          value={input.archived ? "true" : undefined}
          options={[
            { value: "", label: "In use" },
            { value: "true", label: "Archived" },
          ]}
        />
      </FilterBar>
      {items.length > 0 ? (
        <CustomerTable customers={items} ties={ties} path={path} />
      ) : (
        <NoCustomers isFiltered={Object.values(query).some(Boolean)} path={path} />
      )}
      <Pager path={path} query={query} nextCursor={nextCursor} shown={items.length} noun="customers" />
    </>
  );
}

function NoCustomers({ isFiltered, path }: { isFiltered: boolean; path: string }) {
  if (isFiltered)
    return (
      <Empty title="No customer matches" action={<ButtonLink href={path}>Show all</ButtonLink>}>
        Search looks in names and in the numbers of your accounts.
      </Empty>
    );
  return (
    <Empty
      title="No customer yet"
      action={
        <ButtonLink tone="primary" href={`${path}/new`}>
          New customer
        </ButtonLink>
      }
    >
      Begin with one account, such as “Northwind Traders, C-1042”. Then write down what you promised it: a
      contract computes every month from the ledger and says what is owed.
    </Empty>
  );
}
