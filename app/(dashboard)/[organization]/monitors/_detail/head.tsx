import { ButtonLink } from "@/app/_ui/button";
import { Confirm } from "@/app/_ui/confirm";
import { PageHead } from "@/app/_ui/page-head";
import { Tabs } from "@/app/_ui/tabs";
import { Time } from "@/app/_ui/time";
import type { Monitor } from "@/lib/domain/monitor";
import type { Ms } from "@/lib/domain/time";
import { archiveMonitorAction, pauseMonitorAction } from "../actions";
import { VerdictLabel } from "../verdict-label";
import { PauseButton } from "./pause-button";

export type MonitorView = "overview" | "outcomes" | "history";

/** What stands above every view of a monitor: what is believed of it, since when, and what can be done. */
export function MonitorHead({
  monitor,
  organization,
  mayWrite,
  view,
  now,
  zone,
}: {
  monitor: Monitor;
  organization: string;
  mayWrite: boolean;
  view: MonitorView;
  now: Ms;
  zone: string;
}) {
  const list = `/${organization}/monitors`;
  const path = `${list}/${monitor.id}`;
  const isLive = monitor.archivedAt === null;
  const since = monitor.archivedAt ?? monitor.pausedAt ?? monitor.since;
  return (
    <>
      <PageHead
        title={monitor.name}
        crumb={{ label: "Monitors", href: list }}
        actions={
          mayWrite && isLive ? <Acts monitor={monitor} organization={organization} path={path} /> : null
        }
      >
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="text-ink">
            <VerdictLabel verdict={monitor.verdict} paused={monitor.pausedAt !== null} archived={!isLive} />
          </span>
          <span>
            since <Time at={since} now={now} zone={zone} />
          </span>
        </span>
      </PageHead>
      <Tabs
        label="Views of this monitor"
        tabs={[
          { label: "Overview", href: path, current: view === "overview" },
          { label: "Outcomes", href: `${path}/outcomes`, current: view === "outcomes" },
          { label: "History", href: `${path}/history`, current: view === "history" },
        ]}
      />
    </>
  );
}

function Acts({ monitor, organization, path }: { monitor: Monitor; organization: string; path: string }) {
  const fields = { organization, id: monitor.id };
  return (
    <>
      <ButtonLink href={`${path}/edit`}>Edit</ButtonLink>
      <PauseButton action={pauseMonitorAction} fields={fields} isPaused={monitor.pausedAt !== null} />
      <Confirm
        label="Archive"
        title={`Archive ${monitor.name}?`}
        verb="Archive monitor"
        action={archiveMonitorAction}
        fields={fields}
      >
        <p>It runs no more and says nothing any more. This cannot be undone.</p>
        <p className="mt-2">
          Its ledger stays, and so do its outages and hourly sums. Single outcomes stay until their time is
          over.
        </p>
      </Confirm>
    </>
  );
}
