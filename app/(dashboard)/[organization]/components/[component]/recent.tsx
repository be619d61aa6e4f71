import Link from "next/link";
import { type MemberPage, shown } from "@/app/_server/page";
import { Causes } from "@/app/_ui/causes";
import { Duration } from "@/app/_ui/duration";
import { Empty } from "@/app/_ui/empty";
import { Section } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { Cell, Row, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { type Basis, stateWords } from "@/lib/domain/state";
import { dayMs, formatInstant } from "@/lib/domain/time";
import { timelineInput } from "@/lib/domain/timeline-input";
import { readTimeline } from "@/lib/operations/timeline";

const daysBack = 30;
const shownMax = 20;

const columns = [
  { label: "State" },
  { label: "From" },
  { label: "Until", wide: true },
  { label: "Lasted", numeric: true },
  { label: "Because", wide: true },
];

/** The newest stretches of the timeline, each with what it rests on. */
export async function Recent({ member, id, basis }: { member: MemberPage; id: string; basis: Basis }) {
  const { scope, now, zone, organization } = member;
  const input = timelineInput.parse({ from: formatInstant(now - daysBack * dayMs), basis });
  const timeline = await shown(readTimeline(scope, { component_id: id, ...input }, now));
  const newest = timeline.segments.toReversed().slice(0, shownMax);
  const ledger = `/${organization.slug}/ledger/${id}`;
  return (
    <Section title={`Timeline of the last ${daysBack} days`} aside={<Link href={ledger}>All of it</Link>}>
      {newest.length === 0 ? (
        <Empty title="Nothing yet">The first outcome, import or word of a person begins the timeline.</Empty>
      ) : (
        <Table label="Stretches of the timeline, newest first" columns={columns}>
          {newest.map((segment) => (
            <Row key={segment.from}>
              <Cell>
                <StateLabel state={segment.state} />
                {segment.state !== segment.observed ? (
                  <span className="ml-2 text-ink-3 text-xs">beneath: {stateWords[segment.observed]}</span>
                ) : null}
              </Cell>
              <Cell>
                {segment.from === timeline.from ? (
                  <span className="text-ink-3">Earlier</span>
                ) : (
                  <Time at={segment.from} now={now} zone={zone} />
                )}
              </Cell>
              <Cell wide>
                {segment.to === timeline.to ? (
                  <span className="text-ink-3">Now</span>
                ) : (
                  <Time at={segment.to} now={now} zone={zone} />
                )}
              </Cell>
              <Cell numeric>
                <Duration lengthMs={segment.to - segment.from} />
              </Cell>
              <Cell wide className="text-ink-2">
                <Causes causes={segment.causes} organization={organization.slug} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}
