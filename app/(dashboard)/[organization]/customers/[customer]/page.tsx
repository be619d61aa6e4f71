import type { Metadata } from "next";
import { memberPage, shown } from "@/app/_server/page";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Time } from "@/app/_ui/time";
import { contractListInput } from "@/lib/domain/contract";
import { listContracts } from "@/lib/operations/contracts";
import { readCustomerTies } from "@/lib/operations/customer-ties";
import { getCustomer } from "@/lib/operations/customers";
import { ContractTable } from "../../contracts/contract-table";
import { ArchiveCustomer } from "./archive";
import { CustomerCredits, CustomerStatements } from "./books";
import { CustomerContacts } from "./contacts";
import { CustomerFacts } from "./facts";

type Props = { params: Promise<{ organization: string; customer: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scope } = await memberPage(params, "finance");
  return { title: (await shown(getCustomer(scope, (await params).customer))).name };
}

export default async function CustomerPage({ params }: Props) {
  const member = await memberPage(params, "finance");
  const { scope, organization, now, zone } = member;
  const customer = await shown(getCustomer(scope, (await params).customer));
  const input = contractListInput.parse({ customer_id: customer.id, limit: 200 });
  const [{ items: contracts }, ties] = await Promise.all([
    listContracts(scope, input, now),
    readCustomerTies(scope, [customer.id], now),
  ]);
  const home = `/${organization.slug}`;
  const tied = ties.get(customer.id);
  const signs = `${home}/contracts/new?customer=${customer.id}`;
  return (
    <>
      <PageHead
        title={customer.name}
        crumb={{ label: "Customers", href: `${home}/customers` }}
        actions={
          customer.archivedAt === null ? (
            <>
              <ButtonLink tone="primary" href={signs}>
                New contract
              </ButtonLink>
              <ButtonLink href={`${home}/customers/${customer.id}/edit`}>Edit</ButtonLink>
              {tied ? <ArchiveCustomer member={member} customer={customer} ties={tied} /> : null}
            </>
          ) : null
        }
      />
      {customer.archivedAt === null ? null : (
        <Banner title="Archived">
          No new contract can be made; what was agreed and owed stays. Archived{" "}
          <Time at={customer.archivedAt} now={now} zone={zone} />
        </Banner>
      )}
      <CustomerFacts customer={customer} />
      <Section title="Contracts">
        {contracts.length > 0 ? (
          <ContractTable contracts={contracts} path={`${home}/contracts`} now={now} />
        ) : (
          <Empty
            title="Nothing is agreed yet"
            action={
              customer.archivedAt === null ? <ButtonLink href={signs}>New contract</ButtonLink> : undefined
            }
          >
            A contract says what uptime you promised and what a breach costs. It can begin in the past.
          </Empty>
        )}
      </Section>
      <CustomerContacts
        member={member}
        customer={{ id: customer.id, isArchived: customer.archivedAt !== null }}
      />
      <CustomerStatements member={member} customerId={customer.id} />
      <CustomerCredits member={member} customerId={customer.id} />
    </>
  );
}
