import Link from "next/link";
import { Duration } from "@/app/_ui/duration";
import { ShortTime } from "@/app/_ui/short-time";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { failureText } from "@/lib/domain/check";
import type { Outage, VerdictSpan } from "@/lib/domain/monitor";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { VerdictLabel } from "../verdict-label";
import { failureLabel } from "../words";

const columns: readonly Column[] = [
  { label: "Verdict" },
  { label: "From" },
  { label: "Lasted", numeric: true },
  { label: "Why", wide: true },
  { label: "Known after", numeric: true, wide: true },
  { label: "Entry", numeric: true },
];

/** What was believed of a monitor, newest first, each stretch with the ledger entry that proves it. */
export function HistoryTable({
  spans,
  outages,
  entryHref,
  now,
  zone,
}: {
  spans: readonly VerdictSpan[];
  outages: readonly Outage[];
  entryHref: (seq: number) => string;
  now: Ms;
  zone: string;
}) {
  const outageAt = new Map(outages.map((outage) => [outage.startedAt, outage]));
  return (
    <Table label="Verdicts" id="verdicts" columns={columns}>
      {spans.map((span) => {
        const outage = span.verdict === "down" ? outageAt.get(span.from) : undefined;
        const lastedMs = (span.to ?? now) - span.from;
        return (
          <Row key={span.entrySeq}>
            <Cell className="w-px">
              <VerdictLabel verdict={span.verdict} />
            </Cell>
            <Cell className="text-ink-2" csv={formatInstant(span.from)}>
              <ShortTime at={span.from} now={now} zone={zone} />
            </Cell>
            <Cell numeric csv={lastedMs} className="whitespace-nowrap">
              <Duration lengthMs={lastedMs} />
              {span.to === null ? " so far" : ""}
            </Cell>
            <Cell wide>{outage ? <Why outage={outage} /> : <span className="text-ink-3">—</span>}</Cell>
            <Cell numeric wide>
              {outage ? <Duration lengthMs={outage.confirmedAt - outage.startedAt} /> : "—"}
            </Cell>
            <Cell numeric className="font-mono text-xs">
              <Link
                href={entryHref(span.entrySeq)}
                className="underline decoration-line-strong hover:decoration-ink"
              >
                #{span.entrySeq}
              </Link>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

function Why({ outage: { failure } }: { outage: Outage }) {
  if (failure === null) return <span className="text-ink-3">—</span>;
  return <span title={failureText(failure)}>{failureLabel(failure)}</span>;
}
