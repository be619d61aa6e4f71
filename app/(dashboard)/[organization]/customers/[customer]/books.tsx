import Link from "next/link";
import type { MemberPage } from "@/app/_server/page";
import { Money } from "@/app/_ui/money";
import { Section } from "@/app/_ui/page-head";
import { Percent } from "@/app/_ui/percent";
import { Cell, Row, RowLink, Table } from "@/app/_ui/table";
import type { ContractView } from "@/lib/domain/contract";
import { creditListInput } from "@/lib/domain/credit";
import { periodText } from "@/lib/domain/period-text";
import { type StatementView, statementListInput } from "@/lib/domain/statement";
import { listCredits } from "@/lib/operations/credits";
import { listStatements } from "@/lib/operations/statements";
import { creditStatusWords, statementStatusWords } from "../../contracts/words";

/** How many of the newest are shown; the rest is behind the link. */
const shownMax = 8;

type Props = { member: MemberPage; customerId: string; contracts: readonly ContractView[] };

/** The newest periods of a customer. */
export async function CustomerStatements({ member, customerId, contracts }: Props) {
  const { scope, organization, now } = member;
  const input = statementListInput.parse({ customer_id: customerId, limit: shownMax });
  const { items } = await listStatements(scope, input, now);
  const path = `/${organization.slug}/statements`;
  return <Statements {...{ items, contracts, path }} all={`${path}?customer_id=${customerId}`} />;
}

/** The newest periods of one contract. */
export async function ContractStatements({
  member,
  contract,
}: {
  member: MemberPage;
  contract: ContractView;
}) {
  const { scope, organization, now } = member;
  const input = statementListInput.parse({ contract_id: contract.id, limit: shownMax });
  const { items } = await listStatements(scope, input, now);
  const path = `/${organization.slug}/statements`;
  return (
    <Statements {...{ items, path }} contracts={[contract]} all={`${path}?contract_id=${contract.id}`} />
  );
}

const columns = [
  { label: "Period" },
  { label: "Service" },
  { label: "Status", wide: true },
  { label: "Uptime", numeric: true },
  { label: "Credit", numeric: true },
];

function Statements({
  items,
  contracts,
  path,
  all,
}: {
  items: readonly StatementView[];
  contracts: readonly ContractView[];
  path: string;
  all: string;
}) {
  if (items.length === 0) return null;
  const services = new Map(
    contracts.flatMap(({ timezone, commitments }) =>
      commitments.map(({ id, service }) => [id, { service, timezone }] as const),
    ),
  );
  return (
    <Section title="Statements" aside={<All href={all} />}>
      <Table label="Statements" columns={columns}>
        {items.map((statement) => {
          const { service = "", timezone = "UTC" } = services.get(statement.commitmentId) ?? {};
          const { result, currency, status, restates } = statement;
          return (
            <Row key={statement.id}>
              <Cell>
                <RowLink href={`${path}/${statement.id}`}>{periodText(statement.period, timezone)}</RowLink>
              </Cell>
              <Cell>{service}</Cell>
              <Cell wide className="text-ink-2">
                {statementStatusWords[status]}
                {restates ? " · restatement" : ""}
              </Cell>
              <Cell numeric>
                <Percent value={result?.uptime_percent ?? null} />
              </Cell>
              <Cell numeric className={result?.credit_minor ? "" : "text-ink-3"}>
                <Money minor={result?.credit_minor ?? 0} currency={currency} />
              </Cell>
            </Row>
          );
        })}
      </Table>
    </Section>
  );
}

/** The newest credits of a customer. */
export async function CustomerCredits({ member, customerId }: Omit<Props, "contracts">) {
  const { scope, organization, now } = member;
  const input = creditListInput.parse({ customer_id: customerId, limit: shownMax });
  const { items } = await listCredits(scope, input, now);
  const path = `/${organization.slug}/credits`;
  if (items.length === 0) return null;
  return (
    <Section title="Credits" aside={<All href={`${path}?customer_id=${customerId}`} />}>
      <Table
        label="Credits"
        columns={[{ label: "Memo" }, { label: "Status" }, { label: "Amount", numeric: true }]}
      >
        {items.map((credit) => (
          <Row key={credit.id}>
            <Cell>
              <RowLink href={`${path}/${credit.id}`}>{credit.memo?.number ?? "Not issued yet"}</RowLink>
            </Cell>
            <Cell className="text-ink-2">{creditStatusWords[credit.status]}</Cell>
            <Cell numeric>
              <Money minor={credit.amountMinor} currency={credit.currency} />
            </Cell>
          </Row>
        ))}
      </Table>
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
