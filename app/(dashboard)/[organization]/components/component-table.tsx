import { StateLabel } from "@/app/_ui/state";
import { Cell, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import type { ComponentView } from "@/lib/domain/component";
import { stateWords } from "@/lib/domain/state";
import { formatInstant, type Ms } from "@/lib/domain/time";

const columns = [
  { label: "Component" },
  { label: "State" },
  { label: "Since", wide: true },
  { label: "Measured", wide: true },
  { label: "Declared", wide: true },
  { label: "Group", wide: true },
];

export function ComponentTable({
  components,
  path,
  now,
  zone,
}: {
  components: readonly ComponentView[];
  path: string;
  now: Ms;
  zone: string;
}) {
  return (
    <Table label="Components" id="components" columns={columns}>
      {components.map((component) => (
        <Row key={component.id}>
          <Cell csv={component.name}>
            <RowLink href={`${path}/${component.id}`}>{component.name}</RowLink>
            {component.composition ? (
              <span className="ml-2 text-ink-3 text-xs">made of {component.composition.of.length}</span>
            ) : null}
          </Cell>
          <Cell>
            {component.archivedAt === null ? (
              <StateLabel state={component.state} />
            ) : (
              <span className="text-ink-3">Archived</span>
            )}
          </Cell>
          <Cell wide csv={component.since === null ? "" : formatInstant(component.since)}>
            {component.since === null ? (
              <span className="text-ink-3">Always</span>
            ) : (
              <Time at={component.since} now={now} zone={zone} />
            )}
          </Cell>
          <Cell wide className="text-ink-2">
            {stateWords[component.states.measured]}
          </Cell>
          <Cell wide className="text-ink-2">
            {stateWords[component.states.declared]}
          </Cell>
          <Cell wide className="text-ink-2">
            {component.group}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
