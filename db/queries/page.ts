import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  ilike,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  or,
  sql,
} from "drizzle-orm";
import type { EngineTx, GlobalTx, TenantTx } from "@/db/client";
import { components } from "@/db/schema/component";
import { pageAddresses, pages, publicationVersions } from "@/db/schema/page";
import type { Ms } from "@/lib/domain/time";

export type PageRow = Omit<typeof pages.$inferSelect, "organizationId">;
export type PageChange = Partial<Omit<PageRow, "id" | "createdAt" | "version" | "updatedAt">>;

/** Who answers at an address; `verifiedAt` is null while the domain is only claimed (RULES R6.6). */
export type PageAddress = { pageId: string; organizationId: string; verifiedAt: number | null };

const { organizationId: _, ...columns } = getTableColumns(pages);

const own = (tx: TenantTx) => eq(pages.organizationId, tx.organizationId);

export async function insertPage(tx: TenantTx, row: PageRow): Promise<void> {
  await tx.orm.insert(pages).values({ ...row, organizationId: tx.organizationId });
}

export async function findPage(tx: TenantTx, id: string): Promise<PageRow | undefined> {
  const [row] = await tx.orm
    .select(columns)
    .from(pages)
    .where(and(own(tx), eq(pages.id, id)));
  return row;
}

/** The row, locked until the transaction ends, so that two writers of one page take turns. */
export async function lockPage(tx: TenantTx, id: string): Promise<PageRow | undefined> {
  const [row] = await tx.orm
    .select(columns)
    .from(pages)
    .where(and(own(tx), eq(pages.id, id)))
    .for("update");
  return row;
}

/** Newest first; `before` is the last id of the page before. Asks for one row more than `limit`. */
export function listPages(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  filter: { archived: boolean; q?: string | undefined },
): Promise<PageRow[]> {
  const pattern = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  const found = pattern
    ? or(ilike(pages.name, pattern), ilike(pages.slug, pattern), ilike(pages.domain, pattern))
    : undefined;
  const archived = filter.archived ? isNotNull(pages.archivedAt) : isNull(pages.archivedAt);
  const after = page.before === null ? undefined : lt(pages.id, page.before);
  return tx.orm
    .select(columns)
    .from(pages)
    .where(and(own(tx), archived, after, found))
    .orderBy(desc(pages.id))
    .limit(page.limit + 1);
}

/** Every page that is published, with the version of its last publication (0 before the first). */
export function listPublishedPages(tx: TenantTx): Promise<(PageRow & { publication: number })[]> {
  return tx.orm
    .select({
      ...columns,
      publication: sql<number>`coalesce(${publicationVersions.version}, 0)`.mapWith(Number),
    })
    .from(pages)
    .leftJoin(publicationVersions, eq(publicationVersions.pageId, pages.id))
    .where(and(own(tx), isNull(pages.archivedAt)))
    .orderBy(asc(pages.id));
}

/** Writes the changes and the next version; the caller holds the row's lock. */
export async function updatePage(
  tx: TenantTx,
  id: string,
  change: PageChange,
  now: number,
): Promise<PageRow | undefined> {
  const [row] = await tx.orm
    .update(pages)
    .set({ ...change, updatedAt: now, version: sql`${pages.version} + 1` })
    .where(and(own(tx), eq(pages.id, id)))
    .returning(columns);
  return row;
}

/** What pages show of components, in the organization's order; archived ones are no longer shown. */
export async function listShownComponents(tx: TenantTx): Promise<PageComponentRow[]> {
  const rows = await listToldComponents(tx, Number.MAX_SAFE_INTEGER);
  return rows.map(({ archivedAt: _, ...row }) => row);
}

export type PageComponentRow = Omit<Awaited<ReturnType<typeof listToldComponents>>[number], "archivedAt">;

