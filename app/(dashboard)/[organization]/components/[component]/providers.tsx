import Link from "next/link";
import type { MemberPage } from "@/app/_server/page";
import { Section } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import type { ComponentView } from "@/lib/domain/component";
import { dependencyListInput, remoteWords } from "@/lib/domain/dependency";
import { listDependencies } from "@/lib/operations/dependencies";
import { effectWords } from "../../providers/words";

const columns: readonly Column[] = [
  { label: "Provider" },
  { label: "It says" },
  { label: "Since", wide: true },
  { label: "Effect", wide: true },
];

/** The third parties the component stands on, in their own words. */
export async function Providers({ member, component }: { member: MemberPage; component: ComponentView }) {
  const { scope, organization, now, zone } = member;
  const input = dependencyListInput.parse({ component_id: component.id, limit: 100 });
  const { items } = await listDependencies(scope, input, now);
  const home = `/${organization.slug}`;
  const mayWrite = scope.grants.has("write") && component.archivedAt === null;
  const add = `${home}/providers/add?component_id=${component.id}`;
  if (items.length === 0 && !mayWrite) return null;
  return (
    <Section title="Providers" aside={mayWrite ? <Link href={add}>Add a provider</Link> : null}>
      {items.length === 0 ? (
        <p className="text-ink-2 text-sm">It depends on no third party that is known here.</p>
      ) : (
        <Table label="Providers of this component" columns={columns}>
          {items.map((each) => (
            <Row key={each.id}>
              <Cell className="max-w-64 truncate">
                <RowLink href={`${home}/providers/${each.provider.sourceId}`}>
                  {each.provider.name}: {remoteWords(each.remote ?? { id: null, name: null, region: null })}
                </RowLink>
              </Cell>
              <Cell>
                <StateLabel state={each.state} />
                {(each.staleReason ?? each.note) ? (
                  <span className="block text-ink-3 text-xs">{each.staleReason ?? each.note}</span>
                ) : null}
              </Cell>
              <Cell wide className="text-ink-2">
                <Time at={each.since} now={now} zone={zone} />
              </Cell>
              <Cell wide className="text-ink-2">
                {effectWords[each.effect].label}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}
