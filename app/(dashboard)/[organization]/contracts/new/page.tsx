import type { Metadata } from "next";
import { memberPage, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { PageHead } from "@/app/_ui/page-head";
import { emptyDraft } from "@/lib/domain/contract-draft";
import { customerListInput } from "@/lib/domain/customer";
import { localDate } from "@/lib/domain/sla/calendar";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { getCustomer, listCustomers } from "@/lib/operations/customers";
import { ContractForm } from "../_editor/contract-form";

export const metadata: Metadata = { title: "New contract" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

/** Most customers that the form offers at once; the others are found by their names. */
const customersMax = 200;

export default async function NewContract({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const { customer: asked } = await searchParams;
  const [{ items, nextCursor }, { components }, chosenOne] = await Promise.all([
    listCustomers(scope, customerListInput.parse({ limit: customersMax })),
    readComponentChoices(scope),
    typeof asked === "string" ? shown(getCustomer(scope, asked)) : null,
  ]);
  const others = items.filter(({ id }) => id !== chosenOne?.id);
  const customers = chosenOne === null ? items : [chosenOne, ...others];
  const home = `/${organization.slug}`;
  const chosen = chosenOne?.id ?? "";
  const startsOn = `${localDate(now, zone).slice(0, 7)}-01`;
  const back = chosen === "" ? `${home}/contracts` : `${home}/customers/${chosen}`;
  return (
    <>
      <PageHead title="New contract" crumb={{ label: "Contracts", href: `${home}/contracts` }}>
        Write down what you promised. The sentence and the figures follow while you type.
      </PageHead>
      {customers.length === 0 || components.length === 0 ? (
        <Missing home={home} hasCustomers={customers.length > 0} />
      ) : (
        <ContractForm
          organization={organization.slug}
          initial={emptyDraft({ customerId: chosen, timezone: zone, startsOn })}
          customers={{
            offered: customers.map(({ id, name }) => ({ value: id, label: name })),
            areAll: nextCursor === null,
          }}
          components={components.map(({ id, name }) => ({ value: id, label: name }))}
          back={back}
        />
      )}
    </>
  );
}

function Missing({ home, hasCustomers }: { home: string; hasCustomers: boolean }) {
  return hasCustomers ? (
    <Empty title="No component yet" action={<ButtonLink href={`${home}/components`}>Components</ButtonLink>}>
      A contract promises the uptime of components. Make one first.
    </Empty>
  ) : (
    <Empty
      title="No customer yet"
      action={
        <ButtonLink tone="primary" href={`${home}/customers/new`}>
          New customer
        </ButtonLink>
      }
    >
      A contract is made with a customer. Begin with one.
    </Empty>
  );
}
