import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { failureText } from "@/lib/domain/check";
import type { MonitorSummary } from "@/lib/domain/monitor";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { latencyText } from "@/lib/render/chart";
import { VerdictLabel } from "./verdict-label";
import { failureLabel, typeWords } from "./words";

const columns: readonly Column[] = [
  { label: "Verdict" },
  { label: "Name" },
  { label: "Component", wide: true },
  { label: "Type", wide: true },
  { label: "Target", wide: true },
  { label: "Last outcome", numeric: true },
  { label: "Since", wide: true },
];

export function MonitorTable({
  monitors,
  path,
  now,
  zone,
}: {
  monitors: readonly MonitorSummary[];
  path: string;
  now: Ms;
  zone: string;
}) {
  return (
    <Table label="Monitors" id="monitors" columns={columns}>
      {monitors.map((monitor) => (
        <Row key={monitor.id}>
          <Cell className="w-px">
            <VerdictLabel
              verdict={monitor.verdict}
              paused={monitor.pausedAt !== null}
              archived={monitor.archivedAt !== null}
            />
          </Cell>
          <Cell className="max-w-56 truncate">
            <RowLink href={`${path}/${monitor.id}`}>{monitor.name}</RowLink>
          </Cell>
          <Cell wide className="max-w-40 truncate text-ink-2">
            {monitor.componentName}
          </Cell>
          <Cell wide className="text-ink-2">
            {typeWords[monitor.type]}
          </Cell>
          <Cell wide className="max-w-64 truncate font-mono text-ink-2 text-xs" csv={monitor.target}>
            {monitor.target === "" ? "—" : shortTarget(monitor.target)}
          </Cell>
          <Cell numeric className="whitespace-nowrap">
            <LastOutcome last={monitor.last} />
          </Cell>
          <Cell wide className="text-ink-2" csv={formatInstant(monitor.since)}>
            <Time at={monitor.since} now={now} zone={zone} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function LastOutcome({ last }: { last: MonitorSummary["last"] }) {
  if (last === null) return <span className="text-ink-3">None yet</span>;
  if (last.failure !== null)
    return (
      <span className="text-major" title={failureText(last.failure)}>
        {failureLabel(last.failure)}
      </span>
    );
  return last.totalMs === null ? "Beat" : latencyText(last.totalMs);
}

/** A URL without the part that nearly all of them share. */
function shortTarget(target: string): string {
  return target.replace(/^https?:\/\//, "").replace(/\/$/, "");
}
