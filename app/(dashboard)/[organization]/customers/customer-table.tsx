import { Cell, Row, RowLink, Table } from "@/app/_ui/table";
import type { CustomerTies } from "@/db/queries/customer";
import type { CustomerView } from "@/lib/domain/customer";

const columns = [
  { label: "Customer" },
  { label: "Number", wide: true },
  { label: "E-mail", wide: true },
  { label: "Contracts", numeric: true },
  { label: "To close", numeric: true, wide: true },
  { label: "Open credits", numeric: true },
];

export function CustomerTable({
  customers,
  ties,
  path,
}: {
  customers: readonly CustomerView[];
  ties: ReadonlyMap<string, CustomerTies>;
  path: string;
}) {
  return (
    <Table label="Customers" id="customers" columns={columns}>
      {customers.map((customer) => {
        const { running = 0, contracts = 0, waiting = 0, openCredits = 0 } = ties.get(customer.id) ?? {};
        return (
          <Row key={customer.id}>
            <Cell csv={customer.name}>
              <RowLink href={`${path}/${customer.id}`}>{customer.name}</RowLink>
              {customer.archivedAt === null ? null : (
                <span className="ml-2 text-ink-3 text-xs">Archived</span>
              )}
            </Cell>
            <Cell wide className="font-mono text-ink-2 text-xs">
              {customer.externalId}
            </Cell>
            <Cell wide className="text-ink-2">
              {customer.email}
            </Cell>
            <Cell numeric csv={running}>
              {running}
              {contracts > running ? <span className="text-ink-3"> of {contracts}</span> : null}
            </Cell>
            <Cell numeric wide className={waiting === 0 ? "text-ink-3" : ""}>
              {waiting}
            </Cell>
            <Cell numeric className={openCredits === 0 ? "text-ink-3" : ""}>
              {openCredits}
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
