import { inEngine, inTenant, type TenantTx } from "@/db/client";
import { firstTold } from "@/db/queries/archive";
import { incidentsForPages } from "@/db/queries/incident";
import { maintenancesForPages } from "@/db/queries/maintenance-page";
import { listPublishedPages, listToldComponents, type PageRow, provenHosts } from "@/db/queries/page";
import { advanceVersion, claimRenewals, listTags, replaceRepresentations } from "@/db/queries/publication";
import { componentRollups } from "@/db/queries/rollup";
import { feedToken } from "@/lib/auth/page-pass";
import { quantileMs } from "@/lib/domain/latency";
import { historyStart } from "@/lib/domain/month";
import { gateOf, type PageGate } from "@/lib/domain/page-access";
import {
  type ComponentLatency,
  firstDay,
  type PageSnapshot,
  type SnapshotComponent,
} from "@/lib/domain/page-view";
import { type EncodedRepresentation, type KnownTags, renewalAt } from "@/lib/domain/publication";
import { histogramOf, pointsOf } from "@/lib/domain/rollup";
import type { EngineScope, TenantScope } from "@/lib/domain/scope";
import type { Basis, State } from "@/lib/domain/state";
import { dayMs, hourMs, type Ms, startOfUtcDay } from "@/lib/domain/time";
import { enqueue } from "@/lib/jobs/queue";
import { pageAddress } from "./page-appearance";
import { dependenciesForPages } from "./provider-reach";
import { currentStates, dayTotals } from "./timeline";

/** A page as it is at one instant, and the publication that was the last when it was read. */
export type PublishedSnapshot = PageSnapshot & { publication: number; known: KnownTags; gate: PageGate };

/** Months are told of organizations of so many components; larger ones have the days of their bars. */
export const monthsMax = 300;
/** How far ahead planned work is told. */
const plannedMs = 180 * dayMs;
/** How far back response times are drawn. */
const latencyMs = 7 * dayMs;

/**
 * Snapshots of the organization's pages from one transaction; what several pages show is read once, however many pages
 * there are. `publicUrl` is where the product is reached, without a trailing slash.
 */
export function takeSnapshots(scope: TenantScope, publicUrl: string, now: Ms): Promise<PublishedSnapshot[]> {
  return inTenant(scope, async (tx) => {
    const pages = await listPublishedPages(tx);
    if (pages.length === 0) return [];
    const rows = await listToldComponents(tx, historyStart(now));
    const historyFrom = rows.length > monthsMax ? firstDay(now) : historyStart(now);
    const byBasis = new Map<Basis, SnapshotComponent[]>();
    for (const { basis } of pages)
      if (!byBasis.has(basis)) byBasis.set(basis, await readComponents(tx, rows, basis, historyFrom, now));
    const told = {
      ...(await incidentsForPages(tx, { since: historyFrom })),
      toldBefore: await firstTold(tx, historyStart(now)),
      maintenances: await maintenancesForPages(tx, { from: historyFrom, to: now + plannedMs }),
      latency: await readLatency(tx, pages, now),
      dependencies: await dependenciesForPages(tx, now),
      historyFrom,
      now,
    };
    const tags = await listTags(tx);
    const hosts = await provenHosts(
      tx,
      pages.map(({ id }) => id),
    );
    const archived = new Set(rows.filter(({ archivedAt }) => archivedAt !== null).map(({ id }) => id));
    return pages.map((page) => {
      const components = byBasis.get(page.basis) ?? [];
      return {
        ...told,
        page,
        publication: page.publication,
        known: tags.get(page.id) ?? new Map(),
        gate: gateOf(page),
        url: pageAddress(page, hosts, publicUrl),
        feedToken: page.access.mode === "public" ? null : feedToken(page.id, page.gateEpoch),
        components: components.filter(({ id }) => !archived.has(id)),
        archived: components.filter(({ id }) => archived.has(id)),
      };
    });
  });
}

type ComponentRow = Awaited<ReturnType<typeof listToldComponents>>[number];

async function readComponents(
  tx: TenantTx,
  rows: readonly ComponentRow[],
  basis: Basis,
  historyFrom: Ms,
  now: Ms,
): Promise<SnapshotComponent[]> {
  const ids = rows.map(({ id }) => id);
  const standings = await currentStates(tx, ids, now);
  const days = await dayTotals(tx, ids, basis, historyFrom, startOfUtcDay(now) + dayMs, now);
  return rows.map(({ archivedAt: _, ...row }) => {
    const standing = standings.get(row.id);
    return { ...row, ...stateBy(basis, standing), days: days.get(row.id) ?? [] };
  });
}

/** Response times of every component that a page draws, by the hour. */
async function readLatency(
  tx: TenantTx,
  pages: readonly PageRow[],
  now: Ms,
): Promise<Map<string, ComponentLatency>> {
  const drawn = pages.flatMap((page) => page.components?.filter(({ latency }) => latency) ?? []);
  const ids = [...new Set(drawn.map(({ componentId }) => componentId))];
  const from = Math.floor((now - latencyMs) / hourMs) * hourMs;
  const sums = await componentRollups(tx, ids, from, now);
  return new Map(
    ids.map((id): [string, ComponentLatency] => {
      const hours = sums.get(id) ?? [];
      return [id, { points: pointsOf(hours, from, hourMs), p50Ms: quantileMs(histogramOf(hours), 0.5) }];
    }),
  );
}

type Standing = { state: State; measured: State; declared: State; since: Ms | null };

/** `since` belongs to the worst of both; a page that shows another truth which differs does not borrow it. */
function stateBy(basis: Basis, standing: Standing | undefined): { state: State; since: Ms | null } {
  if (!standing) return { state: "unknown", since: null };
  const state = basis === "worst" ? standing.state : standing[basis];
  return { state, since: state === standing.state ? standing.since : null };
}

/**
 * Stores what was rendered from `snapshot`: of `paths`, all that the page answers, those that changed. False when another
 * publication of the page came first: then the snapshot may be older than what stands, and the caller starts again.
 */
export function storePublication(
  scope: TenantScope,
  snapshot: PublishedSnapshot,
  result: { isTroubled: boolean; paths: readonly string[]; changed: readonly EncodedRepresentation[] },
): Promise<boolean> {
  const { page, now, publication } = snapshot;
  const renewAt = renewalAt(now, result.isTroubled, page.timezone);
  return inTenant(scope, async (tx) => {
    const times = { publishedAt: now, renewAt, gate: snapshot.gate };
    const isFirst = await advanceVersion(tx, page.id, publication, times);
    const made = { version: publication + 1, publishedAt: now };
    if (isFirst) await replaceRepresentations(tx, page.id, made, result.paths, result.changed);
    return isFirst;
  });
}

/** After this long a renewal that was asked for and did not happen is asked for again. */
const renewalRetryMs = 30_000;
const renewalsMax = 500;

/** Asks for new publications of every page whose time has come (RULES R6.1). Returns how many organizations. */
export function renewPublications(scope: EngineScope, now: Ms): Promise<number> {
  return inEngine(scope, async (tx) => {
    const organizations = await claimRenewals(tx, now, now + renewalRetryMs, renewalsMax);
    for (const organizationId of organizations)
      await enqueue(tx, "publish", { organizationId }, { now, jobKey: `publish:${organizationId}` });
    return organizations.length;
  });
}
