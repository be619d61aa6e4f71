import type { TenantTx } from "@/db/client";
import { findComponent } from "@/db/queries/component";
import type { DependencyRow } from "@/db/queries/dependency";
import { findFollowedSource, type SourceRow } from "@/db/queries/provider";
import { type DependencyView, isWholePage } from "@/lib/domain/dependency";
import { notFound } from "@/lib/domain/errors";
import { isStaleAt, staleReason } from "@/lib/domain/provider-source";
import type { Ms } from "@/lib/domain/time";

/** Throws `not_found` unless this organization follows it. */
export async function sourceOf(tx: TenantTx, id: string): Promise<SourceRow> {
  const source = await findFollowedSource(tx, id);
  if (!source) throw notFound("provider");
  return source;
}

export async function viewWithNames(tx: TenantTx, row: DependencyRow, now: Ms): Promise<DependencyView> {
  const component = await findComponent(tx, row.componentId);
  const source = await sourceOf(tx, row.sourceId);
  return viewOf({ ...row, componentName: component?.name ?? row.componentId }, source, now);
}

/** A dependency beside the standing of its provider. */
export function viewOf(
  row: DependencyRow & { componentName: string },
  source: SourceRow,
  now: Ms,
): DependencyView {
  const { id, componentId, componentName, effect, shown, createdAt, updatedAt, version } = row;
  const remote = { id: row.remoteId, name: row.remoteName, region: row.remoteRegion };
  const reason = staleReason(source, now);
  const isLost = isStaleAt(source, now);
  return {
    ...{ id, componentId, componentName, effect, shown, createdAt, updatedAt, version },
    provider: {
      slug: row.providerSlug,
      name: row.providerName,
      url: source.url,
      format: source.format,
      sourceId: source.id,
    },
    remote: isWholePage(remote) ? null : remote,
    state: isLost ? "unknown" : row.state,
    since: row.since,
    note: isLost ? null : row.note,
    heardAt: source.lastOkAt,
    staleReason: reason,
  };
}
