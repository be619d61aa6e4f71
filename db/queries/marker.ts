import { and, arrayOverlaps, desc, eq, gte, isNull, lt, or, type SQL } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { markers } from "@/db/schema/marker";
import { type Marker, markersDrawnMax } from "@/lib/domain/marker";
import type { Ms } from "@/lib/domain/time";

export type MarkerRow = Omit<typeof markers.$inferSelect, "organizationId">;

const own = (tx: TenantTx) => eq(markers.organizationId, tx.organizationId);

/** Markers of every component count for each. */
const ofComponents = (ids: readonly string[]): SQL | undefined =>
  or(isNull(markers.componentIds), arrayOverlaps(markers.componentIds, [...ids]));

const shape = {
  ...{ id: markers.id, title: markers.title, at: markers.at, componentIds: markers.componentIds },
  ...{ url: markers.url, createdAt: markers.createdAt },
};

export async function insertMarker(tx: TenantTx, row: MarkerRow): Promise<void> {
  await tx.orm.insert(markers).values({ ...row, organizationId: tx.organizationId });
}

export type MarkerFilter = { from?: Ms | undefined; to?: Ms | undefined; componentId?: string | undefined };

/** Latest first; asks for one row more than `limit`. */
export function listMarkers(
  tx: TenantTx,
  { limit, after }: { limit: number; after: { at: Ms; id: string } | null },
  { from, to, componentId }: MarkerFilter,
): Promise<Marker[]> {
  const isOlder =
    after && or(lt(markers.at, after.at), and(eq(markers.at, after.at), lt(markers.id, after.id)));
  return tx.orm
    .select(shape)
    .from(markers)
    .where(
      and(
        own(tx),
        isOlder ?? undefined,
        from === undefined ? undefined : gte(markers.at, from),
        to === undefined ? undefined : lt(markers.at, to),
        componentId === undefined ? undefined : ofComponents([componentId]),
      ),
    )
    .orderBy(desc(markers.at), desc(markers.id))
    .limit(limit + 1);
}

/** What was done to any of these components in `[from, to)`: the latest hundred, oldest first. */
export async function markersBetween(
  tx: TenantTx,
  from: Ms,
  to: Ms,
  componentIds: readonly string[],
): Promise<Marker[]> {
  const rows = await tx.orm
    .select(shape)
    .from(markers)
    .where(and(own(tx), gte(markers.at, from), lt(markers.at, to), ofComponents(componentIds)))
    .orderBy(desc(markers.at), desc(markers.id))
    .limit(markersDrawnMax);
  return rows.reverse();
}

export async function deleteMarker(tx: TenantTx, id: string): Promise<Marker | undefined> {
  const [row] = await tx.orm
    .delete(markers)
    .where(and(own(tx), eq(markers.id, id)))
    .returning(shape);
  return row;
}
