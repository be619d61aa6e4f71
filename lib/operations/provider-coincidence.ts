import { inTenant, type TenantTx } from "@/db/client";
import { listCompositions } from "@/db/queries/component";
import { type DependencyRow, dependenciesOf } from "@/db/queries/dependency";
import { findIncident, listAffected } from "@/db/queries/incident";
import { incidentsWithin, listFollowedSources } from "@/db/queries/provider";
import { type Coincidence, coincidencesOf, coincidenceWindow } from "@/lib/domain/coincidence";
import { membersById } from "@/lib/domain/composition";
import { isWholePage, remoteWords } from "@/lib/domain/dependency";
import { notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";

/**
 * What the providers behind these components said while we saw failure in [from, to): their nearest incident and how
 * long after us it came, or that they were silent. Includes providers behind what the components are made of.
 */
export async function providerCoincidence(
  tx: TenantTx,
  componentIds: readonly string[],
  from: Ms,
  to: Ms,
): Promise<Coincidence[]> {
  const rows = await dependenciesOf(tx, await withMembers(tx, componentIds));
  if (rows.length === 0) return [];
  const window = { from, to: Math.max(to, from + 1) };
  const sourceIds = [...new Set(rows.map((row) => row.sourceId))];
  const incidents = await incidentsWithin(tx, sourceIds, coincidenceWindow(window));
  const bySource = Map.groupBy(incidents, (incident) => incident.sourceId);
  const sources = new Map((await listFollowedSources(tx)).map((source) => [source.id, source]));
  const listened = rows.map((row) => ({
    componentId: row.componentId,
    dependencyId: row.id,
    provider: row.providerName,
    remote: remoteOf(row),
    heardAt: sources.get(row.sourceId)?.lastOkAt ?? null,
    incidents: bySource.get(row.sourceId) ?? [],
  }));
  return coincidencesOf(listened, window);
}

/** The same for one incident, as long as it lasted; for whoever looks at it. */
export function readIncidentCoincidence(scope: TenantScope, id: string, now: Ms): Promise<Coincidence[]> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const incident = await findIncident(tx, id);
    if (!incident) throw notFound("incident");
    const affected = await listAffected(tx, [id]);
    const ids = affected.map((component) => component.id);
    return providerCoincidence(tx, ids, incident.startedAt, incident.resolvedAt ?? now);
  });
}

function remoteOf(row: DependencyRow): string | null {
  const selector = { id: row.remoteId, name: row.remoteName, region: row.remoteRegion };
  return isWholePage(selector) ? null : (row.remoteName ?? remoteWords(selector));
}

/** The components and everything they are made of. */
async function withMembers(tx: TenantTx, componentIds: readonly string[]): Promise<string[]> {
  const membersOf = membersById(await listCompositions(tx));
  const reached = new Set(componentIds);
  for (const id of reached) for (const member of membersOf.get(id) ?? []) reached.add(member);
  return [...reached];
}
