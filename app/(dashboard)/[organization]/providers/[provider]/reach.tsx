import Link from "next/link";
import type { MemberPage } from "@/app/_server/page";
import { Section } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { dependencyListInput, remoteWords } from "@/lib/domain/dependency";
import { listDependencies } from "@/lib/operations/dependencies";
import { type Reach, readReach } from "@/lib/operations/provider-reach";
import { effectWords } from "../words";

const columns: readonly Column[] = [
  { label: "Their part" },
  { label: "State" },
  { label: "Our component" },
  { label: "Effect", wide: true },
  { label: "Made of it", wide: true },
];

/** Who feels it: from the provider's parts to our components, and for finance to customers and contracts. */
export async function ReachTable({ member, id }: { member: MemberPage; id: string }) {
  const { scope, organization, now } = member;
  const input = dependencyListInput.parse({ source_id: id, limit: 200 });
  const [{ items }, reaches] = await Promise.all([listDependencies(scope, input, now), readReach(scope, id)]);
  const home = `/${organization.slug}`;
  const aboveOf = (componentId: string) =>
    reaches.find((reach) => reach.component.id === componentId)?.above ?? [];
  return (
    <Section
      title="Who is affected"
      aside={scope.grants.has("write") ? <Link href={`${home}/providers/add`}>Add a dependency</Link> : null}
    >
      <Table label="Components that depend on this provider" columns={columns}>
        {items.map((each) => (
          <Row key={each.id}>
            <Cell className="max-w-56 truncate">
              <RowLink href={`${home}/providers/dependencies/${each.id}`}>
                {remoteWords(each.remote ?? { id: null, name: null, region: null })}
              </RowLink>
            </Cell>
            <Cell>
              <StateLabel state={each.state} />
              {each.note ? <span className="block text-ink-3 text-xs">{each.note}</span> : null}
            </Cell>
            <Cell className="max-w-48 truncate">{each.componentName}</Cell>
            <Cell wide className="text-ink-2">
              {effectWords[each.effect].label}
              {each.shown ? ", shown" : ""}
            </Cell>
            <Cell wide className="max-w-56 truncate text-ink-2">
              {aboveOf(each.componentId)
                .map(({ name }) => name)
                .join(", ")}
            </Cell>
          </Row>
        ))}
      </Table>
      {scope.grants.has("finance") ? <Promises reaches={reaches} home={home} /> : null}
    </Section>
  );
}

function Promises({ reaches, home }: { reaches: readonly Reach[]; home: string }) {
  const promises = new Map(
    reaches.flatMap((reach) =>
      (reach.promises ?? []).map((each) => [`${each.contractId} ${each.service}`, each] as const),
    ),
  );
  if (promises.size === 0)
    return <p className="mt-2 text-ink-3 text-sm">No contract promises anything that stands on it.</p>;
  return (
    <p className="mt-2 text-ink-2 text-sm">
      Promised on it:{" "}
      {[...promises.values()].map((each, index) => (
        <span key={`${each.contractId} ${each.service}`}>
          {index > 0 ? "; " : ""}
          <Link href={`${home}/customers/${each.customerId}`} className="underline">
            {each.customer}
          </Link>
          , {each.service} ({each.contract})
        </span>
      ))}
    </p>
  );
}
