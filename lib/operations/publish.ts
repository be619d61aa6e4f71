import { inEngine, inTenant, type TenantTx } from "@/db/client";
import { listPublishedPages, listShownComponents, type PageRow } from "@/db/queries/page";
import { advanceVersion, claimRenewals, replaceRepresentations } from "@/db/queries/publication";
import { gateOf, type PageGate } from "@/lib/domain/page-access";
import { firstDay, type PageSnapshot, type SnapshotComponent } from "@/lib/domain/page-view";
import { type EncodedRepresentation, renewalAt } from "@/lib/domain/publication";
import type { EngineScope, TenantScope } from "@/lib/domain/scope";
import type { Basis, State } from "@/lib/domain/state";
import { dayMs, type Ms, startOfUtcDay } from "@/lib/domain/time";
import { enqueue } from "@/lib/jobs/queue";
import { currentStates, dayTotals } from "./timeline";

/** A page as it is at one instant, and the publication that was the last when it was read. */
export type PublishedSnapshot = PageSnapshot & { publication: number; gate: PageGate };

/**
 * Snapshots of the organization's pages from one transaction; components and days are read once per basis, however
 * many pages there are. `publicUrl` is where the product is reached, without a trailing slash.
 */
export function takeSnapshots(scope: TenantScope, publicUrl: string, now: Ms): Promise<PublishedSnapshot[]> {
  return inTenant(scope, async (tx) => {
    const pages = await listPublishedPages(tx);
    const byBasis = new Map<Basis, SnapshotComponent[]>();
    for (const { basis } of pages)
      if (!byBasis.has(basis)) byBasis.set(basis, await readComponents(tx, basis, now));
    return pages.map((page) => ({
      page,
      publication: page.publication,
      gate: gateOf(page),
      url: pageUrl(page, publicUrl),
      components: byBasis.get(page.basis) ?? [],
      now,
    }));
  });
}

/** Where a page is read: its own domain, else by slug. */
function pageUrl({ domain, slug }: PageRow, publicUrl: string): string {
  return domain === null ? `${publicUrl}/status/${slug}` : `https://${domain}`;
}

async function readComponents(tx: TenantTx, basis: Basis, now: Ms): Promise<SnapshotComponent[]> {
  const rows = await listShownComponents(tx);
  const ids = rows.map(({ id }) => id);
  const standings = await currentStates(tx, ids, now);
  const days = await dayTotals(tx, ids, basis, firstDay(now), startOfUtcDay(now) + dayMs, now);
  return rows.map((row) => {
    const standing = standings.get(row.id);
    return { ...row, ...stateBy(basis, standing), days: days.get(row.id) ?? [] };
  });
}

type Standing = { state: State; measured: State; declared: State; since: Ms | null };

/** `since` belongs to the worst of both; a page that shows another truth which differs does not borrow it. */
function stateBy(basis: Basis, standing: Standing | undefined): { state: State; since: Ms | null } {
  if (!standing) return { state: "unknown", since: null };
  const state = basis === "worst" ? standing.state : standing[basis];
  return { state, since: state === standing.state ? standing.since : null };
}

/**
 * Stores what was rendered from `snapshot`. False when another publication of the page came first: then the snapshot
 * may be older than what stands, and the caller starts again.
 */
export function storePublication(
  scope: TenantScope,
  snapshot: PublishedSnapshot,
  result: { isTroubled: boolean; representations: readonly EncodedRepresentation[] },
): Promise<boolean> {
  const { page, now, publication } = snapshot;
  const renewAt = renewalAt(now, result.isTroubled, page.timezone);
  return inTenant(scope, async (tx) => {
    const isFirst = await advanceVersion(tx, page.id, publication, {
      publishedAt: now,
      renewAt,
      gate: snapshot.gate,
    });
    if (isFirst) await replaceRepresentations(tx, page.id, publication + 1, now, result.representations);
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
