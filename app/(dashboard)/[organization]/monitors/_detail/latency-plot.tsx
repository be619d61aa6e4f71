"use client";

import { type PointerEvent, useId, useState } from "react";
import { type ChartPhase, chartPhases, chartWidth, type LatencyChart, phaseWords } from "@/lib/render/chart";

/** What the pointer can read off: one step of the chart in words. */
export type Reading = {
  x: number;
  width: number;
  when: string;
  runs: string;
  total: string;
  phases: string[];
};

/** One hue, darker for what happens first, so that order and grey scale say the same. */
const fills: Record<ChartPhase, string> = {
  dnsMs: "fill-accent",
  connectMs: "fill-accent/75",
  tlsMs: "fill-accent/55",
  firstByteMs: "fill-accent/35",
  transferMs: "fill-accent/15",
};

/** A change on the chart, with the number of its line below. */
export type Change = { x: number; number: number };

const failuresPx = 5;
const labelsPx = 24;
const axisPx = 52;

/** The drawing with its legend; over it the pointer reads the numbers of one step. The table behind it says them all. */
export function LatencyPlot({
  chart,
  changes,
  readings,
  resting,
  label,
}: {
  chart: LatencyChart;
  changes: readonly Change[];
  readings: readonly Reading[];
  /** Said while nothing is pointed at. */
  resting: string;
  label: string;
}) {
  const [pointed, setPointed] = useState<Reading | null>(null);
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * chartWidth;
    setPointed(readings.find((each) => x >= each.x && x < each.x + each.width) ?? null);
  };
  return (
    <div>
      <p className="mb-3 min-h-5 text-ink-2 text-sm tabular-nums">
        {pointed ? `${pointed.when} · ${pointed.total} · ${pointed.runs}` : resting}
      </p>
      <div className="flex">
        <Axis chart={chart} />
        <svg
          role="img"
          aria-label={label}
          height={chart.height + labelsPx}
          className="block w-full min-w-0 touch-pan-y overflow-visible"
          onPointerMove={follow}
          onPointerLeave={() => setPointed(null)}
        >
          <Ground chart={chart} />
          <Layers chart={chart} />
          <Marks chart={chart} />
          <Changes changes={changes} height={chart.height} />
          {pointed ? (
            <rect
              x={percent(pointed.x)}
              width={percent(pointed.width)}
              y="0"
              height={chart.height}
              className="pointer-events-none fill-ink/10"
            />
          ) : null}
        </svg>
      </div>
      <Legend chart={chart} pointed={pointed} />
    </div>
  );
}

/** What the lines of the grid stand for. */
function Axis({ chart }: { chart: LatencyChart }) {
  return (
    <svg
      width={axisPx}
      height={chart.height + labelsPx}
      aria-hidden="true"
      className="shrink-0 overflow-visible"
    >
      {chart.rows.map((row) => (
        <text key={row.label} x={axisPx - 8} y={row.at + 4} textAnchor="end" className="fill-ink-3 text-xs">
          {row.label}
        </text>
      ))}
    </svg>
  );
}

/** The phases on top of each other, stretched to the width there is. */
function Layers({ chart }: { chart: LatencyChart }) {
  return (
    <svg
      x="0"
      y="0"
      width="100%"
      height={chart.height}
      viewBox={`0 0 ${chartWidth} ${chart.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {chart.layers.map(({ phase, path }) => (
        <path key={phase} d={path} className={fills[phase]} shapeRendering="crispEdges" />
      ))}
    </svg>
  );
}

/** Grid, the hours without a run, and the time axis. */
function Ground({ chart }: { chart: LatencyChart }) {
  const hatch = useId();
  return (
    <>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v6" className="stroke-line-strong" strokeWidth="2" />
        </pattern>
      </defs>
      <rect width="100%" height={chart.height} fill="transparent" />
      {chart.silent.map(({ x, width }) => (
        <rect
          key={x}
          x={percent(x)}
          width={percent(width)}
          height={chart.height}
          fill={`url(#${hatch})`}
          opacity="0.6"
        />
      ))}
      {chart.rows.map(({ at }) => (
        <line key={at} x1="0" x2="100%" y1={at} y2={at} className="stroke-line" shapeRendering="crispEdges" />
      ))}
      {chart.columns.map(({ at, label }, index) => (
        <text
          key={`${at} ${label}`}
          x={percent(at)}
          y={chart.height + labelsPx - 4}
          textAnchor={at < 30 ? "start" : at > 970 ? "end" : "middle"}
          className={`fill-ink-3 text-xs ${index % 2 === 1 ? "max-sm:hidden" : ""}`}
        >
          {label}
        </text>
      ))}
    </>
  );
}

/** Outages over the whole height, failed runs as a strip on the base line. */
function Marks({ chart }: { chart: LatencyChart }) {
  return (
    <>
      {chart.outages.map(({ x, width }) => (
        <g key={x}>
          <rect
            x={percent(x)}
            width={percent(Math.max(width, 2))}
            height={chart.height}
            className="fill-major/10"
          />
          <rect x={percent(x)} width={percent(Math.max(width, 2))} y="-3" height="3" className="fill-major" />
        </g>
      ))}
      {chart.failures.map(({ x, width }) => (
        <rect
          key={x}
          x={percent(x)}
          width={percent(Math.max(width, 2))}
          y={chart.height}
          height={failuresPx}
          className="fill-major"
        />
      ))}
    </>
  );
}

/** Deployments and the like: a line over the whole height, its number on top. */
function Changes({ changes, height }: { changes: readonly Change[]; height: number }) {
  return changes.map(({ x, number }) => (
    <g key={number}>
      <line
        x1={percent(x)}
        x2={percent(x)}
        y1="0"
        y2={height}
        className="stroke-ink-2"
        strokeDasharray="3 3"
        shapeRendering="crispEdges"
      />
      <text x={percent(x)} y="-4" textAnchor="middle" className="fill-ink-2 text-xs">
        {number}
      </text>
    </g>
  ));
}

function Legend({ chart, pointed }: { chart: LatencyChart; pointed: Reading | null }) {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-xs md:pl-[52px]">
      {chart.layers.map(({ phase }) => (
        <li key={phase} className="flex items-center gap-1.5">
          <Swatch className={fills[phase]} />
          {phaseWords[phase]}
          {pointed ? (
            <span className="text-ink tabular-nums">{pointed.phases[chartPhases.indexOf(phase)]}</span>
          ) : null}
        </li>
      ))}
      {chart.failures.length > 0 ? (
        <li className="flex items-center gap-1.5">
          <Swatch className="fill-major" height={failuresPx} />
          Failed runs
        </li>
      ) : null}
      {chart.outages.length > 0 ? (
        <li className="flex items-center gap-1.5">
          <Swatch className="fill-major/25" />
          Outage
        </li>
      ) : null}
      {chart.silent.length > 0 ? (
        <li className="flex items-center gap-1.5">
          <Swatch className="fill-line-strong" />
          Nothing ran
        </li>
      ) : null}
    </ul>
  );
}

function Swatch({ className, height = 10 }: { className: string; height?: number }) {
  return (
    <svg width="10" height={height} aria-hidden="true">
      <rect width="10" height={height} className={className} />
    </svg>
  );
}

/** Thousandths of the width as SVG writes them. */
function percent(thousandths: number): string {
  return `${thousandths / 10}%`;
}
