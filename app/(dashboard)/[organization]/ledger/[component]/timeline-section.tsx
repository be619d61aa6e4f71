import { type MemberPage, shown } from "@/app/_server/page";
import { Causes } from "@/app/_ui/causes";
import { Duration } from "@/app/_ui/duration";
import { Percent } from "@/app/_ui/percent";
import { StateLabel, StateShape } from "@/app/_ui/state";
import { ExactTime } from "@/app/_ui/time";
import { states, stateWords } from "@/lib/domain/state";
import { formatPercent, uptimeOf } from "@/lib/domain/uptime";
import { readTimeline, type TimelineView } from "@/lib/operations/timeline";
import { TimelinePlot } from "./timeline-plot";
import type { LedgerQuery } from "./view";

/** Rows of the table behind the drawing, newest first. */
const rowsMax = 200;

/** What the chain folds to over the window: drawn, summed up, and as a table. */
export async function TimelineSection({
  member,
  id,
  path,
  query,
}: {
  member: MemberPage;
  id: string;
  path: string;
  query: LedgerQuery;
}) {
  const { scope, now, zone, organization } = member;
  const { window, basis, asOf } = query;
  const input = { component_id: id, ...window, basis, ...(asOf === null ? {} : { as_of: asOf }) };
  const timeline = await shown(readTimeline(scope, input, now));
  return (
    <section aria-label="Timeline" className="mb-8 rounded-md border bg-surface px-4 pt-4 pb-3">
      <TimelinePlot timeline={timeline} path={path} query={query} zone={zone} />
      <Totals timeline={timeline} />
      <details className="mt-3 text-sm">
        <summary className="text-ink-2 text-xs hover:text-ink">
          The {timeline.segments.length === 1 ? "one stretch" : `${timeline.segments.length} stretches`} as a
          table
        </summary>
        <SegmentTable timeline={timeline} zone={zone} organization={organization.slug} />
      </details>
    </section>
  );
}

function Totals({ timeline }: { timeline: TimelineView }) {
  const { totalsMs } = timeline;
  const { upMs, downMs } = uptimeOf(totalsMs);
  return (
    <dl className="mt-3 flex flex-wrap items-baseline gap-x-6 gap-y-1 border-t pt-3 text-sm">
      <div className="flex items-baseline gap-2">
        <dt className="text-ink-3">Uptime</dt>
        <dd className="font-medium">
          <Percent value={formatPercent(upMs, downMs, 6)} />
        </dd>
      </div>
      {states
        .filter((state) => totalsMs[state] > 0)
        .map((state) => (
          <div key={state} className="flex items-center gap-1.5">
            <dt className="inline-flex items-center gap-1.5 text-ink-3">
              <StateShape state={state} size={9} />
              {stateWords[state]}
            </dt>
            <dd>
              <Duration lengthMs={totalsMs[state]} />
            </dd>
          </div>
        ))}
    </dl>
  );
}

function SegmentTable({
  timeline,
  zone,
  organization,
}: {
  timeline: TimelineView;
  zone: string;
  organization: string;
}) {
  const rows = timeline.segments.toReversed().slice(0, rowsMax);
  return (
    <div className="mt-2 overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">Stretches of the timeline, newest first</caption>
        <thead>
          <tr className="text-left text-ink-3 text-xs">
            {["State", "From", "Until", "Lasted", "Because"].map((label) => (
              <th key={label} scope="col" className="h-7 pr-4 font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((segment) => (
            <tr key={segment.from} className="border-t align-baseline">
              <td className="py-1.5 pr-4">
                <StateLabel state={segment.state} />
                {segment.state === segment.observed ? null : (
                  <span className="ml-2 text-ink-3 text-xs">beneath: {stateWords[segment.observed]}</span>
                )}
              </td>
              <td className="py-1.5 pr-4">
                <ExactTime at={segment.from} zone={zone} />
              </td>
              <td className="py-1.5 pr-4">
                <ExactTime at={segment.to} zone={zone} />
              </td>
              <td className="py-1.5 pr-4 text-right">
                <Duration lengthMs={segment.to - segment.from} />
              </td>
              <td className="py-1.5 text-ink-2">
                <Causes causes={segment.causes} organization={organization} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {timeline.segments.length > rowsMax ? (
        <p className="mt-2 text-ink-3 text-xs">The newest {rowsMax}. Zoom in for the others.</p>
      ) : null}
    </div>
  );
}
