import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { contractListInput, contractStates } from "@/lib/domain/contract";
import { listContracts } from "@/lib/operations/contracts";
import { readCustomerNames } from "@/lib/operations/customer-ties";
import { CustomerViews } from "../customers/views";
import { ContractTable } from "./contract-table";
import { contractStateWords } from "./words";

export const metadata: Metadata = { title: "Contracts" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function ContractsPage({ params, searchParams }: Props) {
  const { scope, organization, now } = await memberPage(params, "finance");
  const input = await readSearch(contractListInput, searchParams);
  const { items, nextCursor } = await shown(listContracts(scope, input, now));
  const ids = [...new Set(items.map(({ customerId }) => customerId))];
  const customers = await readCustomerNames(scope, ids);
  const path = `/${organization.slug}/contracts`;
  const { q, state, cursor, customer_id } = input;
  const query = { q, state, cursor, customer_id };
  return (
    <>
      <PageHead
        title="Contracts"
        actions={
          <ButtonLink tone="primary" href={`${path}/new`}>
            New contract
          </ButtonLink>
        }
      >
        What you promised, to whom, and what a breach costs. Every version stays.
      </PageHead>
      <CustomerViews organization={organization.slug} current="contracts" />
      <FilterBar
        action={path}
        q={q}
        placeholder="Search names and services"
        aside={items.length > 0 ? <CsvButton table="contracts" file="contracts.csv" /> : null}
      >
        <FilterSelect
          label="State"
          name="state"
          value={state}
          options={[
            { value: "", label: "Any state" },
            ...contractStates.map((value) => ({ value, label: contractStateWords[value] })),
          ]}
        />
      </FilterBar>
      {items.length > 0 ? (
        <ContractTable contracts={items} customers={customers} path={path} now={now} />
      ) : (
        <NoContracts isFiltered={Object.values(query).some(Boolean)} path={path} />
      )}
      <Pager path={path} query={query} nextCursor={nextCursor} shown={items.length} noun="contracts" />
    </>
  );
}

function NoContracts({ isFiltered, path }: { isFiltered: boolean; path: string }) {
  if (isFiltered)
    return (
      <Empty title="No contract matches" action={<ButtonLink href={path}>Show all</ButtonLink>}>
        Search looks in names of contracts, customers and services.
      </Empty>
    );
  return (
    <Empty
      title="No contract yet"
      action={
        <ButtonLink tone="primary" href={`${path}/new`}>
          New contract
        </ButtonLink>
      }
    >
      Write down one promise: “Checkout works at least 99.9 % of each month; below that, 10 % of the fee is
      credited.” You see at once what it would have cost in the last three months.
    </Empty>
  );
}
