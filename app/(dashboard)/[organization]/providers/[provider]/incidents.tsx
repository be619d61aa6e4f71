import { Section } from "@/app/_ui/page-head";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { ExactTime, Time } from "@/app/_ui/time";
import { incidentEndWords } from "@/lib/domain/provider-source";
import type { Ms } from "@/lib/domain/time";
import type { ProviderDetail } from "@/lib/operations/provider-sources";

type Props = { provider: ProviderDetail; now: Ms; zone: string };

const columns: readonly Column[] = [
  { label: "Incident" },
  { label: "Impact", wide: true },
  { label: "They date it" },
  { label: "We first read it" },
  { label: "Over", wide: true },
];

const shownMax = 25;

/** Their incidents by both clocks; those that are open come first. */
export function Incidents({ provider, now, zone }: Props) {
  const incidents = [...provider.incidents].sort(
    (a, b) => Number(a.endedSeenAt !== null) - Number(b.endedSeenAt !== null),
  );
  if (incidents.length === 0)
    return (
      <Section title="Incidents">
        <p className="text-ink-2 text-sm">It told of none in the last 90 days while we listened.</p>
      </Section>
    );
  return (
    <Section title="Incidents" aside={incidents.length > shownMax ? `The newest ${shownMax}` : null}>
      <Table label="Incidents of this provider" columns={columns} scrolls>
        {incidents.slice(0, shownMax).map((incident) => (
          <Row key={incident.key}>
            <Cell className="min-w-56 max-w-96 py-1.5">
              <span className="font-medium">{incident.title}</span>
              <span className="block truncate text-ink-3 text-xs">
                {incident.affected.slice(0, 6).join(", ") || "No part is named"}
              </span>
            </Cell>
            <Cell wide className="text-ink-2">
              {incident.impact}, {incident.status}
            </Cell>
            <Cell className="text-ink-2">
              {incident.claimedFrom === null ? (
                "Not said"
              ) : (
                <ExactTime at={incident.claimedFrom} zone={zone} />
              )}
            </Cell>
            <Cell className="text-ink-2">
              <ExactTime at={incident.firstSeenAt} zone={zone} />
            </Cell>
            <Cell wide className="text-ink-2">
              {incident.endedSeenAt === null ? (
                standingOf(incident)
              ) : (
                <>
                  <Time at={incident.endedSeenAt} now={now} zone={zone} />
                  <span className="block text-ink-3 text-xs">
                    {incident.endReason && incidentEndWords[incident.endReason]}
                  </span>
                </>
              )}
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}

/** One reading without it may be an accident; the next one decides. */
function standingOf({ missingSince }: ProviderDetail["incidents"][number]): string {
  return missingSince === null ? "Open" : "Not listed, being confirmed";
}

const workColumns: readonly Column[] = [{ label: "Work" }, { label: "From" }, { label: "To" }];

/** What it has planned, by its last reading. */
export function Scheduled({ provider, zone }: Props) {
  const works = provider.reading?.said.scheduled.slice(0, shownMax) ?? [];
  if (works.length === 0) return null;
  return (
    <Section title="Planned by them">
      <Table label="Planned work of this provider" columns={workColumns} scrolls>
        {works.map((work, index) => (
          <Row key={work.id ?? index}>
            <Cell className="min-w-56">{work.title}</Cell>
            <Cell className="text-ink-2">
              {work.from === null ? "Not said" : <ExactTime at={work.from} zone={zone} />}
            </Cell>
            <Cell className="text-ink-2">
              {work.to === null ? "Not said" : <ExactTime at={work.to} zone={zone} />}
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
