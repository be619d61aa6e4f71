import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { spokenMonth } from "@/lib/domain/calendar-text";
import { creditKindWords } from "@/lib/domain/credit-status-words";
import { moneyText } from "@/lib/domain/money-text";
import { formatInstant, type Ms } from "@/lib/domain/time";
import type { CreditView } from "@/lib/operations/credits";
import { CreditStatusLabel } from "./credit-status";

const columns: readonly Column[] = [
  { label: "Customer" },
  { label: "Service", wide: true },
  { label: "Period", wide: true },
  { label: "Status" },
  { label: "Waits for", wide: true },
  { label: "Memo", wide: true },
  { label: "Amount", numeric: true },
];

type Props = { credits: readonly CreditView[]; path: string; now: Ms; zone: string };

export function CreditTable({ credits, path, now, zone }: Props) {
  return (
    <Table label="Credits" id="credits" columns={columns}>
      {credits.map((credit) => (
        <Row key={credit.id}>
          <Cell className="max-w-48 truncate">
            <RowLink href={`${path}/${credit.id}`}>{credit.title.customerName}</RowLink>
          </Cell>
          <Cell wide className="max-w-48 truncate text-ink-2">
            {credit.title.service}
          </Cell>
          <Cell wide className="whitespace-nowrap text-ink-2" csv={credit.title.month}>
            {spokenMonth(credit.title.month)}
          </Cell>
          <Cell>
            <CreditStatusLabel status={credit.status} />
          </Cell>
          <Cell
            wide
            className="whitespace-nowrap text-ink-2"
            csv={credit.claimDeadline === null ? "" : formatInstant(credit.claimDeadline)}
          >
            <WaitsFor credit={credit} now={now} zone={zone} />
          </Cell>
          <Cell wide className="font-mono text-xs">
            {credit.memo?.number ?? ""}
          </Cell>
          <Cell numeric className="whitespace-nowrap" csv={signed(credit)}>
            {credit.amountMinor === 0 && credit.creditDays > 0
              ? `${credit.creditDays} days`
              : moneyText(signed(credit), credit.currency)}
            {credit.kind === "credit" ? null : (
              <span className="sr-only"> ({creditKindWords[credit.kind]})</span>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** What the customer is charged is negative. */
const signed = ({ kind, amountMinor }: CreditView) =>
  kind === "adjustment_debit" ? -amountMinor : amountMinor;

function WaitsFor({ credit, now, zone }: { credit: CreditView; now: Ms; zone: string }) {
  const { status, claimRequired, claimDeadline, awaitsSecond, needsTwo, kind } = credit;
  if (status === "eligible" && claimRequired && kind === "credit" && !awaitsSecond)
    return (
      <>
        a claim
        {claimDeadline === null ? null : (
          <>
            {" "}
            due <Time at={claimDeadline} now={now} zone={zone} />
          </>
        )}
      </>
    );
  if (status === "eligible" || status === "claimed")
    return awaitsSecond ? "a second approval" : needsTwo ? "two approvals" : "an approval";
  if (status === "approved") return "its memo";
  if (status === "issued") return "invoice or payment";
  return "";
}
