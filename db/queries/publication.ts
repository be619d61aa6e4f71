import { and, eq, gt, gte, inArray, lte, sql } from "drizzle-orm";
import type { EngineTx, TenantTx } from "@/db/client";
import { pageAddresses, publications, publicationVersions } from "@/db/schema/page";
import type { PageGate } from "@/lib/domain/page-access";
import type { EncodedRepresentation, KnownTags } from "@/lib/domain/publication";
import type { Ms } from "@/lib/domain/time";

export type PublicationVersion = typeof publicationVersions.$inferSelect;

/**
 * Moves the page to the next version if it is still at `version`; false when another publication came first. The row
 * stays locked until the transaction ends.
 */
export async function advanceVersion(
  tx: TenantTx,
  pageId: string,
  version: number,
  times: { publishedAt: Ms; renewAt: Ms; gate: PageGate; withdrawn?: boolean },
): Promise<boolean> {
  const { organizationId } = tx;
  const next = { version: version + 1, withdrawn: false, changedAt: times.publishedAt, ...times };
  const row = { pageId, organizationId, ...next };
  const rows =
    version === 0
      ? await tx.orm.insert(publicationVersions).values(row).onConflictDoNothing().returning()
      : await tx.orm
          .update(publicationVersions)
          .set(next)
          .where(
            and(
              eq(publicationVersions.pageId, pageId),
              eq(publicationVersions.organizationId, organizationId),
              eq(publicationVersions.version, version),
            ),
          )
          .returning();
  return rows.length === 1;
}

/**
 * Changes who may read a page, at once and without new bytes; a publication in the making finds its version gone.
 * Nothing happens before the first publication, which brings its own gate.
 */
export async function changeGate(tx: TenantTx, pageId: string, gate: PageGate, now: Ms): Promise<void> {
  await tx.orm
    .update(publicationVersions)
    .set({ gate, changedAt: now, version: sql`${publicationVersions.version} + 1` })
    .where(
      and(eq(publicationVersions.pageId, pageId), eq(publicationVersions.organizationId, tx.organizationId)),
    );
}

/** Tells web processes that a page's addresses changed, whoever's page it is: an address is worth the same to all. */
export async function announceMove(tx: TenantTx, pageId: string, now: Ms): Promise<void> {
  await tx.orm
    .update(publicationVersions)
    .set({ changedAt: now, version: sql`${publicationVersions.version} + 1` })
    .where(eq(publicationVersions.pageId, pageId));
}

/** The page's row, locked; undefined before the first publication. */
export async function lockVersion(tx: TenantTx, pageId: string): Promise<PublicationVersion | undefined> {
  const [row] = await tx.orm
    .select()
    .from(publicationVersions)
    .where(
      and(eq(publicationVersions.pageId, pageId), eq(publicationVersions.organizationId, tx.organizationId)),
    )
    .for("update");
  return row;
}

/** Rows of one statement; each has a dozen values, and a statement takes 65,535. */
const rowsPerStatement = 500;

/** Of `paths`, everything the page answers from now on, writes what changed; what is none of them goes. */
export async function replaceRepresentations(
  tx: TenantTx,
  pageId: string,
  made: { version: number; publishedAt: Ms },
  paths: readonly string[],
  changed: readonly EncodedRepresentation[],
): Promise<void> {
  const { organizationId } = tx;
  await tx.sql`
    delete from publications
    where organization_id = ${organizationId} and page_id = ${pageId} and path <> all(${[...paths]}::text[])`;
  for (let from = 0; from < changed.length; from += rowsPerStatement) {
    const rows = changed.slice(from, from + rowsPerStatement);
    await tx.orm
      .insert(publications)
      .values(rows.map((each) => ({ organizationId, pageId, ...made, ...columnsOf(each) })))
      .onConflictDoUpdate({
        target: [publications.organizationId, publications.pageId, publications.path],
        set: replaced,
      });
  }
}

/** What names the bytes of the organization's pages, by page and path. */
export async function listTags(tx: TenantTx): Promise<Map<string, KnownTags>> {
  const rows = await tx.orm
    .select({
      pageId: publications.pageId,
      path: publications.path,
      etag: publications.etag,
      staleEtag: publications.staleEtag,
    })
    .from(publications)
    .where(eq(publications.organizationId, tx.organizationId));
  const byPage = Map.groupBy(rows, ({ pageId }) => pageId);
  return new Map(
    [...byPage].map(([pageId, tags]) => [
      pageId,
      new Map(tags.map(({ path, etag, staleEtag }) => [path, { etag, staleEtag: staleEtag ?? etag }])),
    ]),
  );
}

