import type { BarDay } from "@/lib/domain/bars";
import type { State } from "@/lib/domain/state";
import { stripHeight, stripPaths, stripSummary, stripWidth } from "@/lib/render/strip";

/** The fill of each state in drawings; days without data are hatched. */
export const stateFills: Record<State, string> = {
  operational: "fill-operational",
  degraded_performance: "fill-degraded",
  partial_outage: "fill-partial",
  major_outage: "fill-major",
  under_maintenance: "fill-maintenance",
  unknown: "[fill:url(#hatch)]",
};

/** The last days as one small drawing: a path per state. Its words stand in its label. */
export function UptimeStrip({ days, className }: { days: readonly BarDay[]; className?: string }) {
  return (
    <svg
      role="img"
      aria-label={stripSummary(days)}
      viewBox={`0 0 ${stripWidth(days.length)} ${stripHeight}`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      className={className}
    >
      {stripPaths(days).map(({ state, d }) => (
        <path key={state} d={d} className={stateFills[state]} />
      ))}
    </svg>
  );
}

/** Drawn once per document: the hatching of what is not known. */
export function Hatch() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="absolute">
      <defs>
        <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 1h4" className="stroke-unknown" strokeWidth="1.6" />
        </pattern>
      </defs>
    </svg>
  );
}
