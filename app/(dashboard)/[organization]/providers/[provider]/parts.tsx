import { Section } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import type { ReadingComponent } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import type { ProviderDetail } from "@/lib/operations/provider-sources";

const columns: readonly Column[] = [
  { label: "State" },
  { label: "Component" },
  { label: "Group or region", wide: true },
];
const shownMax = 100;

const weight: Record<State, number> = {
  major_outage: 0,
  partial_outage: 1,
  degraded_performance: 2,
  under_maintenance: 3,
  unknown: 4,
  operational: 5,
};

/** The provider's components as last read, those in trouble first. */
export function Parts({ provider }: { provider: ProviderDetail }) {
  const all = provider.reading?.said.components ?? [];
  const parts = [...all].sort((a, b) => weight[a.state] - weight[b.state]).slice(0, shownMax);
  if (parts.length === 0) return null;
  return (
    <Section
      title="Its components"
      aside={all.length > shownMax ? `${shownMax} of ${all.length}, the worst first` : `${all.length}`}
    >
      <Table label="Components of this provider" columns={columns}>
        {parts.map((part, index) => (
          <Row key={keyOf(part, index)}>
            <Cell className="w-px">
              <StateLabel state={part.state} />
            </Cell>
            <Cell className="max-w-80 truncate">{part.name}</Cell>
            <Cell wide className="text-ink-2">
              {[part.group, part.region].filter(Boolean).join(", ")}
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}

function keyOf(part: ReadingComponent, index: number): string {
  return `${part.id ?? part.name} ${part.region ?? ""} ${index}`;
}
