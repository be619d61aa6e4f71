import { inTenant } from "@/db/client";
import { countComponents, listComponents } from "@/db/queries/component";
import {
  countMonitors,
  type LedgerStanding,
  listTroubledMonitors,
  type MonitorCounts,
  readLedgerStanding,
  type TroubledMonitor,
} from "@/db/queries/overview";
import { listPublishedPages } from "@/db/queries/page";
import { type BarDay, barDays } from "@/lib/domain/bars";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { State } from "@/lib/domain/state";
import { dayMs, type Ms, startOfUtcDay } from "@/lib/domain/time";
import { formatPercent, sumTotals, uptimeOf } from "@/lib/domain/uptime";
import { currentStates, dayTotals } from "./timeline";

/** Days of the overview's strips, and of the uptime beside them. */
export const overviewDays = 90;

/** An overview shows at most this many components and monitors; lists have the rest. */
const overviewMax = 200;

export type OverviewComponent = {
  id: string;
  name: string;
  group: string | null;
  state: State;
  states: { measured: State; declared: State };
  since: Ms | null;
  /** Ids of what it is made of. */
  members: readonly string[];
  days: readonly BarDay[];
  /** Over the same days, three decimals, truncated; null when nothing was measured. */
  uptime: string | null;
};

/** `componentIds` is null for a page that shows every component. */
export type OverviewPage = { id: string; slug: string; name: string; componentIds: readonly string[] | null };

export type Overview = {
  components: readonly OverviewComponent[];
  componentsTotal: number;
  monitors: MonitorCounts;
  troubled: readonly TroubledMonitor[];
  pages: readonly OverviewPage[];
  ledger: LedgerStanding;
};

/** All that the Now screen says, as of `now`, in one transaction and a fixed number of queries. */
export function readOverview(scope: TenantScope, now: Ms): Promise<Overview> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const rows = (await listComponents(tx, { limit: overviewMax, after: null }, { archived: false })).slice(
      0,
      overviewMax,
    );
    const ids = rows.map((row) => row.id);
    const firstDay = startOfUtcDay(now) - (overviewDays - 1) * dayMs;
    const [states, days, componentsTotal, monitors, troubled, pages, ledger] = await Promise.all([
      currentStates(tx, ids, now),
      dayTotals(tx, ids, "worst", firstDay, firstDay + overviewDays * dayMs, now),
      countComponents(tx),
      countMonitors(tx),
      listTroubledMonitors(tx, overviewMax, now),
      listPublishedPages(tx),
      readLedgerStanding(tx),
    ]);
    const components = rows.map((row): OverviewComponent => {
      const {
        state = "unknown",
        measured = "unknown",
        declared = "unknown",
        since = null,
      } = states.get(row.id) ?? {};
      const totals = days.get(row.id) ?? [];
      const { upMs, downMs } = uptimeOf(sumTotals(totals.map((day) => day.totalsMs)));
      return {
        ...{ id: row.id, name: row.name, group: row.groupName, members: row.composition?.of ?? [] },
        ...{ state, states: { measured, declared }, since },
        days: barDays(totals, firstDay, overviewDays, now),
        uptime: formatPercent(upMs, downMs, 3),
      };
    });
    return { components, componentsTotal, monitors, troubled, pages: pages.map(pageView), ledger };
  });
}

function pageView(page: Awaited<ReturnType<typeof listPublishedPages>>[number]): OverviewPage {
  const { id, slug, name, components } = page;
  return { id, slug, name, componentIds: components?.map((component) => component.componentId) ?? null };
}