const replaced = Object.fromEntries(
  (
    [
      ["version", "version"],
      ["contentType", "content_type"],
      ["headers", "headers"],
      ["etag", "etag"],
      ["publishedAt", "published_at"],
      ["body", "body"],
      ["bodyGzip", "body_gzip"],
      ["bodyBrotli", "body_brotli"],
      ["staleBody", "stale_body"],
      ["staleGzip", "stale_gzip"],
      ["staleBrotli", "stale_brotli"],
      ["staleEtag", "stale_etag"],
    ] as const
  ).map(([name, column]) => [name, sql.raw(`excluded.${column}`)]),
);

/** A body that never gets old is stored once. */
function columnsOf({ path, contentType, headers, fresh, stale }: EncodedRepresentation) {
  const isSame = stale.etag === fresh.etag;
  return {
    path,
    contentType,
    headers,
    etag: fresh.etag,
    body: Buffer.from(fresh.bytes.identity),
    bodyGzip: Buffer.from(fresh.bytes.gzip),
    bodyBrotli: Buffer.from(fresh.bytes.br),
    staleEtag: isSame ? null : stale.etag,
    staleBody: isSame ? null : Buffer.from(stale.bytes.identity),
    staleGzip: isSame ? null : Buffer.from(stale.bytes.gzip),
    staleBrotli: isSame ? null : Buffer.from(stale.bytes.br),
  };
}

/** Versions that changed at `since` or later; every web process asks once a second (RULES R6.2). */
export function listVersions(tx: EngineTx, since: Ms): Promise<PublicationVersion[]> {
  return tx.orm.select().from(publicationVersions).where(gte(publicationVersions.changedAt, since));
}

export type LoadedPublication = {
  version: PublicationVersion;
  addresses: string[];
  /** The domain of its own that the page has proven. */
  provenHost: string | null;
  /** Everything the page answers. */
  paths: string[];
  /** What changed after the version asked for. */
  representations: EncodedRepresentation[];
};

/**
 * A page's version, addresses and the bytes that changed after version `after`, as they belong together; undefined when
 * there is no such page.
 */
export async function loadPublication(
  tx: EngineTx,
  pageId: string,
  after = 0,
): Promise<LoadedPublication | undefined> {
  // Share-locked, so that a publication in the making is waited for and not seen by halves.
  const [version] = await tx.orm
    .select()
    .from(publicationVersions)
    .where(eq(publicationVersions.pageId, pageId))
    .for("share");
  if (!version) return undefined;
  const addresses = await tx.orm
    .select({ address: pageAddresses.address, verifiedAt: pageAddresses.verifiedAt })
    .from(pageAddresses)
    .where(eq(pageAddresses.pageId, pageId));
  const own = and(eq(publications.organizationId, version.organizationId), eq(publications.pageId, pageId));
  const paths = await tx.orm.select({ path: publications.path }).from(publications).where(own);
  const rows = await tx.orm
    .select()
    .from(publications)
    .where(and(own, gt(publications.version, after)));
  return {
    version,
    addresses: addresses.map(({ address }) => address),
    provenHost:
      addresses.find(({ verifiedAt }) => verifiedAt !== null)?.address.slice("host:".length) ?? null,
    paths: paths.map(({ path }) => path),
    representations: rows.map(representationOf),
  };
}

function representationOf(row: typeof publications.$inferSelect): EncodedRepresentation {
  const { path, contentType, headers } = row;
  const fresh = { identity: row.body, gzip: row.bodyGzip, br: row.bodyBrotli };
  const stale = {
    identity: row.staleBody ?? row.body,
    gzip: row.staleGzip ?? row.bodyGzip,
    br: row.staleBrotli ?? row.bodyBrotli,
  };
  return {
    path,
    contentType,
    headers,
    fresh: { etag: row.etag, bytes: fresh },
    stale: { etag: row.staleEtag ?? row.etag, bytes: stale },
  };
}

/**
 * Organizations whose pages the clock must renew, at most `limit` pages; each is left alone until `retryAt`, so that
 * two workers do not both take it.
 */
export async function claimRenewals(tx: EngineTx, now: Ms, retryAt: Ms, limit: number): Promise<string[]> {
  const due = tx.orm
    .select({ pageId: publicationVersions.pageId })
    .from(publicationVersions)
    .where(and(lte(publicationVersions.renewAt, now), eq(publicationVersions.withdrawn, false)))
    .orderBy(publicationVersions.renewAt)
    .limit(limit)
    .for("update", { skipLocked: true });
  const rows = await tx.orm
    .update(publicationVersions)
    .set({ renewAt: retryAt })
    .where(inArray(publicationVersions.pageId, due))
    .returning({ organizationId: publicationVersions.organizationId });
  return [...new Set(rows.map(({ organizationId }) => organizationId))];
}
