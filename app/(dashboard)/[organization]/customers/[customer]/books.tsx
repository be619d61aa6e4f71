import Link from "next/link";
import type { MemberPage } from "@/app/_server/page";
import { address } from "@/app/_ui/list-controls";
import { Section } from "@/app/_ui/page-head";
import type { ContractView } from "@/lib/domain/contract";
import { creditListInput } from "@/lib/domain/credit";
import { type StatementListInput, statementListInput } from "@/lib/domain/statement";
import { listCredits } from "@/lib/operations/credits";
import { listStatements } from "@/lib/operations/statements";
import { CreditTable } from "../../credits/credit-table";
import { StatementTable } from "../../statements/statement-table";

/** How many of the newest are shown; the rest is behind the link. */
const shownMax = 8;

/** The newest periods of a customer. */
export function CustomerStatements({ member, customerId }: { member: MemberPage; customerId: string }) {
  return <Statements member={member} filter={{ customer_id: customerId }} />;
}

/** The newest periods of one contract. */
export function ContractStatements({ member, contract }: { member: MemberPage; contract: ContractView }) {
  return <Statements member={member} filter={{ contract_id: contract.id }} />;
}

async function Statements({
  member,
  filter,
}: {
  member: MemberPage;
  filter: Pick<StatementListInput, "customer_id" | "contract_id">;
}) {
  const { scope, organization, now } = member;
  const input = statementListInput.parse({ ...filter, limit: shownMax });
  const { items } = await listStatements(scope, input, now);
  const path = `/${organization.slug}/statements`;
  if (items.length === 0) return null;
  return (
    <Section title="Statements" aside={<All href={address(path, filter)} />}>
      <StatementTable statements={items} path={path} />
    </Section>
  );
}

/** The newest credits of a customer. */
export async function CustomerCredits({ member, customerId }: { member: MemberPage; customerId: string }) {
  const { scope, organization, now, zone } = member;
  const input = creditListInput.parse({ customer_id: customerId, limit: shownMax });
  const { items } = await listCredits(scope, input, now);
  const path = `/${organization.slug}/credits`;
  if (items.length === 0) return null;
  return (
    <Section title="Credits" aside={<All href={`${path}?customer_id=${customerId}`} />}>
      <CreditTable credits={items} path={path} now={now} zone={zone} />
    </Section>
  );
}

function All({ href }: { href: string }) {
  return (
    <Link href={href} className="text-ink-2 hover:text-ink hover:underline">
      All of them
    </Link>
  );
}
