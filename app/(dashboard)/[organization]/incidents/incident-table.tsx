import { Duration } from "@/app/_ui/duration";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import type { IncidentSummary } from "@/lib/domain/incident";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { ImpactLabel, standingWord } from "./words";

const columns: readonly Column[] = [
  { label: "Impact" },
  { label: "Incident" },
  { label: "Status" },
  { label: "Components", wide: true },
  { label: "Began", wide: true },
  { label: "Lasted", numeric: true, wide: true },
];

export function IncidentTable({
  incidents,
  path,
  now,
  zone,
}: {
  incidents: readonly IncidentSummary[];
  path: string;
  now: Ms;
  zone: string;
}) {
  return (
    <Table label="Incidents" id="incidents" columns={columns}>
      {incidents.map((incident) => (
        <Row key={incident.id}>
          <Cell className="w-px">
            <ImpactLabel impact={incident.impact} />
          </Cell>
          <Cell className="max-w-0 truncate sm:max-w-96">
            <RowLink href={`${path}/${incident.id}`}>{incident.title}</RowLink>
          </Cell>
          <Cell className="w-px whitespace-nowrap text-ink-2">
            <Standing incident={incident} />
          </Cell>
          <Cell wide className="max-w-48 truncate text-ink-2">
            {incident.components.map(({ name }) => name).join(", ") || "—"}
          </Cell>
          <Cell wide className="text-ink-2" csv={formatInstant(incident.startedAt)}>
            <Time at={incident.startedAt} now={now} zone={zone} />
          </Cell>
          <Cell wide numeric csv={lengthOf(incident, now)}>
            <Duration lengthMs={lengthOf(incident, now)} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Standing({ incident }: { incident: IncidentSummary }) {
  const word = standingWord(incident);
  if (word === "Draft")
    return (
      <span className="rounded-full border border-degraded px-2 py-0.5 text-degraded text-xs">Draft</span>
    );
  return word;
}

function lengthOf({ startedAt, resolvedAt }: IncidentSummary, now: Ms): Ms {
  return Math.max(0, (resolvedAt ?? now) - startedAt);
}
