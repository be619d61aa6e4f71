import { type DependencyGraph, layOutGraph, type Placed } from "@/lib/domain/dependency-graph";
import { type State, stateWords } from "@/lib/domain/state";

const box = { width: 190, height: 44 };
const gap = { x: 90, y: 16 };
const margin = 8;
const labelMax = 24;

const strokes: Record<State, string> = {
  operational: "stroke-operational",
  degraded_performance: "stroke-degraded",
  partial_outage: "stroke-partial",
  major_outage: "stroke-major",
  under_maintenance: "stroke-maintenance",
  unknown: "stroke-unknown",
};

/** The graph as a picture; the table below says the same in words. */
export function GraphDrawing({ graph }: { graph: DependencyGraph }) {
  const { nodes, columns, rows } = layOutGraph(graph);
  const width = 2 * margin + columns * box.width + (columns - 1) * gap.x;
  const height = 2 * margin + rows * box.height + (rows - 1) * gap.y;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than a phone; the keyboard must reach it to scroll
      tabIndex={0}
      aria-label="Dependency graph"
      className="mb-10 overflow-x-auto rounded-md border bg-surface p-2"
    >
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${graph.nodes.length} things and ${graph.edges.length} ties between them; the table below names them.`}
        className="max-w-none"
      >
        {graph.edges.map((edge) => (
          <Tie key={`${edge.from} ${edge.to}`} from={byId.get(edge.from)} to={byId.get(edge.to)} />
        ))}
        {nodes.map((node) => (
          <Box key={node.id} node={node} />
        ))}
      </svg>
    </section>
  );
}

function cornerOf({ column, row }: Placed): { x: number; y: number } {
  return { x: margin + column * (box.width + gap.x), y: margin + row * (box.height + gap.y) };
}

function Tie({ from, to }: { from: Placed | undefined; to: Placed | undefined }) {
  if (from === undefined || to === undefined) return null;
  const [a, b] = [cornerOf(from), cornerOf(to)];
  const [x1, y1, x2, y2] = [a.x + box.width, a.y + box.height / 2, b.x, b.y + box.height / 2];
  const bend = Math.max(40, (x2 - x1) / 2);
  const isTrouble = from.state !== "operational" && from.state !== "unknown";
  return (
    <path
      d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
      fill="none"
      strokeWidth={isTrouble ? 2 : 1}
      className={isTrouble ? strokes[from.state] : "stroke-line-strong"}
    />
  );
}

function Box({ node }: { node: Placed }) {
  const { x, y } = cornerOf(node);
  const under = [node.detail, stateWords[node.state]].filter(Boolean).join(" · ");
  return (
    <g>
      <title>{`${node.label}: ${under}`}</title>
      <rect
        x={x}
        y={y}
        width={box.width}
        height={box.height}
        rx={node.kind === "provider" ? 22 : 6}
        strokeWidth={node.state === "operational" ? 1 : 2}
        className={`fill-ground ${strokes[node.state]}`}
      />
      <text x={x + 14} y={y + 19} className="fill-ink font-medium text-xs">
        {cut(node.label)}
      </text>
      <text x={x + 14} y={y + 34} className="fill-ink-2 text-[11px]">
        {cut(under, labelMax + 4)}
      </text>
    </g>
  );
}

function cut(text: string, most = labelMax): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
