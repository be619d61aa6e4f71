import { Money } from "@/app/_ui/money";
import { Cell, Row, RowLink, Table } from "@/app/_ui/table";
import { type CommitmentView, type ContractView, contractState } from "@/lib/domain/contract";
import { dayText } from "@/lib/domain/period-text";
import type { Ms } from "@/lib/domain/time";
import { contractStateWords } from "./words";

/** Contracts with what they promise; `customers` adds whom, where the list is not of one customer. */
export function ContractTable({
  contracts,
  customers,
  path,
  now,
}: {
  contracts: readonly ContractView[];
  customers?: ReadonlyMap<string, string>;
  path: string;
  now: Ms;
}) {
  const columns = [
    { label: "Contract" },
    ...(customers ? [{ label: "Customer" }] : []),
    { label: "State", wide: true },
    { label: "Promises" },
    { label: "Fee of a period", numeric: true, wide: true },
    { label: "From", wide: true },
    { label: "Last day", wide: true },
  ];
  return (
    <Table label="Contracts" id="contracts" columns={columns}>
      {contracts.map((contract) => {
        const { id, name, timezone, startsAt, endsAt, commitments } = contract;
        const state = contractState(contract, now);
        return (
          <Row key={id}>
            <Cell csv={name}>
              <RowLink href={`${path}/${id}`}>{name}</RowLink>
            </Cell>
            {customers ? <Cell className="text-ink-2">{customers.get(contract.customerId)}</Cell> : null}
            <Cell wide className={state === "running" ? "" : "text-ink-3"}>
              {contractStateWords[state]}
            </Cell>
            <Cell className="text-ink-2">{promises(commitments)}</Cell>
            <Cell numeric wide>
              <Fee commitments={commitments} />
            </Cell>
            <Cell wide className="whitespace-nowrap text-ink-2 tabular-nums">
              {dayText(startsAt, timezone)}
            </Cell>
            <Cell wide className="whitespace-nowrap text-ink-2 tabular-nums">
              {endsAt === null ? <span className="text-ink-3">Open</span> : dayText(endsAt - 1, timezone)}
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

/** "Checkout 99.9 %", or how many services where there are several. */
function promises(commitments: readonly CommitmentView[]): string {
  const [first] = commitments;
  const target = first?.versions.at(-1)?.terms.target.percent;
  const one = first ? `${first.service} ${target} %` : "";
  return commitments.length > 1 ? `${one} and ${commitments.length - 1} more` : one;
}

function Fee({ commitments }: { commitments: readonly CommitmentView[] }) {
  const fees = commitments.flatMap(({ versions }) => versions.at(-1)?.fees ?? []);
  const currency = fees[0]?.currency;
  if (currency === undefined) return null;
  return (
    <Money minor={fees.reduce((total, { amount_minor }) => total + amount_minor, 0)} currency={currency} />
  );
}
