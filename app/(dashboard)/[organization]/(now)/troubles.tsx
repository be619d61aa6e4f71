import Link from "next/link";
import type { ReactNode } from "react";
import { Duration } from "@/app/_ui/duration";
import { StateLabel } from "@/app/_ui/state";
import type { TroubledMonitor } from "@/db/queries/overview";
import { draggedDownBy } from "@/lib/domain/affected";
import { failureText } from "@/lib/domain/check";
import { clockTime } from "@/lib/domain/duration";
import { formatInstant, type Ms } from "@/lib/domain/time";
import type { Overview, OverviewComponent, OverviewPage } from "@/lib/operations/overview";

type Context = { overview: Overview; home: string; now: Ms; zone: string };

/** Everything that is not operational: since when, what says so, and who sees it. */
export function Troubles({ troubles, ...context }: Context & { troubles: readonly OverviewComponent[] }) {
  if (troubles.length === 0) return null;
  return (
    <section aria-label="What is wrong now" className="mb-10">
      <ul data-keys="" className="divide-y divide-line rounded-md border bg-surface">
        {troubles.map((component) => (
          <Trouble key={component.id} component={component} {...context} />
        ))}
      </ul>
    </section>
  );
}

function Trouble({ component, overview, home, now, zone }: Context & { component: OverviewComponent }) {
  const monitors = overview.troubled.filter((monitor) => monitor.componentId === component.id);
  const above = draggedDownBy(component.id, overview.components);
  const members = overview.components.filter(
    (each) => component.members.includes(each.id) && each.state !== "operational",
  );
  return (
    <li className="grid gap-x-8 gap-y-2 px-4 py-3 md:grid-cols-[minmax(0,1fr)_auto]">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <Link
          data-row=""
          href={`${home}/components/${component.id}`}
          className="font-medium text-lg hover:underline"
        >
          {component.name}
        </Link>
        {component.group ? <span className="text-ink-3 text-sm">{component.group}</span> : null}
        <StateLabel state={component.state} />
      </div>
      <p className="text-sm md:text-right">
        {component.since === null ? (
          <span className="text-ink-3">Nothing was ever measured</span>
        ) : (
          <>
            <span className="font-medium">
              <Duration lengthMs={now - component.since} />
            </span>
            <span className="text-ink-2" title={formatInstant(component.since)}>
              {" "}
              since {clockTime(component.since, zone, now)}
            </span>
          </>
        )}
      </p>
      <dl className="grid gap-[5px] text-ink-2 text-sm md:col-span-2">
        {monitors.map((monitor) => (
          <Line key={monitor.id} term="Monitor">
            <Link
              href={`${home}/monitors/${monitor.id}`}
              className="text-ink underline decoration-line-strong underline-offset-2 hover:decoration-ink"
            >
              {monitor.name}
            </Link>
            : {whyOf(monitor)}
            {monitor.httpStatus ? (
              <span className="font-mono text-xs"> HTTP {monitor.httpStatus}</span>
            ) : null}
          </Line>
        ))}
        <Names term="Because of" items={members} home={home} />
        <Names term="Pulls along" items={above} home={home} />
        <Line term="Shown on">{shownOn(overview.pages, component.id)}</Line>
      </dl>
    </li>
  );
}

function whyOf({ failure, verdict }: TroubledMonitor): string {
  if (failure) return failureText(failure);
  return verdict === "degraded" ? "Answers slower than it may." : "No outcome arrives.";
}

function Names({ term, items, home }: { term: string; items: readonly OverviewComponent[]; home: string }) {
  if (items.length === 0) return null;
  return (
    <Line term={term}>
      {items.map((item, index) => (
        <span key={item.id}>
          {index > 0 ? ", " : ""}
          <Link
            href={`${home}/components/${item.id}`}
            className="text-ink underline decoration-line-strong underline-offset-2 hover:decoration-ink"
          >
            {item.name}
          </Link>
        </span>
      ))}
    </Line>
  );
}

function Line({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex gap-3">
      <dt className="w-20 shrink-0 text-ink-3">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function shownOn(pages: readonly OverviewPage[], componentId: string): ReactNode {
  const showing = pages.filter(
    (page) => page.componentIds === null || page.componentIds.includes(componentId),
  );
  if (showing.length === 0) return "no status page: no customer sees this";
  return showing.map((page, index) => (
    <span key={page.id}>
      {index > 0 ? ", " : ""}
      <a
        href={`/status/${page.slug}`}
        className="text-ink underline decoration-line-strong underline-offset-2 hover:decoration-ink"
      >
        {page.name}
      </a>
    </span>
  ));
}
