import Link from "next/link";
import { Percent } from "@/app/_ui/percent";
import { RelativeTime } from "@/app/_ui/relative-time";
import { StateLabel } from "@/app/_ui/state";
import { UptimeStrip } from "@/app/_ui/uptime-strip";
import type { Ms } from "@/lib/domain/time";
import { type Overview, type OverviewComponent, overviewDays } from "@/lib/operations/overview";

/** Every component by group: state, the last 90 days, and their uptime. */
export function Groups({ overview, home, now }: { overview: Overview; home: string; now: Ms }) {
  const { components, componentsTotal } = overview;
  const groups = [...Map.groupBy(components, (component) => component.group)];
  const more = componentsTotal - components.length;
  return (
    <section aria-label="All components">
      <div className="mb-2 flex items-baseline justify-between gap-4 text-ink-3 text-xs">
        <h2 className="font-medium text-base text-ink">Components</h2>
        <span>Uptime and bars over {overviewDays} days</span>
      </div>
      <div className="rounded-md border bg-surface" data-keys="">
        {groups.map(([group, members]) => (
          <section key={group ?? ""} aria-label={group ?? "Ungrouped"} className="border-b last:border-b-0">
            {group ? <h3 className="px-4 pt-3 pb-1 font-medium text-ink-3 text-xs">{group}</h3> : null}
            <ul>
              {members.map((component) => (
                <Line key={component.id} component={component} home={home} now={now} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {more > 0 ? (
        <p className="mt-3 text-ink-3 text-sm">
          {more} more under{" "}
          <Link href={`${home}/components`} className="text-ink underline underline-offset-2">
            Components
          </Link>
        </p>
      ) : null}
    </section>
  );
}

function Line({ component, home, now }: { component: OverviewComponent; home: string; now: Ms }) {
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1.5 px-4 py-2 hover:bg-sunken has-[a:focus-visible]:bg-sunken md:h-10 md:grid-cols-[minmax(0,1fr)_150px_357px_76px] md:py-0">
      <Link
        data-row=""
        href={`${home}/components/${component.id}`}
        className="truncate font-medium after:absolute after:inset-0"
      >
        {component.name}
      </Link>
      <span className="text-sm">
        <StateLabel state={component.state} />
        {component.state !== "operational" && component.since !== null ? (
          <span className="text-ink-3 text-xs">
            {" "}
            · <RelativeTime at={component.since} now={now} />
          </span>
        ) : null}
      </span>
      <UptimeStrip
        days={component.days}
        className="h-5 w-full max-md:order-last max-md:col-span-2 md:w-[357px]"
      />
      <span className="text-right text-sm max-md:hidden">
        <Percent value={component.uptime} />
      </span>
    </li>
  );
}
