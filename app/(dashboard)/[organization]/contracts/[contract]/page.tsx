import type { Metadata } from "next";
import { type MemberPage, memberPage, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import type { ContractView } from "@/lib/domain/contract";
import type { CustomerView } from "@/lib/domain/customer";
import { localDate } from "@/lib/domain/sla/calendar";
import { readChronic } from "@/lib/operations/chronic";
import { readComponentNames } from "@/lib/operations/component-detail";
import { getContract } from "@/lib/operations/contracts";
import { getCustomer, readCustomerChoices } from "@/lib/operations/customers";
import { loadActorNames } from "../../audit/actors";
import { ContractStatements } from "../../customers/[customer]/books";
import { ChronicBanners } from "../chronic-banner";
import { CloneDialog } from "./clone-dialog";
import { Commitment } from "./commitment";
import { EndDialog } from "./end-dialog";
import { ContractFacts } from "./facts";

type Props = { params: Promise<{ organization: string; contract: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scope } = await memberPage(params, "finance");
  return { title: (await shown(getContract(scope, (await params).contract))).name };
}

export default async function ContractPage({ params }: Props) {
  const member = await memberPage(params, "finance");
  const { scope, organization, now, zone } = member;
  const contract = await shown(getContract(scope, (await params).contract));
  const members = contract.commitments.flatMap(({ versions }) =>
    versions.flatMap(({ terms }) => terms.components.members.map(({ component }) => component)),
  );
  const [customer, names, actors, chronic] = await Promise.all([
    getCustomer(scope, contract.customerId),
    readComponentNames(scope, [...new Set(members)]),
    scope.grants.has("admin") ? loadActorNames(scope, now) : null,
    readChronic(scope, { contractId: contract.id }, now),
  ]);
  const home = `/${organization.slug}`;
  const path = `${home}/contracts/${contract.id}`;
  return (
    <>
      <PageHead
        title={contract.name}
        crumb={{ label: "Contracts", href: `${home}/contracts` }}
        actions={<Acts member={member} contract={contract} customer={customer} />}
      />
      <ChronicBanners cases={chronic} />
      <ContractFacts contract={contract} customer={customer.name} home={home} now={now} />
      {contract.commitments.map((commitment) => (
        <Commitment key={commitment.id} {...{ contract, commitment, names, actors, path, now, zone }} />
      ))}
      <ContractStatements member={member} contract={contract} />
    </>
  );
}

/** Clone always; end while it has not ended. */
async function Acts({
  member,
  contract,
  customer,
}: {
  member: MemberPage;
  contract: ContractView;
  customer: CustomerView;
}) {
  const { scope, organization, now } = member;
  const { id, name, timezone, customerId, startsAt, endsAt } = contract;
  const others = (await readCustomerChoices(scope)).filter((each) => each.id !== customerId);
  const customers = customer.archivedAt === null ? [customer, ...others] : others;
  const today = localDate(Math.max(now, startsAt), timezone);
  const isOver = endsAt !== null && endsAt <= now;
  return (
    <>
      <CloneDialog
        organization={organization.slug}
        contract={{ id, name, timezone, customerId }}
        customers={customers}
        startsOn={today}
      />
      {isOver ? null : (
        <EndDialog organization={organization.slug} contract={{ id, name, timezone }} lastDay={today} />
      )}
    </>
  );
}
