import { inTenant, type TenantTx } from "@/db/client";
import { firstTold } from "@/db/queries/archive";
import { findIncident, findPublicIncident, incidentsBegunWithin } from "@/db/queries/incident";
import { maintenanceDates, maintenancesForPages } from "@/db/queries/maintenance-page";
import { listToldComponents, type PageRow, provenHosts } from "@/db/queries/page";
import { feedToken } from "@/lib/auth/page-pass";
import type { ArchiveAsk } from "@/lib/domain/archive";
import type { PublicIncident } from "@/lib/domain/incident";
import { historyStart, monthAfter, monthCount, monthInterval, monthOf } from "@/lib/domain/month";
import type { PageMaintenance } from "@/lib/domain/page-happening";
import { type PageSnapshot, type PageView, viewPage } from "@/lib/domain/page-view";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";
import type { DayTotals } from "@/lib/domain/uptime";
import { pageAddress } from "./page-appearance";
import { readLivePage } from "./page-reading";
import { monthsMax } from "./publish";
import { dayTotals } from "./timeline";

/** What the archive has: something to draw, the incident that tells the story now, or nothing. */
type Archived = { view: PageView } | { movedTo: string } | null;

/** Of a maintenance that recurs, so many of its last dates are told, and those of so long ahead. */
const datesMax = 300;
const aheadMs = 180 * dayMs;

/**
 * What a page tells of something that its publication holds no more, from the database: an incident, a maintenance or a
 * month, however long ago. `null` for what is not there as for what the page does not show. Throws `not_found` for a
 * page that is not published. `publicUrl` is where the product is reached, without a trailing slash.
 */
export function readArchive(
  scope: TenantScope,
  { pageId, ask, publicUrl }: { pageId: string; ask: ArchiveAsk; publicUrl: string },
  now: Ms,
): Promise<Archived> {
  return inTenant(scope, async (tx) => {
    const page = await readLivePage(tx, pageId);
    const told = await readTold(tx, ask, now);
    if (told === null) return null;
    const snapshot = await snapshotOf(tx, page, ask, told, now);
    const url = pageAddress(page, await provenHosts(tx, [page.id]), publicUrl);
    const view = viewPage({ ...snapshot, url });
    if (!isShown(view, ask)) return null;
    return told.isMerged && ask.kind === "incident" ? { movedTo: view.incidents[0]?.id ?? ask.id } : { view };
  });
}

type Told = {
  incidents: readonly PublicIncident[];
  maintenances: readonly PageMaintenance[];
  isMerged?: boolean;
};

function readTold(tx: TenantTx, ask: ArchiveAsk, now: Ms): Promise<Told | null> {
  if (ask.kind === "incident") return readIncident(tx, ask.id);
  if (ask.kind === "maintenance") return readMaintenance(tx, ask.id, now);
  return readMonth(tx, monthInterval(ask.month));
}

/** A duplicate's address leads to the incident that tells its story now. */
async function readIncident(tx: TenantTx, id: string): Promise<Told | null> {
  const row = await findIncident(tx, id);
  if (!row || row.publishedAt === null || row.archivedAt !== null) return null;
  const incident = await findPublicIncident(tx, row.mergedInto ?? id);
  return incident && { incidents: [incident], maintenances: [], isMerged: row.mergedInto !== null };
}

async function readMaintenance(tx: TenantTx, id: string, now: Ms): Promise<Told | null> {
  const dates = await maintenanceDates(tx, id, now + aheadMs);
  return dates.length === 0 ? null : { incidents: [], maintenances: dates.slice(-datesMax) };
}

async function readMonth(tx: TenantTx, window: { from: Ms; to: Ms }): Promise<Told> {
  const incidents = await incidentsBegunWithin(tx, window);
  return { incidents, maintenances: await maintenancesForPages(tx, window) };
}

async function snapshotOf(
  tx: TenantTx,
  page: PageRow,
  ask: ArchiveAsk,
  { incidents, maintenances }: Told,
  now: Ms,
): Promise<Omit<PageSnapshot, "url">> {
  const all = await listToldComponents(tx, 0);
  const named = new Set([
    ...incidents.flatMap(({ components, updates }) => [
      ...components.map(({ id }) => id),
      ...updates.flatMap(({ changes }) => changes.map(({ id }) => id)),
    ]),
    ...maintenances.flatMap(({ componentIds }) => componentIds),
  ]);
  const hasFigures = ask.kind === "month" && all.length <= monthsMax;
  const rows = ask.kind === "month" ? all : all.filter(({ id }) => named.has(id));
  const days = hasFigures ? await figuresOf(tx, page, rows, ask.month, now) : new Map<string, DayTotals[]>();
  const components = rows.map(({ archivedAt, ...row }) => ({
    // Of those that are archived a view takes the names and the days, and makes no bars.
    isArchived: !hasFigures || archivedAt !== null,
    told: { ...row, state: "unknown" as const, since: null, days: days.get(row.id) ?? [] },
  }));
  const told = (isArchived: boolean) =>
    components.filter((each) => each.isArchived === isArchived).map((each) => each.told);
  return {
    ...{ page, incidents, maintenances, now },
    feedToken: page.access.mode === "public" ? null : feedToken(page.id, page.gateEpoch),
    ...{ components: told(false), archived: told(true) },
    ...{ latency: new Map(), dependencies: [] },
    historyFrom: hasFigures ? monthInterval(ask.month).from : now,
    wholeFrom: historyStart(now),
    toldBefore: await firstTold(tx, historyStart(now)),
  };
}

function figuresOf(tx: TenantTx, page: PageRow, rows: readonly { id: string }[], month: string, now: Ms) {
  const { from, to } = monthInterval(month);
  const ids = rows.map(({ id }) => id);
  return dayTotals(tx, ids, page.basis, from, to, now);
}

/**
 * Whether the page has it: nothing of what is about others only, no month that is not over. Months were published up to
 * eleven before the page's first.
 */
function isShown({ incidents, maintenances, firstMonth, now }: PageView, ask: ArchiveAsk): boolean {
  if (ask.kind === "incident") return incidents.length > 0;
  if (ask.kind === "maintenance") return maintenances.length > 0;
  return ask.month > monthAfter(firstMonth, -monthCount) && ask.month < monthOf(now);
}
