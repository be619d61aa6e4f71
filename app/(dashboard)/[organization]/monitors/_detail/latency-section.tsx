import { Section } from "@/app/_ui/page-head";
import { Cell, Row, Table } from "@/app/_ui/table";
import { Choices, type Tab } from "@/app/_ui/tabs";
import { Time } from "@/app/_ui/time";
import type { LatencySeries } from "@/lib/domain/latency";
import type { Marker } from "@/lib/domain/marker";
import type { Monitor, Outage } from "@/lib/domain/monitor";
import { dayMs, hourMs, type Ms } from "@/lib/domain/time";
import {
  chartPhases,
  chartWidth,
  latencyChart,
  latencyRows,
  latencyText,
  phaseWords,
} from "@/lib/render/chart";
import { MarkerTitle } from "../../components/marker-title";
import { LatencyPlot, type Reading } from "./latency-plot";

const windows = [
  { name: "1h", label: "1 h", lengthMs: hourMs },
  { name: "24h", label: "24 h", lengthMs: dayMs },
  { name: "7d", label: "7 d", lengthMs: 7 * dayMs },
  { name: "30d", label: "30 d", lengthMs: 30 * dayMs },
] as const;
export type Window = (typeof windows)[number];

/** The window an address asks for; without one a day, or the first hour of a monitor that is younger. */
export function windowOf(asked: unknown, ageMs: Ms): Window {
  const fallback = ageMs <= hourMs ? "1h" : "24h";
  return (
    windows.find(({ name }) => name === asked) ?? windows.find(({ name }) => name === fallback) ?? windows[0]
  );
}

/** Latency by phase over a window with outages marked, and the same as a table. */
export function LatencySection({
  monitor,
  series,
  outages,
  markers,
  window,
  path,
  zone,
  now,
}: {
  monitor: Monitor;
  series: LatencySeries;
  outages: readonly Outage[];
  markers: readonly Marker[];
  window: Window;
  path: string;
  zone: string;
  now: Ms;
}) {
  const tabs: Tab[] = windows.map(({ name, label }) => ({
    label,
    href: `${path}?window=${name}`,
    current: name === window.name,
  }));
  return (
    <Section title="Latency" aside={<Choices label="Window" choices={tabs} />}>
      <div className="rounded-md border bg-surface px-4 pt-3 pb-4">
        {series.points.length > 0 ? (
          <Drawing
            monitor={monitor}
            series={series}
            outages={outages}
            markers={markers}
            window={window}
            zone={zone}
            now={now}
          />
        ) : (
          <p className="py-10 text-center text-ink-2 text-sm">
            No run in the last {window.label}.
            {window.lengthMs > dayMs ? " An hour shows here when it is over." : ""}
          </p>
        )}
      </div>
    </Section>
  );
}

function Drawing({
  monitor,
  series,
  outages,
  markers,
  window,
  zone,
  now,
}: {
  monitor: Monitor;
  series: LatencySeries;
  outages: readonly Outage[];
  markers: readonly Marker[];
  window: Window;
  zone: string;
  now: Ms;
}) {
  const stretches = outages.map(({ startedAt, endedAt }) => ({ from: startedAt, to: endedAt ?? now }));
  const chart = latencyChart(series, stretches, {
    heightPx: 200,
    zone,
    intervalMs: monitor.intervalSeconds * 1_000,
  });
  const [p50, p95] = [series.p50Ms, series.p95Ms].map((ms) => (ms === null ? "none" : latencyText(ms)));
  const resting = `Median ${p50} · 95th percentile ${p95}`;
  const failures = series.points.reduce((sum, point) => sum + point.failures, 0);
  const label = `Mean latency by phase over ${window.label}. ${resting}. ${failures} failed runs, ${outages.length} outages, ${markers.length} changes. The table below has the numbers.`;
  return (
    <>
      <LatencyPlot
        chart={chart}
        changes={changesOf(series, markers)}
        readings={readingsOf(series, zone)}
        resting={resting}
        label={label}
      />
      <Changes markers={markers} now={now} zone={zone} />
      <details className="mt-3">
        <summary className="w-fit text-ink-2 text-sm hover:text-ink">Show the numbers</summary>
        <div className="mt-2 max-h-96 overflow-auto">
          <Numbers series={series} zone={zone} />
        </div>
      </details>
    </>
  );
}

function changesOf({ from, to }: LatencySeries, markers: readonly Marker[]) {
  return markers.map(({ at }, index) => ({ x: ((at - from) / (to - from)) * chartWidth, number: index + 1 }));
}

/** What the numbers on the chart stand for. */
function Changes({ markers, now, zone }: { markers: readonly Marker[]; now: Ms; zone: string }) {
  if (markers.length === 0) return null;
  return (
    <ol
      aria-label="Changes on the chart"
      className="mt-2 max-h-40 list-inside list-decimal space-y-1 overflow-y-auto text-sm md:pl-[52px]"
    >
      {markers.map((marker) => (
        <li key={marker.id}>
          <MarkerTitle marker={marker} /> <Time at={marker.at} now={now} zone={zone} className="text-ink-2" />
        </li>
      ))}
    </ol>
  );
}

function Numbers({ series, zone }: { series: LatencySeries; zone: string }) {
  const numeric = (label: string) => ({ label, numeric: true });
  const columns = [
    { label: "From" },
    numeric("Runs"),
    numeric("Failed"),
    ...chartPhases.map((phase) => numeric(phaseWords[phase])),
    numeric("Total"),
  ];
  return (
    <Table label="Mean latency by phase" columns={columns}>
      {latencyRows(series, zone).map((row) => (
        <Row key={row.at}>
          <Cell className="whitespace-nowrap tabular-nums">{row.when}</Cell>
          <Cell numeric>{row.runs}</Cell>
          <Cell numeric>{row.failures}</Cell>
          {chartPhases.map((phase, index) => (
            <Cell key={phase} numeric className="whitespace-nowrap">
              {said(row.phases[index])}
            </Cell>
          ))}
          <Cell numeric className="whitespace-nowrap">
            {said(row.totalMs)}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** Each step with its place and its words, for the pointer. */
function readingsOf(series: LatencySeries, zone: string): Reading[] {
  const perMs = chartWidth / (series.to - series.from);
  const rows = latencyRows(series, zone).reverse();
  return series.points.flatMap((point, index) => {
    const row = rows[index];
    if (!row) return [];
    return {
      x: (point.at - series.from) * perMs,
      width: series.stepMs * perMs,
      when: row.when,
      runs: row.failures > 0 ? `${row.failures} of ${row.runs} runs failed` : `${row.runs} runs`,
      total: row.totalMs === null ? "no run succeeded" : `${latencyText(row.totalMs)} in all`,
      phases: row.phases.map(said),
    };
  });
}

function said(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? "—" : latencyText(ms);
}
