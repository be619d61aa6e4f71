import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { Pager } from "@/app/_ui/list-controls";
import { monitorHistoryInput } from "@/lib/domain/monitor";
import { getMonitor } from "@/lib/operations/monitors";
import { listOutages, listVerdicts } from "@/lib/operations/outcomes";
import { MonitorHead } from "../../_detail/head";
import { HistoryTable } from "../../_detail/history-table";
import { ledgerEntryPath } from "../../ledger-path";

export const metadata: Metadata = { title: "History" };

type Props = { params: Promise<{ organization: string; monitor: string }>; searchParams: Search };

export default async function HistoryPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const { monitor: id } = await params;
  const input = await readSearch(monitorHistoryInput, searchParams);
  const monitor = await shown(getMonitor(scope, id));
  const { items, nextCursor } = await shown(listVerdicts(scope, id, input));
  const shownFrom = items.at(-1)?.from;
  const window = shownFrom === undefined ? {} : { from: shownFrom, to: (items[0]?.from ?? now) + 1 };
  const outages = await listOutages(scope, id, { limit: 200, ...window });
  const path = `/${organization.slug}/monitors/${id}/history`;
  return (
    <>
      <MonitorHead
        monitor={monitor}
        organization={organization.slug}
        mayWrite={scope.grants.has("write")}
        view="history"
        now={now}
        zone={zone}
      />
      <div className="mb-3 flex items-center justify-between gap-4">
        <p className="text-ink-2 text-sm">
          Starts are back-dated to the first run that showed it. “Known after” is how long that took to
          believe.
        </p>
        {items.length > 0 ? <CsvButton table="verdicts" file="verdicts.csv" /> : null}
      </div>
      {items.length > 0 ? (
        <HistoryTable
          spans={items}
          outages={outages.items}
          entryHref={(seq) => ledgerEntryPath(organization.slug, monitor.componentId, seq)}
          now={now}
          zone={zone}
        />
      ) : (
        <Empty title="Nothing was said yet">The first verdict comes with the first outcomes.</Empty>
      )}
      <Pager
        path={path}
        query={{ cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "verdict" : "verdicts"}
      />
    </>
  );
}
