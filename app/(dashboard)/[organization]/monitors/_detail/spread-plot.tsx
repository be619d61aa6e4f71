import { chartWidth } from "@/lib/render/chart";
import { type SpreadChart, type SpreadLine, spreadLines, spreadWords } from "@/lib/render/spread-chart";

/** One hue; the rarer the run, the finer and more broken its line, so that grey scale says the same. */
const looks: Record<SpreadLine, { className: string; width: number; dash?: string }> = {
  p50Ms: { className: "stroke-accent", width: 2 },
  p95Ms: { className: "stroke-accent", width: 1.25, dash: "6 3" },
  p99Ms: { className: "stroke-accent", width: 1, dash: "2 3" },
};

const labelsPx = 24;
const axisPx = 52;
const flagPx = 14;

/** Percentiles over time; incidents are bands, changes are lines, with the number of their line below. */
export function SpreadPlot({ chart, label }: { chart: SpreadChart; label: string }) {
  const full = flagPx + chart.height + labelsPx;
  return (
    <div>
      <div className="flex">
        <svg width={axisPx} height={full} aria-hidden="true" className="shrink-0 overflow-visible">
          {chart.rows.map((row) => (
            <text
              key={row.label}
              x={axisPx - 8}
              y={flagPx + row.at + 4}
              textAnchor="end"
              className="fill-ink-3 text-xs"
            >
              {row.label}
            </text>
          ))}
        </svg>
        <svg role="img" aria-label={label} height={full} className="block w-full min-w-0 overflow-visible">
          <Ground chart={chart} />
          <svg
            x="0"
            y={flagPx}
            width="100%"
            height={chart.height}
            viewBox={`0 0 ${chartWidth} ${chart.height}`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            {chart.lines.map(({ line, path }) => (
              <path
                key={line}
                d={path}
                fill="none"
                vectorEffect="non-scaling-stroke"
                className={looks[line].className}
                strokeWidth={looks[line].width}
                strokeDasharray={looks[line].dash}
              />
            ))}
          </svg>
        </svg>
      </div>
      <Legend />
    </div>
  );
}

function Ground({ chart }: { chart: SpreadChart }) {
  return (
    <>
      {chart.marks.map((mark) => (
        <g key={mark.number}>
          {mark.kind === "incident" ? (
            <rect
              x={percent(mark.x)}
              y={flagPx}
              width={percent(Math.max(mark.width, 2))}
              height={chart.height}
              className="fill-major/10"
            />
          ) : (
            <line
              x1={percent(mark.x)}
              x2={percent(mark.x)}
              y1={flagPx}
              y2={flagPx + chart.height}
              className="stroke-ink-2"
              strokeDasharray="3 3"
              shapeRendering="crispEdges"
            />
          )}
          <text
            x={percent(mark.x)}
            y={flagPx - 3}
            textAnchor={mark.x < 10 ? "start" : mark.x > 990 ? "end" : "middle"}
            className="fill-ink-2 text-xs"
          >
            {mark.number}
          </text>
        </g>
      ))}
      {chart.rows.map(({ at }) => (
        <line
          key={at}
          x1="0"
          x2="100%"
          y1={flagPx + at}
          y2={flagPx + at}
          className="stroke-line"
          shapeRendering="crispEdges"
        />
      ))}
      {chart.columns.map(({ at, label }, index) => (
        <text
          key={`${at} ${label}`}
          x={percent(at)}
          y={flagPx + chart.height + labelsPx - 4}
          textAnchor={at < 30 ? "start" : at > 970 ? "end" : "middle"}
          className={`fill-ink-3 text-xs ${index % 2 === 1 ? "max-sm:hidden" : ""}`}
        >
          {label}
        </text>
      ))}
    </>
  );
}

function Legend() {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-xs md:pl-[52px]">
      {spreadLines.map((line) => (
        <li key={line} className="flex items-center gap-1.5">
          <svg width="24" height="8" aria-hidden="true">
            <path
              d="M0 4H24"
              className={looks[line].className}
              strokeWidth={looks[line].width}
              strokeDasharray={looks[line].dash}
            />
          </svg>
          {spreadWords[line]}
        </li>
      ))}
    </ul>
  );
}

/** Thousandths of the width as SVG writes them. */
function percent(thousandths: number): string {
  return `${thousandths / 10}%`;
}
