import Link from "next/link";
import type { MemberPage } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { Section } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { Cell, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { failureText } from "@/lib/domain/check";
import type { ComponentView } from "@/lib/domain/component";
import { type MonitorSummary, monitorListInput } from "@/lib/domain/monitor";
import { readComponentParts } from "@/lib/operations/component-detail";
import { listMonitors } from "@/lib/operations/monitors";
import { VerdictLabel } from "../../monitors/verdict-label";
import { compositionSentence } from "../composition-sentence";

type Props = { member: MemberPage; component: ComponentView };

/** What speaks for the component: its monitors, and what it is made of. */
export async function Sources({ member, component }: Props) {
  const { scope, now, zone, organization } = member;
  const input = monitorListInput.parse({ component_id: component.id, limit: 100 });
  const { items } = await listMonitors(scope, input, now);
  const home = `/${organization.slug}`;
  const mayWrite = scope.grants.has("write") && component.archivedAt === null;
  const add = `${home}/monitors/new?component_id=${component.id}`;
  return (
    <>
      {component.composition ? <Members member={member} component={component} /> : null}
      <Section
        title="Monitors"
        aside={mayWrite && items.length > 0 ? <Link href={add}>Add a monitor</Link> : null}
      >
        {items.length > 0 ? (
          <Monitors monitors={items} home={home} now={now} zone={zone} />
        ) : (
          <Empty
            title="Nothing measures this component"
            action={mayWrite ? <ButtonLink href={add}>New monitor</ButtonLink> : null}
          >
            {component.composition
              ? "Its state follows from what it is made of. A monitor of its own can be added."
              : "Until a monitor does, it is what people declare it to be."}
          </Empty>
        )}
      </Section>
    </>
  );
}

function Monitors({
  monitors,
  home,
  now,
  zone,
}: {
  monitors: readonly MonitorSummary[];
  home: string;
  now: Props["member"]["now"];
  zone: string;
}) {
  const columns = [
    { label: "Monitor" },
    { label: "Verdict" },
    { label: "Since", wide: true },
    { label: "Last outcome" },
    { label: "Target", wide: true },
  ];
  return (
    <Table label="Monitors of this component" columns={columns}>
      {monitors.map((monitor) => (
        <Row key={monitor.id}>
          <Cell>
            <RowLink href={`${home}/monitors/${monitor.id}`}>{monitor.name}</RowLink>
          </Cell>
          <Cell>
            <VerdictLabel verdict={monitor.verdict} paused={monitor.pausedAt !== null} />
          </Cell>
          <Cell wide>
            <Time at={monitor.since} now={now} zone={zone} />
          </Cell>
          <Cell className="text-ink-2">
            {monitor.last === null
              ? "None yet"
              : monitor.last.failure
                ? failureText(monitor.last.failure)
                : `${Math.round(monitor.last.totalMs ?? 0)} ms`}
          </Cell>
          <Cell wide className="max-w-56 truncate font-mono text-ink-2 text-xs">
            {monitor.target}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

async function Members({ member, component }: Props) {
  const { scope, now, organization } = member;
  const { composition } = component;
  if (!composition) return null;
  const parts = await readComponentParts(scope, composition.of, now);
  const k = composition.rule === "k_of_n" ? composition.k : 1;
  return (
    <Section title="Made of">
      <p className="mb-2 text-ink-2 text-sm">
        {compositionSentence(
          composition.rule,
          k,
          parts.map((part) => part.name),
        )}
      </p>
      <ul className="divide-y divide-line rounded-md border bg-surface">
        {parts.map((part) => (
          <li key={part.id} className="flex h-9 items-center justify-between gap-4 px-3 text-sm">
            <Link
              href={`/${organization.slug}/components/${part.id}`}
              className="font-medium hover:underline"
            >
              {part.name}
            </Link>
            <StateLabel state={part.state} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
