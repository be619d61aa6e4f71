import { stateFills } from "@/app/_ui/uptime-strip";
import type { Ms } from "@/lib/domain/time";
import type { TimelineView } from "@/lib/operations/timeline";
import { timelineMarks, timelinePaths, timelineTicks, timelineWidth } from "@/lib/render/timeline-chart";
import { TimelineSurface } from "./timeline-surface";
import { type LedgerQuery, ledgerPath } from "./view";

const bandHeight = 36;
const beneathHeight = 8;
const marksHeight = 6;

/** Beyond this many stretches pointing at one says nothing a person could aim at. */
const pointableMax = 1_500;

/** The window as one drawing: corrections above, the state, and under maintenance what was seen beneath. */
export function TimelinePlot({
  timeline,
  path,
  query,
  zone,
}: {
  timeline: TimelineView;
  path: string;
  query: LedgerQuery;
  zone: string;
}) {
  const { segments } = timeline;
  const window = query.window;
  const corrected = segments.filter(({ causes }) => causes.some((cause) => cause.type === "correction"));
  const beneath = segments
    .filter(({ state }) => state === "under_maintenance")
    .map(({ from, to, observed }) => ({ from, to, state: observed }));
  const top = corrected.length > 0 ? marksHeight + 2 : 0;
  const height = top + bandHeight + (beneath.length > 0 ? beneathHeight + 2 : 0);
  return (
    <TimelineSurface
      from={window.from}
      to={window.to}
      zone={zone}
      segments={
        segments.length > pointableMax ? [] : segments.map(({ from, to, state }) => ({ from, to, state }))
      }
      zoomTo={{ base: ledgerPath(path, query, { window: null }) }}
    >
      <svg
        role="img"
        aria-label={`${segments.length} stretches of the timeline; the table below lists them`}
        viewBox={`0 0 ${timelineWidth} ${height}`}
        preserveAspectRatio="none"
        height={height}
        className="block w-full"
      >
        {timelineMarks(corrected, window).map((mark) => (
          <rect key={mark.x} x={mark.x} y="0" width={mark.width} height={marksHeight} className="fill-ink" />
        ))}
        <g transform={`translate(0 ${top})`}>
          {timelinePaths(segments, window, bandHeight).map(({ state, d }) => (
            <path key={state} d={d} className={stateFills[state]} />
          ))}
        </g>
        <g transform={`translate(0 ${top + bandHeight + 2})`}>
          {timelinePaths(beneath, window, beneathHeight).map(({ state, d }) => (
            <path key={state} d={d} className={stateFills[state]} />
          ))}
        </g>
      </svg>
      <Axis window={window} zone={zone} />
    </TimelineSurface>
  );
}

/** Drawn in its own box: text must not be stretched with the bands. */
function Axis({ window, zone }: { window: { from: Ms; to: Ms }; zone: string }) {
  return (
    <svg aria-hidden="true" width="100%" height="20" className="block overflow-visible">
      {timelineTicks(window, zone).map(({ x, label }, index) => (
        <g key={x} className={index % 2 === 1 ? "max-md:hidden" : undefined}>
          <line x1={`${x / 10}%`} x2={`${x / 10}%`} y1="0" y2="5" className="stroke-line-strong" />
          <text
            x={`${x / 10}%`}
            y="17"
            dx={x > 950 ? -4 : 4}
            textAnchor={x > 950 ? "end" : "start"}
            className="fill-ink-3 text-[11px]"
          >
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}
