import { ShortTime } from "@/app/_ui/short-time";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { failureText } from "@/lib/domain/check";
import type { StoredOutcome } from "@/lib/domain/monitor";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { chartPhases, latencyText, phaseWords } from "@/lib/render/chart";
import { VerdictLabel } from "../verdict-label";
import { failureLabel } from "../words";
import { findingsText } from "./findings";

const columns: readonly Column[] = [
  { label: "Outcome" },
  { label: "Started" },
  { label: "Region", wide: true },
  { label: "What it said" },
  ...chartPhases.map((phase) => ({ label: phaseWords[phase], numeric: true, wide: true })),
  { label: "Total", numeric: true },
];

/** Raw results of runs, newest first. */
export function OutcomeTable({
  outcomes,
  now,
  zone,
}: {
  outcomes: readonly StoredOutcome[];
  now: Ms;
  zone: string;
}) {
  return (
    <Table label="Outcomes" id="outcomes" columns={columns}>
      {outcomes.map((outcome) => (
        <Row key={`${outcome.scheduledFor} ${outcome.region} ${outcome.startedAt}`}>
          <Cell className="w-px">
            <VerdictLabel verdict={outcome.verdict} />
          </Cell>
          <Cell className="text-ink-2" csv={formatInstant(outcome.startedAt)}>
            <ShortTime at={outcome.startedAt} now={now} zone={zone} />
          </Cell>
          <Cell wide className="text-ink-2">
            {outcome.region}
          </Cell>
          <Cell className="truncate max-md:w-full max-md:max-w-0 md:max-w-80">
            <Said outcome={outcome} />
          </Cell>
          {chartPhases.map((phase) => (
            <Cell
              key={phase}
              numeric
              wide
              className="whitespace-nowrap text-ink-2"
              csv={outcome.phases[phase] ?? ""}
            >
              {shownMs(outcome.phases[phase])}
            </Cell>
          ))}
          <Cell numeric className="whitespace-nowrap" csv={outcome.phases.totalMs ?? ""}>
            {shownMs(outcome.phases.totalMs)}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Said({ outcome }: { outcome: StoredOutcome }) {
  const { failure, httpStatus, detail } = outcome;
  const title = [failure === null ? null : failureText(failure), detail, findingsText(outcome.findings)]
    .filter(Boolean)
    .join(" ");
  return (
    <span title={title || undefined}>
      {failure === null ? null : <span className="text-major">{failureLabel(failure)}</span>}
      {failure !== null && httpStatus !== null ? " · " : null}
      {httpStatus === null ? null : `HTTP ${httpStatus}`}
      {failure === null && httpStatus === null ? "Answered" : null}
      {outcome.suspect ? <Mark text="suspect" /> : null}
      {outcome.runNow ? <Mark text={outcome.region === "beat" ? "note" : "by hand"} /> : null}
    </span>
  );
}

function Mark({ text }: { text: string }) {
  return <span className="ml-1.5 rounded border px-1 text-ink-2 text-xs">{text}</span>;
}

function shownMs(ms: number | null): string {
  return ms === null ? "—" : latencyText(ms);
}
