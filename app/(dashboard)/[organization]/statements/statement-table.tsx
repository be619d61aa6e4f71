import { Percent } from "@/app/_ui/percent";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { spokenMonth } from "@/lib/domain/calendar-text";
import { decimalOf } from "@/lib/domain/exact-text";
import { moneyText } from "@/lib/domain/money-text";
import { owedMinor, type StatementView } from "@/lib/domain/statement";
import { cutPercent } from "@/lib/domain/statement-words";
import { StatementStatusLabel } from "./statement-status";

const columns: readonly Column[] = [
  { label: "Customer" },
  { label: "Service", wide: true },
  { label: "Period", wide: true },
  { label: "Status", wide: true },
  { label: "Uptime", numeric: true },
  { label: "Promised", numeric: true, wide: true },
  { label: "Outcome", wide: true },
  { label: "Credit", numeric: true },
];

export function StatementTable({ statements, path }: { statements: readonly StatementView[]; path: string }) {
  return (
    <Table label="Statements" id="statements" columns={columns}>
      {statements.map((statement) => (
        <Row key={statement.id}>
          <Cell className="max-w-48 truncate max-md:max-w-32 max-md:py-1" csv={statement.customerName}>
            <RowLink href={`${path}/${statement.id}`}>{statement.customerName}</RowLink>
            <span className="block whitespace-normal text-ink-3 text-xs md:hidden">
              {periodOf(statement)}
            </span>
          </Cell>
          <Cell wide className="max-w-48 truncate text-ink-2">
            {statement.service}
          </Cell>
          <Cell wide className="whitespace-nowrap text-ink-2" csv={statement.month}>
            {spokenMonth(statement.month)}
            {statement.restates === null ? null : <span className="text-ink-3"> restated</span>}
          </Cell>
          <Cell wide>
            <StatementStatusLabel status={statement.status} />
          </Cell>
          <Cell numeric csv={statement.result?.uptime_percent ?? ""}>
            <Percent value={cutPercent(statement.result?.uptime_percent ?? null, statement.targetPercent)} />
          </Cell>
          <Cell wide numeric className="text-ink-2">
            {statement.targetPercent} %
          </Cell>
          <Cell wide className="whitespace-nowrap">
            <Outcome statement={statement} />
          </Cell>
          <Cell
            numeric
            className="whitespace-nowrap"
            csv={statement.result ? owedMinor(statement.result, statement.takenMinor) : undefined}
          >
            <Credit statement={statement} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** On a phone the period stands under the name, so that the credit has room. */
function periodOf({ month, restates }: StatementView): string {
  return `${spokenMonth(month)}${restates === null ? "" : ", restated"}`;
}

/** A running period says how it goes, an ended one what it came to. */
function Outcome({ statement: { result, projection, complaint } }: { statement: StatementView }) {
  if (result === null) return <span className="text-major">{complaint ?? "Cannot be computed"}</span>;
  if (result.breached) return <span className="text-major">Broken</span>;
  if (result.uptime_percent === null) return <span className="text-ink-3">Nothing measured</span>;
  if (projection?.isAtRisk)
    return (
      <span className="text-degraded">
        At risk{projection.burnRate === null ? "" : `, burns ${decimalOf(projection.burnRate, 1)}×`}
      </span>
    );
  return <span className="text-ink-2">{projection ? "On course" : "Kept"}</span>;
}

function Credit({ statement: { result, takenMinor, currency, status } }: { statement: StatementView }) {
  const minor = result === null ? 0 : owedMinor(result, takenMinor);
  if (result === null || (minor === 0 && result.credit_days === 0))
    return <span className="text-ink-3">—</span>;
  const text = minor > 0 ? moneyText(minor, currency) : `${result.credit_days} days`;
  if (status !== "open") return text;
  return (
    <span className="text-ink-2">
      <span className="max-md:block max-md:text-xs">likely </span>
      {text}
    </span>
  );
}