/** The same with those that were archived since: the history still tells of them. */
export function listToldComponents(tx: TenantTx, archivedSince: Ms) {
  return tx.orm
    .select({
      id: components.id,
      name: components.name,
      description: components.description,
      group: components.groupName,
      createdAt: components.createdAt,
      updatedAt: components.updatedAt,
      archivedAt: components.archivedAt,
    })
    .from(components)
    .where(
      and(
        eq(components.organizationId, tx.organizationId),
        or(isNull(components.archivedAt), gte(components.archivedAt, archivedSince)),
      ),
    )
    .orderBy(asc(components.position), asc(components.id));
}

/** Takes a free address for the page; false when somebody has it. Two takers at once take turns. */
export async function takeAddress(tx: TenantTx, address: string, pageId: string): Promise<boolean> {
  const taken = await tx.orm
    .insert(pageAddresses)
    .values({ address, pageId, organizationId: tx.organizationId })
    .onConflictDoNothing()
    .returning({ address: pageAddresses.address });
  return taken.length === 1;
}

/** Frees an address, if it is this page's. */
export async function freeAddress(tx: TenantTx, address: string, pageId: string): Promise<void> {
  await tx.orm
    .delete(pageAddresses)
    .where(
      and(
        eq(pageAddresses.address, address),
        eq(pageAddresses.pageId, pageId),
        eq(pageAddresses.organizationId, tx.organizationId),
      ),
    );
}

/** Which page answers at `slug:…` or `host:…`. */
export async function findAddress(
  tx: GlobalTx | TenantTx,
  address: string,
): Promise<PageAddress | undefined> {
  const [row] = await tx.orm
    .select({
      pageId: pageAddresses.pageId,
      organizationId: pageAddresses.organizationId,
      verifiedAt: pageAddresses.verifiedAt,
    })
    .from(pageAddresses)
    .where(eq(pageAddresses.address, address));
  return row;
}

/** The domains of their own that these pages have proven, by page. */
export async function provenHosts(tx: TenantTx, pageIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.orm
    .select({ pageId: pageAddresses.pageId, address: pageAddresses.address })
    .from(pageAddresses)
    .where(
      and(
        eq(pageAddresses.organizationId, tx.organizationId),
        inArray(pageAddresses.pageId, [...pageIds]),
        isNotNull(pageAddresses.verifiedAt),
        like(pageAddresses.address, "host:%"),
      ),
    );
  return new Map(rows.map((row) => [row.pageId, row.address.slice("host:".length)]));
}

/** The page has proven that the address is its own. */
export async function confirmAddress(
  tx: TenantTx,
  address: string,
  pageId: string,
  now: number,
): Promise<void> {
  await takeAddress(tx, address, pageId);
  await tx.orm
    .update(pageAddresses)
    .set({ verifiedAt: now })
    .where(
      and(
        eq(pageAddresses.address, address),
        eq(pageAddresses.pageId, pageId),
        eq(pageAddresses.organizationId, tx.organizationId),
      ),
    );
}

/** Takes a host that another page only claimed, of whatever tenant, and gives it to the one that proved it. */
export async function moveHost(
  tx: TenantTx,
  address: string,
  fromPageId: string,
  toPageId: string,
  now: number,
): Promise<void> {
  await tx.orm
    .update(pageAddresses)
    .set({ pageId: toPageId, organizationId: tx.organizationId, verifiedAt: now })
    .where(
      and(
        eq(pageAddresses.address, address),
        eq(pageAddresses.pageId, fromPageId),
        isNull(pageAddresses.verifiedAt),
      ),
    );
}

/** Hosts that were claimed and not proven, at most `limit`, in no particular order. */
export async function listClaimedHosts(
  tx: EngineTx,
  limit: number,
): Promise<{ organizationId: string; pageId: string; domain: string }[]> {
  const rows = await tx.orm
    .select({
      organizationId: pageAddresses.organizationId,
      pageId: pageAddresses.pageId,
      address: pageAddresses.address,
    })
    .from(pageAddresses)
    .where(and(isNull(pageAddresses.verifiedAt), sql`${pageAddresses.address} like 'host:%'`))
    .orderBy(sql`random()`)
    .limit(limit);
  return rows.map(({ address, ...rest }) => ({ ...rest, domain: address.slice("host:".length) }));
}
