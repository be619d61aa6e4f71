import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { Empty } from "@/app/_ui/empty";
import { Live } from "@/app/_ui/live";
import { Section } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import type { DependencyGraph, GraphNode } from "@/lib/domain/dependency-graph";
import { readDependencyGraph } from "@/lib/operations/provider-reach";
import { ProvidersHead } from "../head";
import { GraphDrawing } from "./graph-drawing";

export const metadata: Metadata = { title: "Dependency graph" };

type Props = { params: Promise<{ organization: string }> };

const columns: readonly Column[] = [
  { label: "What" },
  { label: "State" },
  { label: "Stands on" },
  { label: "Carries", wide: true },
];

export default async function GraphPage({ params }: Props) {
  const { scope, organization, now } = await memberPage(params);
  const graph = await readDependencyGraph(scope, now);
  const home = `/${organization.slug}`;
  return (
    <>
      <Live everyMs={15_000} />
      <ProvidersHead home={home} current="graph" grants={scope.grants}>
        What stands on what, from left to right: providers, components, what is made of them.
      </ProvidersHead>
      {graph.nodes.length === 0 ? (
        <Empty title="Nothing stands on anything">
          Components appear here once they are made of others or depend on a provider.
        </Empty>
      ) : (
        <>
          <GraphDrawing graph={graph} />
          <Section title="The same as a table">
            <Nodes graph={graph} home={home} />
          </Section>
        </>
      )}
    </>
  );
}

function Nodes({ graph, home }: { graph: DependencyGraph; home: string }) {
  const labelOf = new Map(graph.nodes.map((node) => [node.id, wordsOf(node)]));
  const joined = (ids: readonly string[]) => ids.map((id) => labelOf.get(id) ?? id).join(", ");
  return (
    <Table label="What stands on what" id="graph" columns={columns}>
      {graph.nodes.map((node) => (
        <Row key={node.id}>
          <Cell className="max-w-64 truncate">
            <RowLink href={hrefOf(node, home)}>{wordsOf(node)}</RowLink>
          </Cell>
          <Cell>
            <StateLabel state={node.state} />
          </Cell>
          <Cell className="max-w-72 truncate text-ink-2">
            {node.kind === "component" && node.detail !== "" ? `${node.detail} ` : ""}
            {joined(graph.edges.filter((edge) => edge.to === node.id).map((edge) => edge.from))}
          </Cell>
          <Cell wide className="max-w-72 truncate text-ink-2">
            {joined(graph.edges.filter((edge) => edge.from === node.id).map((edge) => edge.to))}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function wordsOf({ kind, label, detail }: GraphNode): string {
  return kind === "provider" ? `${label}: ${detail}` : label;
}

function hrefOf({ kind, id }: GraphNode, home: string): string {
  return kind === "provider" ? `${home}/providers/${id.split(" ")[0]}` : `${home}/components/${id}`;
}
