import Link from "next/link";
import { Section } from "@/app/_ui/page-head";
import { Cell, Row, Table } from "@/app/_ui/table";
import { Choices } from "@/app/_ui/tabs";
import { Time } from "@/app/_ui/time";
import { type LatencyPhase, type LatencySpread, latencyPhases } from "@/lib/domain/latency-spread";
import { latencyText } from "@/lib/render/chart";
import {
  type Annotation,
  annotationsIn,
  spreadChart,
  spreadLines,
  spreadRows,
  spreadWords,
} from "@/lib/render/spread-chart";
import { SpreadPlot } from "./spread-plot";

const phaseLabels: Record<LatencyPhase, string> = {
  dns: "DNS",
  connect: "Connect",
  tls: "TLS",
  first_byte: "First byte",
  transfer: "Transfer",
  total: "Total",
};

const numeric = (label: string) => ({ label, numeric: true });
const quantileColumns = spreadLines.map((line) => numeric(spreadWords[line]));

/** Percentiles of one phase over time with incidents and changes marked, of all phases, and of the regions beside each other. */
export function SpreadSection({
  spread,
  annotations,
  path,
  window,
  zone,
}: {
  spread: LatencySpread;
  annotations: readonly Annotation[];
  path: string;
  window: { name: string; label: string };
  zone: string;
}) {
  const choices = latencyPhases.map((phase) => ({
    label: phaseLabels[phase],
    href: `${path}?window=${window.name}&phase=${phase}`,
    current: phase === spread.phase,
  }));
  return (
    <Section title="Percentiles" id="percentiles" aside={<Choices label="Phase" choices={choices} />}>
      <div className="mb-4 rounded-md border bg-surface px-4 pt-3 pb-4">
        {spread.points.length > 0 ? (
          <Drawing spread={spread} annotations={annotations} window={window} zone={zone} />
        ) : (
          <p className="py-10 text-center text-ink-2 text-sm">
            No run with this phase in the last {window.label}.
          </p>
        )}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <PhaseTable spread={spread} />
        <RegionTable spread={spread} />
      </div>
      {spread.source === "rollups" ? (
        <p className="mt-2 text-ink-3 text-xs">
          Beyond a day percentiles come from hourly sums and are right to the next step of their scale.
        </p>
      ) : null}
    </Section>
  );
}

function Drawing({
  spread,
  annotations,
  window,
  zone,
}: {
  spread: LatencySpread;
  annotations: readonly Annotation[];
  window: { label: string };
  zone: string;
}) {
  const chart = spreadChart(spread, annotations, { heightPx: 180, zone });
  const marked = annotationsIn(annotations, spread);
  const all = spread.phases[spread.phase];
  const said = spreadLines.map((line) => `${spreadWords[line]} ${text(all[line])}`).join(", ");
  const name = phaseLabels[spread.phase];
  const label = `${name} over ${window.label}: ${said}; ${countOf(marked, "incident")} incidents, ${countOf(marked, "change")} changes. The table below has the numbers.`;
  return (
    <>
      <SpreadPlot chart={chart} label={label} />
      {marked.length > 0 ? (
        <ol aria-label="Incidents and changes on the chart" className="mt-2 space-y-1 text-sm">
          {marked.map((each, index) => (
            <li key={`${each.kind} ${each.href} ${each.from}`} className="flex gap-2">
              <span className="w-5 shrink-0 text-right text-ink-3 tabular-nums">{index + 1}</span>
              <span className="shrink-0 text-ink-3">{each.kind === "incident" ? "Incident" : "Change"}</span>
              <Happened annotation={each} />
              <Time at={each.from} now={spread.to} zone={zone} className="ml-auto shrink-0 text-ink-2" />
            </li>
          ))}
        </ol>
      ) : null}
      <details className="mt-3">
        <summary className="w-fit text-ink-2 text-sm hover:text-ink">Show the percentiles</summary>
        <div className="mt-2 max-h-96 overflow-auto">
          <Table label={`Percentiles of ${name}`} columns={[{ label: "From" }, ...quantileColumns]}>
            {spreadRows(spread, zone).map((row) => (
              <Row key={row.at}>
                <Cell className="whitespace-nowrap tabular-nums">{row.when}</Cell>
                <Quantiles of={row} />
              </Row>
            ))}
          </Table>
        </div>
      </details>
    </>
  );
}

function countOf(marked: readonly Annotation[], kind: Annotation["kind"]): number {
  return marked.filter((each) => each.kind === kind).length;
}

/** What it is called, leading to where it is told in full; changes are told elsewhere. */
function Happened({ annotation: { kind, label, href } }: { annotation: Annotation }) {
  if (href === null) return <span className="truncate">{label}</span>;
  if (kind === "change")
    return (
      <a href={href} rel="noreferrer" className="truncate underline">
        {label}
      </a>
    );
  return (
    <Link href={href} className="truncate hover:underline">
      {label}
    </Link>
  );
}

function PhaseTable({ spread }: { spread: LatencySpread }) {
  const taken = latencyPhases.filter((phase) => spread.phases[phase].p50Ms !== null);
  return (
    <Table label="Percentiles by phase" columns={[{ label: "Phase" }, ...quantileColumns]}>
      {taken.map((phase) => (
        <Row key={phase}>
          <Cell>{phaseLabels[phase]}</Cell>
          <Quantiles of={spread.phases[phase]} />
        </Row>
      ))}
    </Table>
  );
}

/** The regions beside each other, by the phase that is shown. */
function RegionTable({ spread }: { spread: LatencySpread }) {
  const columns = [{ label: "Region" }, numeric("Runs"), numeric("Failed"), ...quantileColumns];
  return (
    <Table label={`${phaseLabels[spread.phase]} by region`} columns={columns}>
      {spread.regions.map((each) => (
        <Row key={each.region}>
          <Cell className="font-mono text-xs">{each.region}</Cell>
          <Cell numeric>{each.count + each.failures}</Cell>
          <Cell numeric>{each.failures}</Cell>
          <Quantiles of={each} />
        </Row>
      ))}
    </Table>
  );
}

function Quantiles({ of }: { of: { p50Ms: number | null; p95Ms: number | null; p99Ms: number | null } }) {
  return spreadLines.map((line) => (
    <Cell key={line} numeric className="whitespace-nowrap">
      {text(of[line])}
    </Cell>
  ));
}

function text(ms: number | null): string {
  return ms === null ? "—" : latencyText(ms);
}
